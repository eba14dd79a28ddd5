import { JobSecrets } from './redaction/job-secrets.ts';
import { Told } from './redaction/told.ts';

/** What a run is asked for by somebody who shows all that it tells. */
export interface ToldRequest {
  readonly progress: (line: string) => void;
  /** Grows with what the run gets to know, such as the values of `setup-env`. */
  readonly secrets?: JobSecrets | undefined;
}

/**
 * Does `work` so that neither its progress nor its result nor what it throws holds a secret of the job, or a text of
 * the app's that looks like one.
 */
export async function withoutSecrets<Request extends ToldRequest, Result>(
  request: Request,
  work: (request: Request) => Promise<Result>,
): Promise<Result> {
  const secrets = new JobSecrets(process.env);
  const told = new Told(secrets);
  const progress = (line: string) => request.progress(told.sentence(line));
  try {
    return told.result(await work({ ...request, secrets, progress }));
  } catch (error) {
    throw told.error(error);
  }
}

/** An error's message for what is written down while a run goes on. */
export const toldMessage = ({ message }: Error): string =>
  new Told(new JobSecrets(process.env)).sentence(message);
