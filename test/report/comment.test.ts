import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderComment } from '../../src/report/comment.ts';
import type { Report } from '../../src/report/schema.ts';
import { hostileText } from './hostile-text.ts';
import { render, tablesOf, tagsOf, textOutsideCode } from './parsed-markdown.ts';
import {
  clean,
  existing,
  gone,
  growing,
  hostile,
  incident,
  inconclusive,
  leak,
  restarting,
} from './sample-report.ts';

const OPTIONS = {
  marker: '<!-- heapgate:demo -->',
  repository: { serverUrl: 'https://github.com', owner: 'acme', repo: 'shop', headSha: '0f1e2d3c' },
  reproduce: 'npx heapgate check --base a1b2c3d4 --head 0f1e2d3c --seed 7',
};

const comment = (report: Report, maxCharacters?: number): string =>
  renderComment(report, { ...OPTIONS, maxCharacters });

/** What is seen before anything is opened. */
const open = (markdown: string): string => markdown.replace(/<details>.*?<\/details>/gs, '');

describe('a regression', () => {
  test('reads as it does', () => {
    expect(comment(incident())).toMatchSnapshot();
  });

  test('begins with the marker, then the verdict in one sentence', () => {
    const [marker, , , sentence] = comment(incident()).split('\n');
    expect(marker).toBe(OPTIONS.marker);
    expect(sentence).toBe(
      '**Regression: +66,900 objects (12 MB) per 1,000 requests, all under one holder.**',
    );
  });

  test('links a site inside the repository to the blob at head, and no other', () => {
    const links = Array.from(
      render(comment(incident())).matchAll(/href="([^"]*)"/g),
      ([, address]) => address,
    );
    expect(links).toEqual([
      'https://github.com/acme/shop/blob/0f1e2d3c/app/subscribers/request_timer.rb#L12',
    ]);
  });

  test.each(['../../../mallory/trap', 'app/../../x', 'app//x', './x', '/etc/passwd'])(
    'links no site whose path, %s, would lead elsewhere',
    (file) => {
      const finding = { ...leak(), sites: [{ file, line: 1, objects: 1, inRepository: true }] };
      expect(render(comment({ ...incident(), findings: [finding] }))).not.toContain('href');
    },
  );

  test('links nothing where the repository is not known', () => {
    expect(render(renderComment(incident(), { ...OPTIONS, repository: undefined }))).not.toContain('href');
  });

  test('names no trigger that was not shown by experiment', () => {
    const { trigger, ...unexplained } = leak();
    expect(trigger).toBeDefined();
    expect(comment({ ...incident(), findings: [unexplained] })).not.toMatch(/trigger|only after/i);
  });

  test('with two leaks heads each with its own growth', () => {
    const markdown = comment({
      ...incident(),
      findings: [{ ...leak(), id: 'small', objectsPer1000: 100 }, leak()],
    });
    expect(markdown).toContain('in 2 leaks.**');
    expect(markdown.match(/^#### .*$/gm)).toEqual([
      '#### New leak 1 of 2: +66,900 objects (12 MB) per 1,000 requests',
      '#### New leak 2 of 2: +100 objects (12 MB) per 1,000 requests',
    ]);
  });

  test('of processes that die says how often and where to look', () => {
    const markdown = comment(restarting());
    expect(markdown).toContain('**Regression: `worker 1` died 2 times on head, and no process on base.**');
    expect(markdown).toContain(
      '- **To see why:** run `heapgate check --keep DIR` and read the end of `DIR/head.log`',
    );
    expect(markdown).toContain('`77aa0c1ab2d3`');
    expect(markdown).not.toMatch(/objects \(|holder|Held by/);
  });

  test('of a leak and of processes that die heads each as what it is', () => {
    const markdown = comment({ ...incident(), findings: [...restarting().findings, leak()] });
    expect(markdown).toContain(
      'all under one holder; and `worker 1` died 2 times on head, and no process on base.**',
    );
    expect(markdown.match(/^#### .*$/gm)).toEqual([
      '#### New leak: +66,900 objects (12 MB) per 1,000 requests',
      '#### Restarts: worker 1 died 2 times on head, and no process on base',
    ]);
  });

  test('whose holder is not known does not claim one', () => {
    const unknown = { ...leak(), holder: 'an unknown holder', path: [], sites: [] };
    expect(comment({ ...incident(), findings: [unknown] })).toContain(
      'per 1,000 requests, held by what is not known.**',
    );
  });

  test('of a leak that got worse says what it was on base', () => {
    const worsened = { ...leak(), status: 'worsened' as const, basePer1000: 1000, objectsPer1000: 2200 };
    expect(comment({ ...incident(), findings: [worsened] })).toContain(
      '**Regression: a leak of base got worse: +2,200 objects (12 MB) per 1,000 requests, on base +1,000.**',
    );
  });

  test('of a buffer that grows tells the bytes alone', () => {
    expect(comment({ ...incident(), findings: [{ ...leak(), objectsPer1000: 0 }] })).toContain(
      '**Regression: +12 MB per 1,000 requests, all under one holder.**',
    );
  });

  test('without a finding gives its reasons', () => {
    const markdown = open(
      comment({ ...incident(), findings: [], reasons: ['worker 1 restarted on head only'] }),
    );
    expect(markdown).toContain('**Regression: `String` gains +18,569 objects per 1,000 requests.**');
    expect(markdown).toContain('- worker 1 restarted on head only');
  });

  test('does not repeat in reasons what its findings tell', () => {
    const { reasons } = incident();
    expect(comment(incident())).not.toContain(reasons[0]);
  });

  test('tables growth by class with holder, and kinds that are answered differently', () => {
    const tables = tablesOf(comment(incident()));
    expect(tables[0]?.head).toEqual(['Class', 'Base', 'Head', 'Bytes', 'Objects', 'Held by']);
    expect(tables[0]?.rows[0]).toEqual([
      '`ActiveSupport::Notifications::Event`',
      '0',
      '+2,004',
      '+321&nbsp;kB',
      '▁▂▃▅▆▇█&nbsp;12&nbsp;→&nbsp;3,018',
      '`@children` of `Event`',
    ]);
    expect(tables.find(({ head }) => head[0] === 'Request')?.rows).toEqual([
      ['`GET /p/[x`', '`200`', '`500`'],
    ]);
  });

  test('tells a class that levels off from those that grow', () => {
    const [before, after] = comment(incident()).split('levelling off');
    expect(before).not.toContain('RoutePatternCache');
    expect(after).toContain('RoutePatternCache');
  });
});

