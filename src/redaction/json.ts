import type { RedactValue } from './fields.ts';
import { isSecretName } from './secret-names.ts';
import { jsonEscaped, rewritten } from './written-text.ts';

/** An object or array that is open. */
interface Level {
  readonly isObject: boolean;
  /** The name in front of it, which goes for what it holds too: `"tokens": ["…"]`. */
  readonly name: string | undefined;
  /** What its `value` is called, as in `{"name": "password", "value": "…"}`. */
  label?: string;
}

const token = /"(?:[^"\\]|\\.)*"?|[[\]{},:]|[^\s"[\]{},:]+|\s+/gs;

/**
 * Redacts strings and numbers in JSON, token by token, so that spacing, escapes and whatever is malformed stay as
 * they are.
 */
export function redactJson(written: string, redact: RedactValue): string {
  const levels: Level[] = [];
  let name: string | undefined;
  let isName = false;
  return written.replaceAll(token, (part) => {
    const level = levels.at(-1);
    if (part === '{' || part === '[') {
      levels.push({ isObject: part === '{', name: nameWithin(level, name) });
      isName = part === '{';
      name = undefined;
    } else if (part === '}' || part === ']') {
      levels.pop();
      name = undefined;
    } else if (part === ',') {
      isName = level?.isObject === true;
      name = undefined;
    } else if (part === ':') {
      isName = false;
    } else if (part.startsWith('"')) {
      return redactString(part);
    } else if (/\S/.test(part)) {
      // A number, `true` and the like, or what should have had quotes.
      return redactSaid(part);
    }
    return part;

    function redactString(quoted: string): string {
      const end = quoted.length > 1 && quoted.endsWith('"') ? '"' : '';
      const inside = quoted.slice(1, quoted.length - end.length);
      return `"${rewritten(inside, jsonEscaped, redactSaid)}${end}`;
    }

    function redactSaid(said: string): string {
      if (isName) {
        name = said;
        return redact(said);
      }
      if (level && name === 'name') level.label = said;
      return redact(said, nameWithin(level, name));
    }
  });
}

/** What a value is called that stands behind `name`: a secret-looking name goes for all that is within. */
function nameWithin(level: Level | undefined, name: string | undefined): string | undefined {
  const own = name === 'value' ? (level?.label ?? name) : name;
  return level?.name !== undefined && isSecretName(level.name) ? level.name : (own ?? level?.name);
}
