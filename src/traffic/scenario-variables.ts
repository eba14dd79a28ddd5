import { CannotMeasure } from '../cannot-measure.ts';
import { utf8Bytes } from './byte-string.ts';
import { namesIn } from './placeholder.ts';
import type { Kind, Scenario } from './scenario.ts';

/** What `${NAME}` may stand for. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What the runner keeps in its environment is no business of the app's, which a pull request may have changed. */
const runnersOwn = /^(?:GITHUB|ACTIONS|RUNNER|INPUT)_/;

/** The values of all `${NAME}` in the requests, as byte strings. Throws `CannotMeasure` that names what is not set. */
export function variablesOf(kinds: readonly Kind[], variables: Variables): Map<string, string> {
  const values = new Map<string, string>();
  for (const { id, request } of kinds) {
    for (const mention of namesIn(request).filter((name) => name.startsWith('$'))) {
      const name = mention.slice(1);
      values.set(name, utf8Bytes(environmentValue(name, id, variables)));
    }
  }
  return values;
}

/** The values of a scenario's variables as texts, which may not be shown. */
export const variableValues = ({ variables = new Map() }: Pick<Scenario, 'variables'>): string[] =>
  [...variables.values()].map((bytes) => Buffer.from(bytes, 'latin1').toString('utf8'));

function environmentValue(name: string, id: string, variables: Variables): string {
  if (runnersOwn.test(name))
    throw new CannotMeasure(
      `requests.${id}: \${${name}} is the runner’s own, and never sent to an app: set another variable`,
    );
  const value = variables[name];
  if (value === undefined)
    throw new CannotMeasure(
      `requests.${id}: \${${name}} is not set: set ${name} in the environment, or in \`env\` of heapgate.yml where a branch adds the scenario; or write \\\${${name}} to send it literally`,
    );
  return value;
}