describe('a pass', () => {
  test('is one line and what was measured', () => {
    expect(open(comment(clean())).trim().split(/\n+/)).toEqual([
      OPTIONS.marker,
      '### heapgate',
      '**Pass: nothing grows past the threshold.**',
      'Measured over 3,000 requests in 2 processes; growth of 1.2 objects per 1,000 requests would have been seen.',
    ]);
  });

  test('says that a leak of base is gone', () => {
    const markdown = open(comment(gone()));
    expect(markdown).toContain('**Pass: 1 leak of base is gone, and nothing grows past the threshold.**');
    expect(markdown).toContain('- **Gone:** `ActiveSupport::Notifications::Event` under `@children`');
  });

  test('names a leak that base has as well, in one line and with its table closed', () => {
    const markdown = open(comment(existing()));
    expect(markdown).toContain(
      '**Pass: 1 leak of base is still there, and nothing grows more than on base.**',
    );
    expect(markdown.match(/^- .*$/gm)).toHaveLength(1);
    expect(markdown).not.toContain('| Class |');
  });
});

test('an inconclusive run says why and what would settle it, and repeats nothing of a pass', () => {
  const markdown = open(comment(inconclusive()));
  expect(markdown).toContain('**Inconclusive: this run can neither pass nor fail.**');
  expect(markdown).toContain('raise `warmup` above 3');
  expect(markdown).not.toContain('would have been seen');
});

