import type {
  ClassGrowth,
  Finding,
  KindReport,
  ProcessReport,
  Report,
  Side,
} from '../../src/report/schema.ts';

/** Reports as real runs give them, for tests: the incident of the demo app and what may come instead. */

const ROUNDS = 6;
const REQUESTS_PER_ROUND = 250;

export function incident(): Report {
  const classes = [
    growing('ActiveSupport::Notifications::Event', 2004, 160),
    growing('String', 18_569, 52),
    growing('Array', 11_041, 40),
    growing('Hash', 10_038, 168),
    growing('ActionDispatch::Request', 3012, 80),
    growing('ActionDispatch::Response', 1004, 120),
    growing('ActionDispatch::Http::Headers', 1004, 40),
    growing('PagesController', 1004, 320),
    growing('ActionDispatch::Request::Session', 1004, 80),
    growing('ActiveSupport::HashWithIndifferentAccess', 1004, 168),
    growing('Monitor', 1004, 40),
    {
      ...growing('RoutePatternCache', 84, 96),
      state: 'saturating' as const,
      over: false,
      counts: [4, 96, 120, 126, 126, 126, 126],
    },
  ];
  return {
    ...clean(),
    verdict: 'regression',
    reasons: [
      'ActiveSupport::Notifications::Event gains 2,004 objects per 1,000 requests in worker 0, threshold 10',
    ],
    head: side('head', { '/p/[x': '500' }),
    classes,
    moreClasses: 14,
    findings: [leak()],
  };
}

export function leak(): Finding {
  return {
    id: '5f0c1ab2d37e',
    status: 'new',
    classes: [
      'ActiveSupport::Notifications::Event',
      'String',
      'Array',
      'Hash',
      'ActionDispatch::Request',
      'ActionDispatch::Response',
      'PagesController',
    ],
    moreClasses: 18,
    processes: ['worker 0', 'worker 1'],
    objectsPer1000: 66_900,
    basePer1000: 0,
    bytesPer1000: 9_400_000,
    retainedBytesPer1000: 12_000_000,
    holder: 'Array',
    path: [
      { class: 'Thread', name: 'puma srv tp 001' },
      {
        class: 'ActiveSupport::SubscriberQueueRegistry',
        edge: '[:active_support_subscriber_queue_registry]',
      },
      { class: 'Hash', edge: '@registry' },
      { class: 'Array', edge: '["RequestTimer-1"]' },
      { class: 'ActiveSupport::Notifications::Event', edge: '[0]' },
      { class: 'Array', edge: '@children' },
    ],
    alsoHeldBy: [],
    sites: [
      {
        file: 'activesupport-6.1.7.10/lib/active_support/subscriber.rb',
        line: 149,
        objects: 400,
        inRepository: false,
      },
      { file: 'app/subscribers/request_timer.rb', line: 12, objects: 100, inRepository: true },
    ],
    withTimeAlone: false,
    trigger: { scenario: 'malformed-urls', how: 'poison', requests: ['GET /p/[x'] },
    culprit: { kind: 'dependency', name: 'bugsnag', from: '6.26.0', to: '6.26.1', fixedIn: '6.26.2' },
  };
}

export function clean(): Report {
  return {
    schemaVersion: 1,
    heapgateVersion: '0.1.0',
    seed: 7,
    threshold: 10,
    scenarios: ['pages', 'malformed-urls'],
    notices: [],
    changes: [],
    timings: {
      totalMs: 41_000,
      setupMs: 6000,
      bootMs: 9000,
      replayMs: 17_000,
      gcMs: 3000,
      dumpMs: 2400,
      ownMs: 3600,
    },
    noise: { objectsPer1000Requests: 0.4, smallestDetectable: 1.2, classes: [] },
    classes: [],
    moreClasses: 0,
    findings: [],
    verdict: 'pass',
    reasons: [],
    base: side('base', {}),
    head: side('head', {}),
  };
}

export function inconclusive(): Report {
  return {
    ...clean(),
    verdict: 'inconclusive',
    reasons: [
      'worker 1 answered 3 of 1,500 requests: with `processes: 2` heapgate waits until it serves',
      'String in worker 0 never came to a steady slope: raise `warmup` above 3',
    ],
    noise: { objectsPer1000Requests: 9.2, smallestDetectable: 27, classes: [] },
  };
}

/** The incident, and a list that only hostile requests lengthen. */
export function twoLeaks(): Report {
  const second: Finding = {
    ...leak(),
    id: '0c3e5a7b9d1f',
    classes: ['Rejection'],
    moreClasses: 0,
    objectsPer1000: 2004,
    bytesPer1000: 160_000,
    retainedBytesPer1000: 160_000,
    path: [{ class: 'class Audit' }, { class: 'Array', edge: '@rejected' }],
    trigger: { scenario: 'malformed-urls', how: 'self', requests: ['GET /p/[x'] },
  };
  const report = incident();
  return {
    ...report,
    classes: [...report.classes, growing('Rejection', 2004, 80)],
    findings: [...report.findings, second],
  };
}

