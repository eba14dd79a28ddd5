/** What a row's `type` makes of it. */
export interface RowType {
  readonly role: 'root' | 'none' | 'class' | 'module' | 'imemo' | 'iclass' | 'string' | 'object';
  /** What an object of this type is called that no class of the program has. */
  readonly internalName: string;
}

const roles: ReadonlyMap<string, RowType['role']> = new Map([
  ['ROOT', 'root'],
  // An empty slot, an object that waits for its finalizer, how instance variables are laid out: none is an object.
  ['NONE', 'none'],
  ['ZOMBIE', 'none'],
  ['SHAPE', 'none'],
  ['CLASS', 'class'],
  ['MODULE', 'module'],
  ['IMEMO', 'imemo'],
  ['ICLASS', 'iclass'],
  ['STRING', 'string'],
]);

export function rowType(name: string): RowType {
  const role = roles.get(name) ?? 'object';
  // Arrays, hashes and strings without a class are the VM's own.
  return { role, internalName: role === 'iclass' ? 'iclass' : `hidden ${name.toLowerCase()}` };
}

export const isClassOrModule = ({ role }: RowType): boolean => role === 'class' || role === 'module';

/** What a call site last saw: it points at classes and methods without being anyone's data. */
const cacheTypes = new Set(['callcache', 'callinfo', 'constcache']);

export const isCache = (imemoType: string): boolean => cacheTypes.has(imemoType);

/** Data of the VM itself, known by the `struct` that its row names. */
export const vmStruct = {
  /** A `Thread`, also one that has ended. */
  thread: 'VM/thread',
  /** Refers to its threads that live, since Ruby 3.0. */
  ractor: 'ractor',
  /** What `ObjectSpace.trace_object_allocations` notes of every object: of class `Object`, and by far the largest of it. */
  allocationTracer: 'ObjectTracing/allocation_info_tracer',
} as const;
