'use strict';

// What npm itself says of lockfiles, by the library that it resolves with. One question on standard input as JSON, one
// answer on standard output. `npm_execpath`, which npm sets for what it runs, tells where npm is.

const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const Arborist = createRequire(process.env.npm_execpath)('@npmcli/arborist');

/** Rounds of moving packages to where those that need them find them. */
const mostRounds = 30;

const load = (directory) => new Arborist({ path: directory }).loadVirtual();

/** The packages of a tree by name, a list for each. Those inside the app's repository, and in others' bundles, are none. */
function packagesOf(tree) {
  const packages = new Map();
  for (const node of tree.inventory.values()) {
    if (!node.parent || node.isLink || node.inDepBundle) continue;
    packages.set(node.name, [...(packages.get(node.name) ?? []), node]);
  }
  return packages;
}

const entryOf = (node) => node.root.meta.data.packages[node.location] ?? {};

/** What a package is known by: from a registry its version, from elsewhere the exact content. */
function identityOf(node) {
  const { resolved, integrity } = entryOf(node);
  return JSON.stringify(node.isRegistryDependency ? [node.version] : [node.version, resolved, integrity]);
}

/** For people: `1.2.0`, and from git `1.2.0 (0a1b2c3)`. */
function labelOf(node) {
  const commit = /^git.*#([0-9a-f]{7})[0-9a-f]*$/.exec(entryOf(node).resolved ?? '')?.[1];
  return commit === undefined ? node.version : `${node.version} (${commit})`;
}

const isImporter = (node) => !node.isLink && !node.parent;

/** How the app itself and its workspaces ask for packages: one text for each name. */
function requestsOf(tree) {
  const requests = new Map();
  for (const importer of [...tree.inventory.values()].filter(isImporter))
    for (const edge of importer.edgesOut.values()) {
      if (edge.type === 'workspace') continue;
      const before = requests.get(edge.name) ?? '';
      requests.set(edge.name, `${before}${importer.location} ${edge.type} ${edge.rawSpec}\n`);
    }
  return requests;
}

async function changes({ base, head }) {
  const [baseTree, headTree] = [await load(base), await load(head)];
  const [there, here] = [packagesOf(baseTree), packagesOf(headTree)];
  const [asked, asks] = [requestsOf(baseTree), requestsOf(headTree)];
  const names = [...new Set([...there.keys(), ...here.keys()])].sort().filter((name) => {
    const [before, after] = [there, here].map((packages) => (packages.get(name) ?? []).map(identityOf));
    return !sameSet(before, after) || asked.get(name) !== asks.get(name);
  });
  const needs = needsOf(there, here, names);
  return names.map((name) => ({
    name,
    ...versionsOf(there.get(name) ?? [], here.get(name) ?? []),
    isDirect: asked.has(name) || asks.has(name),
    needs: [...needs.get(name)],
  }));
}

const sameSet = (one, other) =>
  one.every((each) => other.includes(each)) && other.every((each) => one.includes(each));

/** Of several versions of one package only those that changed, where both sides have such. */
function versionsOf(before, after) {
  const without = (nodes, others) => {
    const known = others.map(identityOf);
    return nodes.filter((node) => !known.includes(identityOf(node)));
  };
  const [gone, come] = [without(before, after), without(after, before)];
  const [from, to] = gone.length > 0 && come.length > 0 ? [gone, come] : [before, after];
  const text = (nodes) => (nodes.length > 0 ? [...new Set(nodes.map(labelOf))].sort().join(', ') : null);
  return { from: text(from), to: text(to) };
}

/** For each name, the others whose version on base does not go with this one's on head. */
function needsOf(base, head, names) {
  const needs = new Map(names.map((name) => [name, new Set()]));
  for (const name of names) {
    for (const edge of metEdges(head.get(name)))
      if (edge.name !== name && needs.has(edge.name) && !isMet(edge, base)) needs.get(name).add(edge.name);
    for (const edge of metEdges(base.get(name)))
      if (edge.name !== name && needs.has(edge.name) && !isMet(edge, head)) needs.get(edge.name).add(name);
  }
  return needs;
}

