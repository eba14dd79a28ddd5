/** What a server answered to one request. Header names are lower-case. */
export interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Values of `Set-Cookie`, the one header that may stand several times with each its own meaning. */
  readonly cookies: readonly string[];
  /** The first bytes of the body, as a byte string. */
  readonly bodyStart: string;
  /** Whether the connection can carry another request. */
  readonly keepsConnection: boolean;
}

const headLimitBytes = 256 * 1024;
const defaultBodyStartBytes = 16 * 1024;

/** The answer breaks HTTP/1, or ended early. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
}

/**
 * Reads one HTTP/1 answer (RFC 9112) from chunks as they arrive. `push` and `end` return the answer once it is
 * complete and throw `BrokenAnswer` when there will be none. Interim answers (1xx) are passed over.
 */
export class AnswerReader {
  readonly #method: string;
  readonly #bodyStartBytes: number;
  #unread = '';
  #head: Head | undefined;
  #body: Body = { left: 0, form: 'length' };
  #bodyStart = '';

  /** `bodyStartBytes`: as much of the body as the answer has; 16 KiB when left out. */
  constructor(method: string, bodyStartBytes = defaultBodyStartBytes) {
    this.#method = method;
    this.#bodyStartBytes = bodyStartBytes;
  }

  get hasBegun(): boolean {
    return this.#head !== undefined || this.#unread !== '';
  }

  /** The answer as far as it has arrived, once its head has. */
  get begun(): Answer | undefined {
    return this.#head && { ...this.#complete(this.#head), keepsConnection: false };
  }

  /** What has arrived beyond a complete answer: the start of the next one where requests were pipelined. */
  get rest(): Buffer {
    return Buffer.from(this.#unread, 'latin1');
  }

  push(chunk: Buffer): Answer | undefined {
    this.#unread += chunk.toString('latin1');
    this.#head ??= this.#readHead();
    return this.#head && this.#readBody() ? this.#complete(this.#head) : undefined;
  }

  /** The server has closed its side: the end of the answer only if nothing else marks it. */
  end(): Answer {
    if (this.#head && this.#body.form === 'close') return this.#complete(this.#head);
    throw new BrokenAnswer(this.hasBegun ? 'the answer ended early' : 'no answer');
  }

  #readHead(): Head | undefined {
    for (;;) {
      const end = /\r?\n\r?\n/.exec(this.#unread);
      if (!end) {
        if (this.#unread.length > headLimitBytes)
          throw new BrokenAnswer('the head of the answer is too long');
        return undefined;
      }
      const head = parseHead(this.#unread.slice(0, end.index));
      this.#unread = this.#unread.slice(end.index + end[0].length);
      const interim = head.status >= 100 && head.status < 200 && head.status !== 101;
      if (interim) continue;
      this.#body = bodyOf(head, this.#method);
      return head;
    }
  }

  /** Takes in what has arrived; true once the body is complete. */
  #readBody(): boolean {
    if (this.#body.form === 'close') this.#take(this.#unread.length);
    if (this.#body.form === 'length') this.#body.left -= this.#take(this.#body.left);
    if (this.#body.form === 'chunked') return this.#readChunks(this.#body);
    return this.#body.form === 'length' && this.#body.left === 0;
  }

  #readChunks(body: Body): boolean {
    for (;;) {
      body.left -= this.#take(body.left);
      if (body.left > 0) return false;
      // The line end after a chunk's data is read with the next size line.
      const sizeAt = /^\r?\n/.exec(this.#unread)?.[0].length ?? 0;
      const lineEnd = this.#unread.indexOf('\n', sizeAt) + 1;
      if (lineEnd === 0) return false;
      const size = /^[0-9a-f]+/i.exec(this.#unread.slice(sizeAt, lineEnd))?.[0];
      if (size === undefined) throw new BrokenAnswer('a chunk has no size');
      body.left = Number.parseInt(size, 16);
      if (body.left === 0) {
        const trailers = /^(?:[^\r\n]+\r?\n)*\r?\n/.exec(this.#unread.slice(lineEnd));
        if (trailers) this.#unread = this.#unread.slice(lineEnd + trailers[0].length);
        return trailers !== null;
      }
      this.#unread = this.#unread.slice(lineEnd);
    }
  }

  #take(limit: number): number {
    const taken = Math.min(limit, this.#unread.length);
    const room = this.#bodyStartBytes - this.#bodyStart.length;
    if (room > 0) this.#bodyStart += this.#unread.slice(0, Math.min(taken, room));
    this.#unread = this.#unread.slice(taken);
    return taken;
  }

  #complete({ status, headers, cookies, version }: Head): Answer {
    const connection = headers.get('connection')?.toLowerCase() ?? '';
    const announcesKeep =
      version === '1.1' ? !/\bclose\b/.test(connection) : /\bkeep-alive\b/.test(connection);
    const framed = this.#body.form !== 'close';
    // Bytes after the end of the answer: the next answer on this connection would be credited to the wrong request.
    const keepsConnection = announcesKeep && framed && this.#unread === '' && status !== 101;
    return { status, headers, cookies, bodyStart: this.#bodyStart, keepsConnection };
  }
}

interface Head {
  readonly version: string;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly cookies: readonly string[];
}

interface Body {
  /** Bytes of the body, or of the current chunk, that have not arrived yet. */
  left: number;
  /** How its end is marked. */
  readonly form: 'length' | 'chunked' | 'close';
}

function parseHead(text: string): Head {
  const [statusLine = '', ...lines] = text.split(/\r?\n/);
  const [, version, status] = /^HTTP\/(1\.[01]) (\d{3})(?: |$)/.exec(statusLine) ?? [];
  if (!version || !status) throw new BrokenAnswer('the answer is not HTTP/1');
  const headers = new Map<string, string>();
  const cookies: string[] = [];
  for (const line of lines) {
    const [, name, value = ''] = /^([^:\s]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name) headers.set(name.toLowerCase(), value);
    if (name?.toLowerCase() === 'set-cookie') cookies.push(value);
  }
  return { version, status: Number(status), headers, cookies };
}

function bodyOf({ status, headers }: Head, method: string): Body {
  if (method === 'HEAD' || status === 101 || status === 204 || status === 304)
    return { left: 0, form: 'length' };
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined) return { left: 0, form: /\bchunked\s*$/i.test(coding) ? 'chunked' : 'close' };
  const length = headers.get('content-length');
  if (length === undefined) return { left: 0, form: 'close' };
  if (!/^\d+$/.test(length)) throw new BrokenAnswer('the answer has no valid Content-Length');
  return { left: Number(length), form: 'length' };
}
