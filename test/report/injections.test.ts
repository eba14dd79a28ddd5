import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { annotate } from '../../src/github/annotations.ts';
import { reportCheck, reportFailure } from '../../src/github/report-result.ts';
import { renderComment } from '../../src/report/comment.ts';
import { renderPage } from '../../src/report/page.ts';
import type { Report } from '../../src/report/schema.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { hostileCorpus } from './hostile-corpus.ts';
import { hostileFlamegraph } from './hostile-heap.ts';
import { harmlessReport, hostileReport, reportKinds } from './hostile-report.ts';
import { render as renderMarkdown, tagsOf, textOutsideCode } from './parsed-markdown.ts';

// Every text comes to stand in every field.
vi.setConfig({ testTimeout: 600_000 });

const corpus = hostileCorpus();
const repository = { serverUrl: 'https://github.com', owner: 'acme', repo: 'shop', headSha: '0f1e2d3c' };
const options = { repository, reproduce: 'heapgate check' };
const marker = '<!-- heapgate: -->';

/** What no text may bring into an output, by what it is. */
const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;
const live = /@\w|#\d|\bgh-\d|:\/\/|\bwww\.|:[a-z0-9_+-]+:/i;

/** A report has some 200 texts: from every tenth on, each text is in some 20 fields, and no kind is left out. */
const few = 10;

/** An output, read as its reader does. */
interface Reading {
  /** What it is made of, which no text may change. */
  readonly shape?: string;
  readonly faults: readonly string[];
}

/** What is wrong with the outputs of the first few reports where something is. */
function faultsOver(
  render: (report: Report) => string,
  read: (output: string) => Reading,
  every = 1,
): string[] {
  const shapes = Array.from({ length: reportKinds }, (_, kind) => read(render(harmlessReport(kind))).shape);
  const found: string[] = [];
  for (let first = 0; first < corpus.length && found.length < 5; first += every) {
    const { shape, faults } = read(render(hostileReport(corpus, first)));
    const all = shape === shapes[first % reportKinds] ? faults : [...faults, 'other elements'];
    found.push(...all.map((fault) => `report ${first}: ${fault}`));
  }
  return found;
}

test('there are enough texts', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(2_000);
});

describe('what GitHub shows of Markdown', () => {
  function read(markdown: string): Reading {
    const html = renderMarkdown(markdown);
    const links = Array.from(html.matchAll(/<a\b[^>]*>/g), ([tag]) => tag);
    const away = links.filter((tag) => !leadsIntoRepository(/^<a href="([^"]*)">$/.exec(tag)?.[1]));
    const loud = live.exec(textOutsideCode(html));
    const hidden = invisible.exec(markdown.replaceAll('\n', ''));
    return {
      // Without what stands inside a line; links are judged by themselves.
      shape: tagsOf(html)
        .filter((tag) => !/^\/?(code|a)$/.test(tag))
        .join(' '),
      faults: [
        ...away.map((tag) => `leads away: ${tag}`),
        ...(loud ? [`is looked for by GitHub: ${loud[0]}`] : []),
        ...(hidden ? [`cannot be seen: ${escape(hidden[0])}`] : []),
      ],
    };
  }

  test('the comment holds no text as anything but text', () => {
    const comment = (report: Report) => renderComment(report, { ...options, marker });
    expect(
      faultsOver(comment, (text) =>
        text.startsWith(`${marker}\n`) ? read(text.slice(marker.length)) : { faults: ['no marker'] },
      ),
    ).toEqual([]);
  });

  test('nor does the job summary', () => {
    // It differs from the comment in how much it shows.
    expect(faultsOver((report) => renderSummary(report, options), read, few)).toEqual([]);
  });
});

function leadsIntoRepository(address: string | undefined): boolean {
  if (address === undefined) return false;
  const { origin, pathname } = new URL(address);
  return origin === 'https://github.com' && pathname.startsWith('/acme/shop/blob/0f1e2d3c/');
}