test('a name tells several comments apart', () => {
  expect(comment({ ...clean(), name: 'admin' })).toContain('### heapgate · `admin`');
});

describe('the budget', () => {
  const classes = Array.from({ length: 3000 }, (_, index) => growing(`App::Class${index}`, 3000 - index, 40));
  const findings = Array.from({ length: 200 }, (_, index) => ({ ...leak(), id: `leak-${index}` }));
  const rowsOf = (markdown: string): number =>
    tablesOf(markdown)
      .filter(({ head }) => head[0] === 'Class')
      .reduce((total, { rows }) => total + rows.length, 0);
  const cutOf = (markdown: string, what: RegExp): number =>
    Number(what.exec(markdown)?.[1]?.replace(',', '') ?? 0);

  test('holds for a huge report, and every class is either shown or counted as cut', () => {
    const caches = classes.map((row) => ({ ...row, over: false, state: 'saturating' as const }));
    const markdown = comment({ ...incident(), classes: [...classes, ...caches], findings: [leak()] });
    expect(markdown.length).toBeLessThanOrEqual(65_536);
    expect(rowsOf(markdown)).toBe(80);
    expect(cutOf(markdown, /^([\d,]+) more classes that moved/m)).toBe(5920);
  });

  test('cuts rows before findings', () => {
    const roomy = comment({ ...incident(), classes, findings: findings.slice(0, 20) });
    const tight = comment({ ...incident(), classes, findings: findings.slice(0, 20) }, roomy.length - 1);
    expect(rowsOf(tight)).toBeLessThan(rowsOf(roomy));
    expect(tight.match(/^#### New leak/gm)).toHaveLength(20);
  });

  test('says how many findings were cut', () => {
    const markdown = comment({ ...incident(), classes, findings }, 12_000);
    const shown = markdown.match(/^#### New leak/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(0);
    expect(cutOf(markdown, /^([\d,]+) more leaks, listed/m)).toBe(200 - shown);
  });

  test.each([3_000, 8_000, 20_000, 65_536])('keeps %d characters, marker and verdict included', (limit) => {
    const markdown = comment({ ...hostile('@x|`\u202e'.repeat(100)), classes, findings }, limit);
    expect(markdown.length).toBeLessThanOrEqual(limit);
    expect(markdown.startsWith(`${OPTIONS.marker}\n`)).toBe(true);
    expect(markdown).toContain('**Regression: ');
  });
});

test('the budget holds for the longest strings there can be', () => {
  const report = hostile('@'.repeat(1000));
  const strings = Array.from({ length: 50 }, () => '@'.repeat(1000));
  const markdown = comment({
    ...report,
    verdict: 'inconclusive',
    scenarios: strings,
    notices: strings,
    reasons: strings,
  });
  expect(markdown.length).toBeLessThanOrEqual(65_536);
  expect(markdown).toContain('**Inconclusive: ');
});

describe('a hostile report', () => {
  // A path that leads elsewhere is not linked.
  const blocks = (tags: readonly string[]) => tags.filter((tag) => !/^\/?(code|a)$/.test(tag));
  const harmless = blocks(tagsOf(render(comment(hostile('x')))));

  test('has the same structure whatever its strings are', () => {
    fc.assert(
      fc.property(hostileText(), (attack) => {
        const html = render(comment(hostile(attack)));
        expect(blocks(tagsOf(html))).toEqual(harmless);
      }),
      { numRuns: 40 },
    );
  });

  test('mentions nobody and refers to nothing', () => {
    fc.assert(
      fc.property(hostileText(), (attack) => {
        expect(textOutsideCode(render(comment(hostile(attack))))).not.toMatch(
          /@\w|#\d|\bgh-\d|:\/\/|\bwww\./i,
        );
      }),
      { numRuns: 40 },
    );
  });

  test('holds no control character but the line breaks of the comment itself', () => {
    fc.assert(
      fc.property(hostileText(), (attack) => {
        expect(comment(hostile(attack)).replaceAll('\n', '')).not.toMatch(/\p{C}/u);
      }),
      { numRuns: 40 },
    );
  });
});
