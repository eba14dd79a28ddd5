import { expect, test } from 'vitest';
import { createClient } from '../../src/github/client.ts';
import { findPullRequest } from '../../src/github/open-pull-request.ts';
import { GitHubServer, type OpenPullRequest } from '../action/github-server.ts';
import { sha } from './payloads.ts';

const fork: OpenPullRequest = {
  number: 7,
  headSha: sha('a'),
  headRepository: 'mona/app',
  headRef: 'feature',
};

/** What is found for a run of `branch` in `headRepository` among `pullRequests`. */
async function find(
  pullRequests: readonly OpenPullRequest[],
  { headRepository = 'mona/app', headBranch = 'feature' } = {},
) {
  await using server = await GitHubServer.start();
  server.pullRequests.push(...pullRequests);
  const client = createClient({ token: 'ghs_token', apiUrl: server.apiUrl });
  const place = { owner: 'octo', repo: 'app', apiUrl: server.apiUrl, serverUrl: 'https://github.com' };
  return await findPullRequest(client, { ...place, url: '', headSha: sha('a'), headBranch, headRepository });
}

test('a fork’s pull request is found by its branch and its head, among others', async () => {
  const others = [
    { ...fork, number: 5, headSha: sha('b') },
    { ...fork, number: 6, headRepository: 'mona/other-app' },
    { ...fork, number: 8, headRepository: 'octo/app' },
  ];
  expect(await find([...others, fork])).toEqual({ number: 7, headRef: 'feature', baseRef: 'main' });
});

test('one of a branch in the repository itself is found too', async () => {
  const own = { ...fork, headRepository: 'octo/app' };
  expect(await find([own], { headRepository: 'octo/app' })).toMatchObject({ number: 7 });
});

test('a branch may be called anything', async () => {
  const headRef = 'a&state=all/#"<b>:ü%00';
  expect(await find([{ ...fork, headRef }], { headBranch: headRef })).toMatchObject({ number: 7, headRef });
});

test('a head that has moved on, or whose fork is gone, is that of none', async () => {
  expect(await find([{ ...fork, headSha: sha('b') }])).toBeUndefined();
  expect(await find([{ ...fork, headRepository: null }])).toBeUndefined();
});

test('somebody else’s pull request with the very same commit is not taken for it', async () => {
  expect(await find([{ ...fork, headRepository: 'mallory/app' }])).toBeUndefined();
});

test('of two with the same head none is guessed', async () => {
  await expect(find([fork, { ...fork, number: 9 }])).rejects.toThrow(
    /^the pull requests 7 and 9 have the same head a{40}: heapgate cannot tell which one was measured$/,
  );
});