describe('HTML', () => {
  /** Elements with the names of their attributes, and what is left over of brackets. */
  function shapeOf(page: string): string {
    const elements = page.matchAll(/<(\/?[a-z][a-z0-9]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/gi);
    const names = Array.from(elements, ([, tag, attributes = '']) =>
      [tag, ...(attributes.match(/(?<=\s)[\w-]+(?==|\s|$)/g) ?? [])].join(' '),
    );
    const brackets = page.split('<').length - names.length;
    return [brackets, ...names.filter((name) => !/^\/?code$/.test(name))].join();
  }

  function read(page: string): Reading {
    const hidden = invisible.exec(page.replaceAll('\n', ''));
    return { shape: shapeOf(page), faults: hidden ? [`cannot be seen: ${escape(hidden[0])}`] : [] };
  }

  test('the page holds no text as anything but text', () => {
    expect(faultsOver(renderPage, read)).toEqual([]);
  });

  test('nor does the flame graph', () => {
    const { shape } = read(hostileFlamegraph(['x']));
    const guilty = corpus.filter((text) => {
      const reading = read(hostileFlamegraph([text]));
      return reading.shape !== shape || reading.faults.length > 0;
    });
    expect(guilty).toEqual([]);
  });
});

/** Whether a runner obeys a line, or a terminal does what is in it. */
function faultsOfLine(line: string): string[] {
  return [
    ...(/^\s*::/.test(line) || line.includes('##[') ? [`is a command: ${line.slice(0, 80)}`] : []),
    ...(invisible.test(line) ? [`cannot be seen: ${escape(line).slice(0, 80)}`] : []),
  ];
}

test('a terminal is told to do nothing', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours are what is taken out
  const colours = /\x1b\[\d{1,2}m/g;
  const terminal = (report: Report) => renderTerminal(report, { color: true, columns: 80 });
  expect(
    faultsOver(terminal, (text) => ({
      faults: text.replaceAll(colours, '').split('\n').flatMap(faultsOfLine),
    })),
  ).toEqual([]);
});

describe('the log of a workflow', () => {
  // One for all: the toolkit remembers where the summary goes.
  let folder: string;
  const fileOf = (name: 'output' | 'summary'): string => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heapgate-log-'));
  });

  beforeEach(() => {
    for (const name of ['output', 'summary'] as const) writeFileSync(fileOf(name), '');
    vi.stubEnv('GITHUB_OUTPUT', fileOf('output'));
    vi.stubEnv('GITHUB_STEP_SUMMARY', fileOf('summary'));
    vi.stubEnv('RUNNER_TEMP', folder);
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    process.exitCode = undefined;
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  /** The lines that a runner gets. */
  async function logged(report: () => void | Promise<void>): Promise<string[]> {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await report();
    const text = write.mock.calls.map(([chunk]) => chunk).join('');
    write.mockRestore();
    return text === '' ? [] : text.trimEnd().split('\n');
  }

  const run: Parameters<typeof reportCheck>[0] = {
    git: { kind: 'other' },
    github: {
      ...repository,
      apiUrl: 'https://api.github.com',
      pullRequest: undefined,
      isFork: false,
      isDependabot: false,
    },
    inputs: { comment: false, 'fail-on': 'regression', 'github-token': '', paths: [], overrides: {} },
    request: { repository: '.', revisions: {}, overrides: {}, progress: () => {} },
  };

  const annotation =
    /^::(?:error|warning)(?: title=heapgate(?:,file=(?<file>[^,:\r\n]+))?,line=\d+)?::(?<message>[^\r\n]*)$/;

  function faultsOfLog(line: string): string[] {
    const command = annotation.exec(line)?.groups;
    if (!command) return faultsOfLine(line);
    // The runner decodes these.
    return [command.file ?? '', command.message ?? '']
      .map((text) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n'))
      .flatMap((text) => (invisible.test(text) ? [`cannot be seen: ${escape(text).slice(0, 80)}`] : []));
  }

  test('has annotations, and no command of a text’s', async () => {
    const found: string[] = [];
    for (let first = 0; first < corpus.length && found.length < 5; first++) {
      const lines = await logged(() => annotate(hostileReport(corpus, first)));
      if (!lines.some((line) => annotation.test(line))) found.push(`report ${first}: no annotation`);
      found.push(...lines.flatMap(faultsOfLog).map((fault) => `report ${first}: ${fault}`));
    }
    expect(found).toEqual([]);
  });

  test('has the verdict, and the outputs are no text’s', async () => {
    const found: string[] = [];
    for (let first = 0; first < corpus.length && found.length < 5; first += few) {
      writeFileSync(fileOf('output'), '');
      const lines = await logged(() => reportCheck(run, hostileReport(corpus, first)));
      const outputs = readFileSync(fileOf('output'), 'utf8').matchAll(
        /^(.+)<<(ghadelimiter_\S+)\n[^\n]*\n\2$/gm,
      );
      const names = Array.from(outputs, ([, name]) => name).join();
      if (names !== 'verdict,findings,report') found.push(`report ${first}: outputs ${names}`);
      found.push(...lines.flatMap(faultsOfLog).map((fault) => `report ${first}: ${fault}`));
    }
    expect(found).toEqual([]);
  });

  test('has what went wrong, and the app’s last lines where nothing is obeyed', async () => {
    const found: string[] = [];
    for (let first = 0; first < corpus.length && found.length < 5; first++) {
      const logTail = corpus.slice(first, first + 5);
      const error = new CannotMeasure(corpus[first] ?? '', { logTail });
      const [group, fence, ...rest] = await logged(() => reportFailure(error, undefined));
      const token = /^::stop-commands::(\S+)$/.exec(fence ?? '')?.[1];
      const [shown, after] = [rest.slice(0, logTail.length), rest.slice(logTail.length)];
      const faults = [...shown.flatMap(faultsOfLine), ...after.slice(2).flatMap(faultsOfLog)];
      if (group !== '::group::The last lines of the app’s log') faults.push('another beginning');
      if (after[0] !== `::${token}::` || after[1] !== '::endgroup::' || after.length !== 3)
        faults.push('another end');
      found.push(...faults.map((fault) => `text ${first}: ${fault}`));
    }
    expect(found).toEqual([]);
  });
});
