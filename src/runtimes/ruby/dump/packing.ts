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

const packings: readonly Packing[] = [
  { name: 'gzip', magic: Buffer.from('1f8b', 'hex'), unpacker: () => zlib.createGunzip({ chunkSize }) },
  { name: 'zstd', magic: Buffer.from('28b52ffd', 'hex'), unpacker: unpackerOfZstd },
];

const packingOf = (head: Buffer): Packing | undefined =>
  packings.find(({ magic }) => head.subarray(0, magic.length).equals(magic));

export const isPacked = (head: Buffer): boolean => packingOf(head) !== undefined;

/** Unpacks `chunks`, which begin with `head`. Throws `CannotMeasure` where they are damaged or end too early. */
export async function* unpacked(
  head: Buffer,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, void> {
  const packing = packingOf(head);
  if (packing === undefined) return yield* chunks;
  const unpacker = packing.unpacker();
  // What goes wrong is thrown where the unpacked bytes are read.
  pipeline(Readable.from(chunks), unpacker, () => {});
  try {
    yield* unpacker;
  } catch (error) {
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