/** Nothing grows, but a worker of head dies. */
export function restarting(): Report {
  const report = clean();
  const lives = report.head.processes.flatMap((process) =>
    process.index === 1 ? [process, { ...process, restarts: 2 }] : [process],
  );
  const finding: Finding = {
    ...leak(),
    id: '77aa0c1ab2d3',
    restarts: 2,
    classes: [],
    moreClasses: 0,
    processes: ['worker 1'],
    objectsPer1000: 0,
    bytesPer1000: 0,
    retainedBytesPer1000: 0,
    holder: 'a process that dies',
    path: [],
    sites: [],
    trigger: undefined,
    culprit: undefined,
  };
  return {
    ...report,
    verdict: 'regression',
    reasons: ['worker 1 died 2 times on head, and no process on base: see its log, with --keep'],
    head: { ...report.head, processes: lives },
    findings: [finding],
  };
}

/** The leak is on base and on head alike. */
export function existing(): Report {
  return {
    ...incident(),
    verdict: 'pass',
    reasons: [],
    findings: [{ ...leak(), status: 'existing', basePer1000: 66_800 }],
  };
}

/** The leak is on base alone. */
export function gone(): Report {
  const finding: Finding = {
    ...leak(),
    status: 'gone',
    basePer1000: 66_900,
    objectsPer1000: 0,
    retainedBytesPer1000: 0,
  };
  return { ...clean(), findings: [finding] };
}

/** Every string that may come from an app, a pull request or a dump is `attack`. */
export function hostile(attack: string): Report {
  const report = incident();
  const kinds = report.head.kinds.map((kind) => ({ ...kind, label: attack, status: { [attack]: 40 } }));
  return {
    ...report,
    name: attack,
    scenarios: [attack],
    notices: [attack],
    reasons: [attack],
    base: { ...report.base, ref: attack, sha: attack },
    head: { ...report.head, ref: attack, sha: attack, kinds },
    classes: report.classes.map((growth) => ({ ...growth, name: attack, process: attack })),
    findings: [
      hostileLeak(attack),
      { ...hostileLeak(attack), status: 'existing' },
      { ...hostileLeak(attack), status: 'gone' },
    ],
  };
}

function hostileLeak(attack: string): Finding {
  return {
    ...leak(),
    id: attack,
    classes: [attack, attack],
    processes: [attack],
    holder: attack,
    path: [
      { class: attack, name: attack },
      { class: attack, edge: attack },
      { class: attack, edge: `@${attack}` },
    ],
    alsoHeldBy: [attack],
    sites: [{ file: attack, line: 1, objects: 1, inRepository: true }],
    trigger: { scenario: attack, how: 'poison', requests: [attack] },
    culprit: { kind: 'dependency', name: attack, from: attack, to: attack, fixedIn: attack },
  };
}

export function growing(name: string, per1000: number, bytesEach: number): ClassGrowth {
  const requests = Array.from({ length: ROUNDS + 1 }, (_, round) => round * REQUESTS_PER_ROUND);
  const counts = requests.map((own) => 12 + Math.round((own * per1000) / 1000));
  return {
    name,
    state: 'growing',
    internal: false,
    process: 'worker 0',
    requests,
    counts,
    bytes: counts.map((count) => count * bytesEach),
    basePer1000: 0,
    headPer1000: per1000,
    bytesPer1000: per1000 * bytesEach,
    over: true,
    withTimeAlone: false,
  };
}

function side(ref: 'base' | 'head', answers: Readonly<Record<string, string>>): Side {
  const targets = ['/', '/pages', '/search?q=a', '/p/[x', '/p/a|b', '/boom'];
  return {
    sha:
      ref === 'base'
        ? 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334'
        : '0f1e2d3c4b5a69788796a5b4c3d2e1f001234567',
    ref: ref === 'base' ? 'main' : 'bump-gems',
    processes: [worker(0, ref), worker(1, ref), { ...worker(0, ref), role: 'master', requests: 0 }],
    kinds: targets.map((target) => kind(target, answers[target] ?? (target === '/boom' ? '500' : '200'))),
  };
}

function worker(index: number, ref: 'base' | 'head'): ProcessReport {
  const start = 142_000_000 + index * 1_000_000;
  const step = ref === 'head' ? 4_000_000 : 0;
  const residentBytes = Array.from({ length: ROUNDS + 1 }, (_, round) => start + round * step);
  return {
    role: 'worker',
    index,
    requests: ROUNDS * REQUESTS_PER_ROUND,
    censuses: ROUNDS + 1,
    restarts: 0,
    residentBytes,
  };
}

function kind(target: string, status: string): KindReport {
  return {
    id: target,
    label: `GET ${target}`,
    hostile: target.startsWith('/p/'),
    planned: 40,
    written: 40,
    answered: 40,
    reached: 40,
    status: { [status]: 40 },
  };
}
