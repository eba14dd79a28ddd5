import { expect, test } from 'vitest';
import { forbidden, GitHubServer } from './github-server.ts';

const comments = '/repos/octo/app/issues/7/comments';
const headers = { authorization: 'token ghs_token', 'content-type': 'application/json' };

test('a request that GitHub would take passes', async () => {
  await using server = await GitHubServer.start();
  await fetch(`${server.apiUrl}${comments}`, { method: 'POST', headers, body: '{"body":"hello"}' });
  await fetch(`${server.apiUrl}${comments}?per_page=100&page=1`, { headers });
  expect(server.faults).toEqual([]);
});

test.each([
  ['body of the wrong type', 'POST', comments, '{"body":1}', 'request/body must be string'],
  ['body that lacks a field', 'POST', comments, '{}', "request must have required property 'body'"],
  ['unknown query parameter', 'GET', `${comments}?perpage=9`, undefined, 'unknown query parameter perpage'],
  ['query parameter of the wrong type', 'GET', `${comments}?page=two`, undefined, 'page must be integer'],
  [
    'unknown path',
    'GET',
    '/repos/octo/app/remarks',
    undefined,
    'GET /repos/octo/app/remarks is no operation of GitHub',
  ],
])('a request with %s makes the test that sent it fail', async (_, method, path, body, fault) => {
  const server = await GitHubServer.start();
  await fetch(`${server.apiUrl}${path}`, { method, headers, ...(body && { body }) });
  await expect(server[Symbol.asyncDispose]()).rejects.toThrow(fault);
});

test('a request without a token makes the test that sent it fail', async () => {
  const server = await GitHubServer.start();
  await fetch(`${server.apiUrl}${comments}`);
  await expect(server[Symbol.asyncDispose]()).rejects.toThrow('bears no token');
});

test('an answer that GitHub never gives makes the test that planned it fail', async () => {
  const server = await GitHubServer.start();
  server.answerNext('GET', [forbidden, { status: 200, body: [{ id: 'one' }] }]);
  await fetch(`${server.apiUrl}${comments}`, { headers });
  await fetch(`${server.apiUrl}${comments}`, { headers });
  await expect(server[Symbol.asyncDispose]()).rejects.toThrow(/never answers 403\n.*answer 200\/0 must have/);
});
