import { pipeline, Readable, type Transform } from 'node:stream';
import zlib from 'node:zlib';
import { CannotMeasure } from '../../../cannot-measure.ts';

interface Packing {
  readonly name: string;
  /** The first bytes of every file packed so. */
  readonly magic: Buffer;
  unpacker(): Transform;
}

/** Unpacked at once. */
const chunkSize = 2 ** 18;

/** Ten million rows that differ in nothing but their address shrink 75-fold by gzip, 200-fold by zstd. */
const mostTimesLarger = 400;
/** What is no larger does no harm, whatever it is. */
const harmlessBytes = 2 ** 28;

const packings: readonly Packing[] = [
  { name: 'gzip', magic: Buffer.from('1f8b', 'hex'), unpacker: () => zlib.createGunzip({ chunkSize }) },
  { name: 'zstd', magic: Buffer.from('28b52ffd', 'hex'), unpacker: unpackerOfZstd },
];

const packingOf = (head: Buffer): Packing | undefined =>
  packings.find(({ magic }) => head.subarray(0, magic.length).equals(magic));

export const isPacked = (head: Buffer): boolean => packingOf(head) !== undefined;

/**
 * Unpacks `chunks`, which begin with `head`. Throws `CannotMeasure` where they are damaged, end too early, or become so
 * large as no dump does.
 */
export async function* unpacked(
  head: Buffer,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, void> {
  const packing = packingOf(head);
  if (packing === undefined) return yield* chunks;
  const unpacker = packing.unpacker();
  let packedBytes = 0;
  async function* counted(): AsyncGenerator<Buffer, void, void> {
    for await (const chunk of chunks) {
      packedBytes += chunk.length;
      yield chunk;
    }
  }
  // What goes wrong is thrown where the unpacked bytes are read.
  pipeline(Readable.from(counted()), unpacker, () => {});
  let bytes = 0;
  try {
    for await (const chunk of unpacker) {
      bytes += chunk.length;
      if (bytes > Math.max(harmlessBytes, packedBytes * mostTimesLarger)) {
        throw new CannotMeasure(
          `its ${packing.name} data unpacks to more than ${mostTimesLarger} times its size, as no heap dump does`,
        );
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof CannotMeasure) throw error;
    const { message } = error as Error;
    throw new CannotMeasure(`its ${packing.name} data cannot be unpacked: ${message}; was it cut short?`);
  }
}

function unpackerOfZstd(): Transform {
  // Since Node.js 22.15.
  if (!('createZstdDecompress' in zlib)) {
    throw new CannotMeasure(
      'it is packed by zstd, which this Node.js cannot unpack: unpack it first (zstd -d)',
    );
  }
  return zlib.createZstdDecompress({ chunkSize });
}
