import { describe, expect, it } from 'vitest';
import { pathsOf } from '../../../src/runtimes/ruby/rails-routes.ts';

describe('paths of a Rails app', () => {
  it('are what it answers to GET, without what is optional', () => {
    const routes = [
      ['GET', '/posts(.:format)'],
      ['POST', '/posts(.:format)'],
      ['GET|POST', '/search(/:page(/:size))(.:format)'],
      ['DELETE', '/session(.:format)'],
      ['GET', '/'],
    ] as const;
    expect(pathsOf(routes)).toEqual(['/posts', '/search', '/']);
  });

  it('have something filled in where they need it, and then come last', () => {
    const routes = [
      ['GET', '/posts/:id/edit(.:format)'],
      ['GET', '/p/*path'],
      ['GET', '/up(.:format)'],
    ] as const;
    expect(pathsOf(routes)).toEqual(['/up', '/posts/1/edit', '/p/1']);
  });

  it('are each there once', () => {
    const routes = [
      ['GET', '/posts/:id'],
      ['GET', '/posts/:slug'],
    ] as const;
    expect(pathsOf(routes)).toEqual(['/posts/1']);
  });

  it('are neither those of Rails itself nor where other apps are mounted', () => {
    const routes = [
      ['', '/cable'],
      ['', '/assets'],
      ['GET', '/rails/conductor/action_mailbox/inbound_emails(.:format)'],
      ['GET', '/rails-guide'],
    ] as const;
    expect(pathsOf(routes)).toEqual(['/rails-guide']);
  });
});
