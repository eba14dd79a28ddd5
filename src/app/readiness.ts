import { get } from 'node:http';

/** What one look at a booting app found. */
export type Readiness =
  | { readonly state: 'answered'; readonly status: number }
  | { readonly state: 'silent'; readonly reason: string };

/** Sends one `GET` to the app on this machine. A connection that stays open without an answer counts as silent. */
export function probe(port: number, path: string, signal: AbortSignal): Promise<Readiness> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false, signal }, (response) => {
      resolve({ state: 'answered', status: response.statusCode ?? 0 });
      response.destroy();
    });
    request.on('error', (error) => resolve({ state: 'silent', reason: error.message }));
  });
}