/** What packages ask for and get where they are locked. */
const metEdges = (nodes = []) =>
  nodes
    .flatMap((node) => [...node.edgesOut.values()])
    .filter((edge) => edge.to && edge.valid && !edge.to.isLink && !edge.to.inDepBundle);

const isMet = (edge, packages) => (packages.get(edge.name) ?? []).some((node) => edge.satisfiedBy(node));

/** What asks for something that it does not get; packages that nothing asks for do not count. */
const unmetEdges = (tree) =>
  [...tree.inventory.values()]
    .filter((node) => !node.isLink && !node.extraneous)
    .flatMap((node) => [...node.edgesOut.values()].filter((edge) => edge.error !== null));

const describe = ({ from, name, rawSpec }) =>
  `${from.isProjectRoot ? 'the app' : `${from.name} ${from.version}`} needs ${name}@${rawSpec || '*'}`;

/**
 * Makes a lockfile of parts of two whole: puts packages where those that need them find them, each at a version of its
 * own side, and drops those that nothing needs any more. `sides`: for each changed name its side; `rest`: that of all
 * others.
 */
async function compose({ base, head, mixed, lockfile, sides, rest }) {
  const trees = { base: await load(base), head: await load(head) };
  const packages = { base: packagesOf(trees.base), head: packagesOf(trees.head) };
  // What a side does without is no obstacle.
  const accepted = new Set([...unmetEdges(trees.base), ...unmetEdges(trees.head)].map(describe));
  const file = join(mixed, lockfile);
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  for (let round = 0; round < mostRounds; round++) {
    const tree = await load(mixed);
    const unmet = unmetEdges(tree).filter((edge) => !accepted.has(describe(edge)));
    if (unmet.length === 0) return { lockfile: prunedText(tree), conflict: null };
    const places = new Places(lock.packages);
    for (const edge of unmet) {
      const donors = packages[sides[edge.name] ?? rest].get(edge.name) ?? [];
      const donor = donors.find((node) => edge.satisfiedBy(node));
      if (!donor) return { lockfile: '', conflict: describe(edge) };
      places.meet(edge, donor);
    }
    writeFileSync(file, JSON.stringify(lock));
  }
  return { lockfile: '', conflict: 'its packages cannot be put so that each finds what it needs' };
}

function prunedText(tree) {
  for (const node of [...tree.inventory.values()]) if (node.extraneous && node.parent) node.parent = null;
  return String(tree.meta);
}

/** Where a lockfile has its packages. */
class Places {
  #packages;
  #hoisted = new Set();

  constructor(packages) {
    this.#packages = packages;
  }

  /** Puts `donor` where `edge` finds it. */
  meet(edge, donor) {
    // May do for this one as well: the next round tells.
    if (this.#hoisted.has(edge.name)) return;
    const top = `node_modules/${edge.name}`;
    const nested = `${edge.from.location ? `${edge.from.location}/` : ''}${top}`;
    if (edge.to?.location === nested && nested !== top) {
      // It hides another, which may do.
      this.#remove(nested);
      return;
    }
    if (top in this.#packages && !edge.peer) {
      this.#put(nested, donor);
      return;
    }
    // A peer has to be found by what asks for the two.
    const above = edge.peer ? edge.from.resolveParent?.location : '';
    this.#put(`${above ? `${above}/` : ''}${top}`, donor);
    this.#hoisted.add(edge.name);
  }

  #put(location, donor) {
    this.#remove(location);
    const entries = donor.root.meta.data.packages;
    this.#packages[location] = entries[donor.location];
    // What is in its bundle comes along.
    for (const [path, entry] of Object.entries(entries))
      if (entry.inBundle && path.startsWith(`${donor.location}/`))
        this.#packages[location + path.slice(donor.location.length)] = entry;
  }

  #remove(location) {
    for (const path of Object.keys(this.#packages))
      if (path === location || (path.startsWith(`${location}/`) && this.#packages[path].inBundle))
        delete this.#packages[path];
  }
}

async function answer(question) {
  return question.ask === 'changes' ? changes(question) : compose(question);
}

answer(JSON.parse(readFileSync(0, 'utf8'))).then(
  (given) => process.stdout.write(JSON.stringify({ answer: given })),
  (error) => process.stdout.write(JSON.stringify({ problem: error.message })),
);
