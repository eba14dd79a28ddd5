import type { Answer } from './answer-reader.ts';

export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Prefix of the paths that it is sent to. */
  readonly path: string;
  /** Taken back: its time has run out. */
  readonly isExpired: boolean;
}

/** The cookies that an answer sets (RFC 6265, section 5.2); all lanes talk to one host, over what may pass for HTTPS. */
export function setCookies({ cookies }: Pick<Answer, 'cookies'>): Cookie[] {
  return cookies.flatMap((line) => {
    const [pair = '', ...attributes] = line.split(';');
    const equals = pair.indexOf('=');
    if (equals < 1) return [];
    const given = new Map(
      attributes.map((attribute): [string, string] => {
        const [name = '', ...value] = attribute.split('=');
        return [name.trim().toLowerCase(), value.join('=').trim()];
      }),
    );
    const path = given.get('path');
    return [
      {
        name: pair.slice(0, equals).trim(),
        value: pair.slice(equals + 1).trim(),
        path: path?.startsWith('/') ? path : '/',
        isExpired: isExpired(given.get('max-age'), given.get('expires')),
      },
    ];
  });
}

/** `Max-Age` counts before `Expires`. */
const isExpired = (maxAge: string | undefined, expires: string | undefined): boolean =>
  maxAge !== undefined && /^-?\d+$/.test(maxAge)
    ? Number(maxAge) <= 0
    : Date.parse(expires ?? '') <= Date.now();

/** The cookies of one lane, kept and sent as a browser does. */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  keep(answer: Pick<Answer, 'cookies'>): void {
    for (const cookie of setCookies(answer)) {
      const key = `${cookie.path}\0${cookie.name}`;
      this.#cookies.delete(key);
      if (!cookie.isExpired) this.#cookies.set(key, cookie);
    }
  }

  /** The value of a `Cookie` header; `undefined` where there is none to send. */
  header(target: string): string | undefined {
    const path = target.split('?', 1)[0] ?? '';
    const sent = [...this.#cookies.values()].filter((cookie) => isWithin(path, cookie.path));
    return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; ');
  }
}

const isWithin = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
