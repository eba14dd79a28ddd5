import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { type ApiRequest, GitHubApi } from './github-api.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

interface Comment {
  readonly id: number;
  readonly author: string;
  readonly pullRequest: number;
  body: string;
}

/** An open pull request into `octo/app`. */
export interface OpenPullRequest {
  readonly number: number;
  readonly headSha: string;
  /** `owner/name`; null when the fork has been deleted. */
  readonly headRepository: string | null;
  readonly headRef: string;
}

export interface ServerOptions {
  /** Who the token is. */
  readonly login?: string;
  /** Where the REST API lies, such as `/api/v3` on a GitHub Enterprise Server. */
  readonly prefix?: string;
}

/**
 * The part of GitHub's API that the Action uses, over real sockets. Every request and every answer is held
 * against GitHub's OpenAPI description; disposing of the server throws where one did not fit.
 */
export class GitHubServer implements AsyncDisposable {
  static readonly api = new GitHubApi();

  readonly comments: Comment[] = [];
  readonly pullRequests: OpenPullRequest[] = [];
  /** What was asked, such as `PATCH /repos/octo/app/issues/comments/1`, in order. */
  readonly requests: string[] = [];
  readonly faults: string[] = [];
  readonly #login: string;
  readonly #prefix: string;
  readonly #planned: { method: string; answer: Answer; alsoActs: boolean }[] = [];
  readonly #server: Server;

