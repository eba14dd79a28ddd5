import fc from 'fast-check';

/** Rows as `ObjectSpace.dump_all` might write them and as it never would, as bytes without their newlines. */

const addressPool = Array.from({ length: 12 }, (_, i) => `0x${(0x7f60_a480_0000 + i * 40).toString(16)}`);
const address = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...addressPool) },
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => `0x${value.toString(16)}`),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'Item', 'caf\u00e9', 'a"b\\', '\0', '\u2028', 'app.rb'),
);
const size = fc.oneof(
  fc.nat({ max: 200 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 53n, max: 10n ** 21n }).map(Number),
);
const type = fc.oneof(
  fc.constantFrom(
    'STRING',
    'OBJECT',
    'ARRAY',
    'CLASS',
    'MODULE',
    'ICLASS',
    'IMEMO',
    'DATA',
    'ROOT',
    'ZOMBIE',
    'SHAPE',
  ),
  text,
);

const knownFields = {
  address,
  type,
  root: fc.oneof(fc.constantFrom('vm', 'machine_context'), text),
  class: address,
  superclass: address,
  name: text,
  singleton: fc.boolean(),
  imemo_type: fc.oneof(fc.constantFrom('callcache', 'iseq', 'ment'), text),
  struct: fc.oneof(fc.constantFrom('VM/thread', 'ractor', 'ObjectTracing/allocation_info_tracer'), text),
  memsize: size,
  bytesize: size,
  file: text,
  line: size,
  references: fc.array(address),
};
const otherKey = text.filter((key) => !Object.hasOwn(knownFields, key));
const otherField = fc.tuple(
  fc.oneof(otherKey, fc.constantFrom('value', 'flags', 'nam', 'types', 'class2')),
  fc.jsonValue(),
);
// A row without a good address or type counts as unreadable; damaged rows are made for that.
const optionalKeys = Object.keys(knownFields).filter((key) => key !== 'address' && key !== 'type');
const wrongField = fc.tuple(fc.constantFrom(...optionalKeys), fc.jsonValue());

/** Keys and values in any order, unknown and wrong and repeated ones among them. */
const fields: fc.Arbitrary<[string, unknown][]> = fc
  .tuple(
    fc.record(knownFields, { requiredKeys: ['address', 'type'] }),
    fc.array(otherField, { maxLength: 3 }),
    fc.array(wrongField, { maxLength: 1 }),
  )
  .chain(([known, others, wrong]) => {
    const all: [string, unknown][] = [...Object.entries(known), ...others, ...wrong];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });

/** How JSON can spell one value: spaces, escapes of any character in values. */
interface Spelling {
  readonly space: string;
  /** As the VM does: a space after each comma alone, none elsewhere. */
  readonly plain: boolean;
  readonly escapesAll: boolean;
}

function spell(value: unknown, spelling: Spelling): string {
  const { space, plain } = spelling;
  if (Array.isArray(value))
    return `[${space}${value.map((each) => spell(each, spelling)).join(plain ? ', ' : `,${space}`)}${space}]`;
  if (typeof value === 'object' && value !== null) return spellObject(Object.entries(value), spelling);
  if (typeof value !== 'string' || !spelling.escapesAll) return JSON.stringify(value);
  if (/^0x[0-9a-f]+$/.test(value)) return JSON.stringify(value);
  return `"${value.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

function spellObject(pairs: readonly (readonly [string, unknown])[], spelling: Spelling): string {
  const { space, plain } = spelling;
  const spelled = pairs.map(
    ([key, value]) => `${JSON.stringify(key)}${space}:${space}${spell(value, spelling)}`,
  );
  return `{${space}${spelled.join(plain ? ', ' : `${space},${space}`)}${space}}`;
}

const spelling = fc.oneof(
  fc.record({
    space: fc.constantFrom('', ' ', '\t ', ' \r'),
    plain: fc.constant(false),
    escapesAll: fc.boolean(),
  }),
  fc.constant({ space: '', plain: true, escapesAll: false }),
);
export const row: fc.Arbitrary<Buffer> = fc
  .tuple(fields, spelling)
  .map(([pairs, how]) => Buffer.from(how.space + spellObject(pairs, how)));

/** A row with a byte put in, taken out or changed, or cut short: often no row any more. */
export const damagedRow: fc.Arbitrary<Buffer> = fc
  .tuple(
    row,
    fc.nat(),
    fc.constantFrom('put in', 'take out', 'change', 'cut'),
    fc.oneof(fc.nat(255), fc.constantFrom(0x22, 0x5c, 0x7d, 0x2c, 0x30)),
  )
  .map(([bytes, place, how, byte]) => {
    const at = place % bytes.length;
    const before = bytes.subarray(0, at);
    if (how === 'cut') return Buffer.from(before);
    const put = how === 'take out' ? [] : [byte];
    return Buffer.concat([before, Buffer.from(put), bytes.subarray(how === 'put in' ? at : at + 1)]);
  });
