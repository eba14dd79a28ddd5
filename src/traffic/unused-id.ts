/** The name itself, or with the first number that makes it a new one: `GET /a #2`. */
export function unusedId(name: string, used: ReadonlySet<string>): string {
  let id = name;
  for (let number = 2; used.has(id); number += 1) id = `${name} #${number}`;
  return id;
}