  private constructor({ login = 'github-actions[bot]', prefix = '' }: ServerOptions) {
    this.#login = login;
    this.#prefix = prefix;
    this.#server = createServer(async (message, response) => {
      const { status, body, headers } = await this.#receive(message);
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(body));
    });
  }

  static async start(options: ServerOptions = {}): Promise<GitHubServer> {
    const server = new GitHubServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** What the runner would put into `GITHUB_API_URL`. */
  get apiUrl(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return `http://127.0.0.1:${address.port}${this.#prefix}`;
  }

  addComment(author: string, body: string, pullRequest = 7): Comment {
    const comment = { id: this.comments.length + 1, author, body, pullRequest };
    this.comments.push(comment);
    return comment;
  }

  /** The next requests with `method` get these answers, one each, and do nothing unless `alsoActs`. */
  answerNext(method: string, answers: readonly Answer[], { alsoActs = false } = {}): void {
    this.#planned.push(...answers.map((answer) => ({ method, answer, alsoActs })));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.faults.length > 0)
      throw new Error(`not as GitHub describes its API:\n${this.faults.join('\n')}`);
  }

  async #receive(message: IncomingMessage): Promise<Answer> {
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    const raw = await text(message);
    const method = message.method ?? 'GET';
    this.requests.push(`${method} ${url.pathname}`);
    if (!message.headers.authorization) this.faults.push(`${method} ${url.pathname} bears no token`);
    const body: unknown = raw === '' ? undefined : JSON.parse(raw);
    if (url.pathname === this.#graphqlPath) return this.#answerQuery(method, body);

    const path = url.pathname.startsWith(`${this.#prefix}/`) ? url.pathname.slice(this.#prefix.length) : '?';
    const request = { method, path, query: Object.fromEntries(url.searchParams), body };
    this.faults.push(...GitHubServer.api.faultsOfRequest(request));
    const answer = this.#answer(request);
    this.faults.push(...GitHubServer.api.faultsOfAnswer(request, answer.status, answer.body));
    return answer;
  }

  get #graphqlPath(): string {
    return this.#prefix === '' ? '/graphql' : this.#prefix.replace(/\/v3$/, '/graphql');
  }

  /** The OpenAPI description leaves GraphQL out; `viewer` is all that is asked of it. */
  #answerQuery(method: string, body: unknown): Answer {
    const query = JSON.stringify(body);
    if (method !== 'POST' || query !== '{"query":"query { viewer { login } }"}')
      this.faults.push(`query ${query}`);
    return { status: 200, body: { data: { viewer: { login: this.#login } } } };
  }

  #answer(request: ApiRequest): Answer {
    const index = this.#planned.findIndex(({ method }) => method === request.method);
    const [planned] = index === -1 ? [] : this.#planned.splice(index, 1);
    if (!planned) return this.#act(request);
    if (planned.alsoActs) this.#act(request);
    return planned.answer;
  }

  #act({ method, path, query, body }: ApiRequest): Answer {
    const ofPullRequest = /^\/repos\/octo\/app\/issues\/(\d+)\/comments$/.exec(path)?.[1];
    const ofComment = /^\/repos\/octo\/app\/issues\/comments\/(\d+)$/.exec(path)?.[1];
    if (method === 'GET' && path === '/repos/octo/app/pulls') return this.#listPullRequests(query);
    if (method === 'GET' && ofPullRequest) return this.#list(Number(ofPullRequest), path, query);
    if (method === 'POST' && ofPullRequest) {
      return {
        status: 201,
        body: this.#shown(this.addComment(this.#login, bodyOf(body), Number(ofPullRequest))),
      };
    }
    const comment = this.comments.find(({ id }) => id === Number(ofComment));
    if (method !== 'PATCH' || !comment) return notFound;
    if (comment.author !== this.#login) return forbidden;
    comment.body = bodyOf(body);
    return { status: 200, body: this.#shown(comment) };
  }

  #list(pullRequest: number, path: string, query: Record<string, string>): Answer {
    const perPage = Number(query.per_page ?? 30);
    const page = Number(query.page ?? 1);
    const all = this.comments.filter((comment) => comment.pullRequest === pullRequest);
    const next = `<${this.apiUrl}${path}?per_page=${perPage}&page=${page + 1}>; rel="next"`;
    return {
      status: 200,
      body: all.slice((page - 1) * perPage, page * perPage).map((comment) => this.#shown(comment)),
      headers: page * perPage < all.length ? { link: next } : {},
    };
  }

  /** By `head=owner:branch`, as GitHub finds those of forks too. */
  #listPullRequests({ state, head }: Record<string, string>): Answer {
    if (state !== 'open') this.faults.push(`pull requests in state ${state} were asked for`);
    const found = this.pullRequests.filter(
      ({ headRepository, headRef }) => `${headRepository?.split('/')[0] ?? 'ghost'}:${headRef}` === head,
    );
    return { status: 200, body: found.map((pullRequest) => shownPullRequest(pullRequest)) };
  }

  #shown({ id, author, body, pullRequest }: Comment) {
    const at = '2024-01-02T03:04:05Z';
    return {
      id,
      node_id: `IC_${id}`,
      url: `${this.apiUrl}/repos/octo/app/issues/comments/${id}`,
      html_url: `https://github.com/octo/app/pull/${pullRequest}#issuecomment-${id}`,
      issue_url: `${this.apiUrl}/repos/octo/app/issues/${pullRequest}`,
      body,
      user: user(author),
      author_association: 'CONTRIBUTOR',
      created_at: at,
      updated_at: at,
    };
  }
}

/** GitHub's own example with what a test is about in its place. */
function shownPullRequest({ number, headSha, headRepository, headRef }: OpenPullRequest) {
  const [example] = GitHubServer.api.example('pull-request-simple-items') as Example[];
  if (!example) throw new Error('GitHub gives no example of a pull request');
  const { head, base } = example;
  const repo = headRepository && { ...head.repo, full_name: headRepository };
  return {
    ...example,
    // The example’s is not as its own schema has it.
    requested_teams: [],
    number,
    head: { ...head, ref: headRef, sha: headSha, repo },
    base: { ...base, ref: 'main', repo: { ...base.repo, full_name: 'octo/app' } },
  };
}

interface Example {
  readonly head: { readonly repo: object };
  readonly base: { readonly repo: object };
}

export const forbidden: Answer = {
  status: 403,
  body: {
    message: 'Resource not accessible by integration',
    documentation_url: 'https://docs.github.com/rest/issues/comments#create-an-issue-comment',
    status: '403',
  },
};

export const notFound: Answer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};

export const badGateway: Answer = { status: 502, body: { message: 'Server Error' } };

export function secondaryRateLimit(retryAfterSeconds: number): Answer {
  return {
    status: 403,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: {
      message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      documentation_url: 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api',
    },
  };
}

const bodyOf = (body: unknown): string => (body as { body: string }).body;

function user(login: string) {
  const address = `https://api.github.com/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: 1,
    node_id: 'U_1',
    avatar_url: 'https://avatars.githubusercontent.com/u/1',
    gravatar_id: '',
    url: address,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    followers_url: `${address}/followers`,
    following_url: `${address}/following`,
    gists_url: `${address}/gists`,
    starred_url: `${address}/starred`,
    subscriptions_url: `${address}/subscriptions`,
    organizations_url: `${address}/orgs`,
    repos_url: `${address}/repos`,
    events_url: `${address}/events`,
    received_events_url: `${address}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}
