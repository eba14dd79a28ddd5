import { CannotMeasure } from './cannot-measure.ts';
import { refuseToReplace } from './new-file.ts';
import { type Replaced, writeRedacted } from './redacted-file.ts';
import { formatQuantity } from './report/numbers.ts';
import { cutLines } from './traffic/import/left-out.ts';
import { type Selection, select } from './traffic/import/selection.ts';
import { type CommandEnd, runRecorded } from './traffic/record/recorded-command.ts';
import { Recording } from './traffic/record/recording.ts';
import { assertApart, assertReachable, parseTarget } from './traffic/record/target-address.ts';
import { Tee } from './traffic/record/tee.ts';

export interface RecordRequest {
  /** Where the app listens: `http://127.0.0.1:3000`. */
  readonly target: string;
  readonly allowRemote: boolean;
  /** Any free port when left out. */
  readonly listen: number | undefined;
  readonly out: string;
  readonly force: boolean;
  /** What makes the requests; when empty, whoever does until `signal`. */
  readonly command: readonly string[];
  readonly progress: (line: string) => void;
  /** Ends the recording: not its failure. */
  readonly signal: AbortSignal;
}

/** What was recorded, chosen and replaced. */
export interface Recorded extends Replaced {
  readonly recording: Recording;
  readonly selection: Selection;
  readonly commandEnd: CommandEnd | undefined;
}

/** Records what passes to an app as a scenario. Throws `CannotMeasure` in one line, and leaves no file then. */
export async function record(request: RecordRequest): Promise<Recorded> {
  const { out, force } = request;
  await refuseToReplace(out, { force });
  const recording = new Recording();
  const { commandEnd, unreachable } = await recordInto(recording, request);
  const selection = select(recording.groups);
  if (selection.ordinary.length === 0)
    throw new CannotMeasure(nothingOrdinary(recording, commandEnd, unreachable));
  const about = aboutRecording(recording, selection);
  const replaced = await writeRedacted(selection, { about, advice }, request);
  return { recording, selection, ...replaced, commandEnd };
}

interface RecordingEnd {
  readonly commandEnd: CommandEnd | undefined;
  /** Why the app could not be reached, if so. */
  readonly unreachable: string | undefined;
}

/** Passes requests on until the command or the signal ends it. */
async function recordInto(recording: Recording, request: RecordRequest): Promise<RecordingEnd> {
  const { listen, out, command, progress, signal } = request;
  const target = parseTarget(request.target, request);
  if (listen !== undefined) assertApart(target, listen);
  // A command may start the app itself.
  if (command.length === 0) await assertReachable(target);
  await using tee = await Tee.listen({
    target,
    port: listen ?? 0,
    onExchange: (exchange) => recording.add(exchange),
  });
  const origin = `http://127.0.0.1:${tee.port}`;
  if (command.length > 0) {
    progress(`recording what is sent to ${origin}, which stands for ${target.origin}`);
    const commandEnd = await runRecorded(command, { origin, targetPort: target.port }, signal);
    return { commandEnd, unreachable: tee.unreachable };
  }
  progress(`recording: use ${origin} in place of ${target.origin}; Ctrl-C ends it and writes ${out}`);
  await aborted(signal);
  return { commandEnd: undefined, unreachable: tee.unreachable };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}

const advice =
  'Ids and names are those of the app that was recorded: change them to ones that the app under test has.';

function aboutRecording(recording: Recording, selection: Selection): string[] {
  return [
    `Recorded: ${formatQuantity(recording.requests, 'request')}, in the order in which they first came.`,
    ...leftOutOfRecording(recording, selection),
  ];
}

/** What a scenario lacks of its recording: a sentence each. */
export function leftOutOfRecording({ leftOut }: Recording, selection: Selection): string[] {
  const parts = [...leftOut].map(([reason, count]) => `${reason} (${count})`);
  return [...(parts.length === 0 ? [] : [`Left out: ${parts.join(', ')}.`]), ...cutLines(selection)];
}

const useTee = 'let your client use the address that is listened on';
const letCommandUseTee =
  'have the command send them to $HEAPGATE_TARGET_URL (Capybara: app_host and server_port, and a driver other than rack_test, which sends nothing)';

function nothingOrdinary({ requests }: Recording, end: CommandEnd | undefined, unreachable?: string): string {
  const failure = end !== undefined && end !== 'interrupted' && end.isFailure ? end : undefined;
  const hints = [
    ...(unreachable === undefined ? [] : [`the app could not be reached (${unreachable})`]),
    ...(failure === undefined ? [] : [`the command failed with ${failure.how}`]),
  ];
  const why = hints.length === 0 ? '' : `, ${hints.join(', ')}`;
  if (requests === 0)
    return `no request was recorded${why}: ${end === undefined ? useTee : letCommandUseTee}`;
  return `of ${formatQuantity(requests, 'request')} none was a GET or HEAD that was answered normally${why}: record ordinary traffic too`;
}
