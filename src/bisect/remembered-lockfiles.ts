import type { Lockfiles } from '../revision/lockfile.ts';

/** Asks its package manager everything once, for a search may be tried over and over. */
export function remembering(lockfiles: Lockfiles): Lockfiles {
  const mixtures = new Map<string, ReturnType<Lockfiles['mix']>>();
  const released = new Map<string, ReturnType<Lockfiles['versions']>>();
  const commands = new Map<string, ReturnType<Lockfiles['commandFor']>>();
  return {
    manager: lockfiles.manager,
    changes: () => lockfiles.changes(),
    mix: (chosen, code) =>
      once(mixtures, JSON.stringify([[...chosen].sort(), code]), () => lockfiles.mix(chosen, code)),
    pin: (name, version) => lockfiles.pin(name, version),
    versions: (name) => once(released, name, () => lockfiles.versions(name)),
    commandFor: (wanted) => once(commands, JSON.stringify(wanted), () => lockfiles.commandFor(wanted)),
  };
}

function once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
