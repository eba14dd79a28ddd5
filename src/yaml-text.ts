import { parseDocument } from 'yaml';
import { CannotMeasure } from './cannot-measure.ts';

/** What a YAML text says; null where it is empty. `file` is for messages alone. Throws `CannotMeasure`. */
export function readYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, logLevel: 'error' });
  const broken = document.errors[0];
  if (broken) throw unreadable(file, broken);
  try {
    const content: unknown = document.toJS();
    JSON.stringify(content); // fails where an alias stands in what its own anchor names
    return content;
  } catch (error) {
    // An alias without its anchor, one too many of them, or one that has no end.
    if (!(error instanceof ReferenceError || error instanceof TypeError)) throw error;
    throw unreadable(file, error);
  }
}

const unreadable = (file: string, cause: Error): CannotMeasure =>
  new CannotMeasure(`${file}: ${cause.message.split('\n', 1)[0]}`, { cause });
