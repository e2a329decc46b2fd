import type { Socket } from 'node:net';
import type { Answer, Ask, Headers } from './answer.ts';
import { openChunked } from './chunked.ts';
import type { StopReason } from './deadline.ts';
import { failureOf } from './failures.ts';

/**
 * 宽松读取 — reads an answer the way browsers do: bare line feeds, blanks before a colon, several equal lengths, a length beside
 * chunks, junk before the status line. What had to be forgiven is listed. It stays as strict as browsers where they refuse:
 * no status line, two different lengths, a broken chunk.
 */
export function askLenient(socket: Socket, o: Ask): Promise<Answer> {
  return new Promise((resolve) => {
    const since = () => performance.now() - o.start;
    const faults = new Set<string>();
    let head: Buffer = Buffer.alloc(0);
    let status: number | undefined;
    let headers: Headers = [];
    let headersAt: number | undefined;
    let firstByteAt: number | undefined;
    let settled = false;
    /** Bytes of the body still due; null until the end of the connection. */
    let due: number | null = null;
    let chunked: ReturnType<typeof openChunked> | undefined;

    const settle = (rest: Pick<Answer, 'complete' | 'cut' | 'code' | 'failure'>) => {
      if (settled) return;
      settled = true;
      o.signal.removeEventListener('abort', onAbort);
      socket.destroy();
      for (const fault of chunked?.faults() ?? []) faults.add(fault);
      resolve({
        headers,
        endAt: since(),
        faults: [...faults],
        ...(status === undefined ? {} : { status }),
        ...(headersAt === undefined ? {} : { headersAt }),
        ...(firstByteAt === undefined ? {} : { firstByteAt }),
        ...rest,
      });
      o.onPhase();
    };
    const protocol = (code: string) =>
      settle({ complete: false, failure: { outcome: 'protocol-error', stage: 'headers', code } });
    const onAbort = () => {
      const time = (o.signal.reason as StopReason) === 'time';
      if (status === undefined)
        settle({
          complete: false,
          failure: time ? { outcome: 'timeout', stage: 'headers' } : { outcome: 'cancelled' },
        });
      else settle({ complete: false, cut: time ? 'time' : 'reset' });
    };
    const stop = () => settle({ complete: false, cut: 'bytes' });

    const body = (bytes: Buffer, at: number) => {
      if (bytes.length === 0) return;
      if (firstByteAt === undefined) {
        firstByteAt = at;
        o.onPhase();
      }
      if (chunked) {
        const state = chunked.push(bytes, (part) => {
          if (!settled) o.onData(part, at);
        });
        if (state === 'end') settle({ complete: true });
        else if (state === 'broken') settle({ complete: false, cut: 'encoding', code: 'INVALID_CHUNK' });
        return;
      }
      const part = due === null ? bytes : bytes.subarray(0, due);
      o.onData(part, at);
      if (due !== null) {
        due -= part.length;
        if (due === 0) settle({ complete: true });
      }
    };

    const onHead = (block: Buffer, rest: Buffer, at: number) => {
      const parsed = parseHead(block);
      if ('code' in parsed) return protocol(parsed.code);
      if (parsed.status < 200) {
        head = Buffer.alloc(0);
        return onBytes(rest, at);
      }
      for (const fault of parsed.faults) faults.add(fault);
      headersAt = at;
      o.onPhase();
      status = parsed.status;
      headers = parsed.headers;
      const length = lengthOf(parsed.headers, faults);
      if (length === 'conflict') {
        status = undefined;
        return protocol('MULTIPLE_CONTENT_LENGTH');
      }
      if (length === 'chunked') chunked = openChunked();
      else due = length;
      const wanted = o.onHeaders(status, headers, stop);
      if (settled) return;
      if (o.method === 'HEAD' || status === 204 || status === 304 || due === 0) settle({ complete: true });
      else if (!wanted) stop();
      else body(rest, at);
    };
    const onBytes = (bytes: Buffer, at: number) => {
      if (settled) return;
      if (status !== undefined) return body(bytes, at);
      head = head.length === 0 ? bytes : Buffer.concat([head, bytes]);
      const end = headEnd(head);
      if (end !== null) {
        const block = head.subarray(0, end.at);
        if (block.length > o.maxHeaderBytes) return protocol('HEADERS_OVERFLOW');
        if (end.bare) faults.add('响应头用单独的换行符（LF）分行，应为 CRLF');
        if (block.length > 16_384) faults.add(`响应头共 ${block.length} 字节，超过常见上限 16 KB`);
        onHead(block, head.subarray(end.next), at);
      } else if (head.length > o.maxHeaderBytes) protocol('HEADERS_OVERFLOW');
    };

    if (o.signal.aborted) return onAbort();
    o.signal.addEventListener('abort', onAbort, { once: true });
    socket.on('data', (bytes: Buffer) => onBytes(bytes, since()));
    socket.on('error', (error) => {
      if (status === undefined) settle({ complete: false, failure: failureOf(error, 'headers') });
      else settle({ complete: false, cut: 'reset', code: failureOf(error, 'body').code ?? 'ECONNRESET' });
    });
    const onEnd = () => {
      if (status === undefined)
        settle({ complete: false, failure: { outcome: 'reset', stage: 'headers', code: 'UND_ERR_SOCKET' } });
      else if (chunked || due !== null) settle({ complete: false, cut: 'reset', code: 'CONTENT_LENGTH_MISMATCH' });
      else settle({ complete: true });
    };
    socket.on('end', onEnd);
    socket.on('close', onEnd);

    const lines = [`${o.method} ${o.url.pathname}${o.url.search} HTTP/1.1`, `Host: ${o.url.host}`];
    for (const [name, value] of Object.entries(o.headers))
      if (name.toLowerCase() !== 'connection') lines.push(`${name}: ${value.replace(/[\r\n]/g, ' ')}`);
    const sent = o.body === undefined ? null : Buffer.from(o.body);
    if (sent !== null) lines.push(`Content-Length: ${sent.length}`);
    socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    if (sent !== null) socket.write(sent);
  });
}

/** First empty line, whatever its line ends; `bare` when one of them lacked its CR. */
function headEnd(head: Buffer): { at: number; next: number; bare: boolean } | null {
  for (let lf = head.indexOf(10); lf >= 0; lf = head.indexOf(10, lf + 1)) {
    const bare = head[lf - 1] !== 13;
    if (head[lf + 1] === 10) return { at: lf, next: lf + 2, bare: true };
    if (head[lf + 1] === 13 && head[lf + 2] === 10) return { at: lf, next: lf + 3, bare: bare || hasBareLf(head, lf) };
  }
  return null;
}

function hasBareLf(head: Buffer, end: number): boolean {
  for (let lf = head.indexOf(10); lf >= 0 && lf < end; lf = head.indexOf(10, lf + 1))
    if (head[lf - 1] !== 13) return true;
  return false;
}

type Head = { status: number; headers: Headers; faults: string[] };

function parseHead(block: Buffer): Head | { code: string } {
  const faults: string[] = [];
  const text = block.toString('latin1');
  // Browsers look for the status line within the first bytes only.
  const at = text.slice(0, 8).indexOf('HTTP');
  const lines = text.slice(Math.max(at, 0)).split(/\r?\n/);
  const match = at < 0 ? null : /^HTTP\/?\d{0,3}(?:\.\d{1,3})?[ \t]+(\d{3})/.exec((lines.shift() ?? '').slice(0, 64));
  if (!match) return { code: 'INVALID_STATUS_LINE' };
  if (at > 0) faults.push('状态行前有多余字节');
  const headers: [string, string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last) {
      last[1] = `${last[1]} ${line.trim()}`;
      faults.push('响应头折行');
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) {
      if (line.trim() !== '') faults.push('响应头中有不成格式的行');
      continue;
    }
    const name = line.slice(0, colon);
    if (/\s/.test(name)) faults.push('响应头名称中有空格');
    const value = line.slice(colon + 1).trim();
    if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) faults.push('响应头含控制字符');
    headers.push([name.trim().toLowerCase(), value]);
  }
  return { status: Number(match[1]), headers, faults };
}

/** Length of the body: bytes, chunked, until the end (null), or two that contradict each other. */
function lengthOf(headers: Headers, faults: Set<string>): number | null | 'chunked' | 'conflict' {
  const all = (name: string) =>
    headers.filter(([n]) => n === name).flatMap(([, value]) => value.split(',').map((v) => v.trim().toLowerCase()));
  const lengths = all('content-length').filter((v) => v !== '');
  if (all('transfer-encoding').includes('chunked')) {
    if (lengths.length > 0) faults.add('同时声明 Content-Length 与 Transfer-Encoding: chunked');
    return 'chunked';
  }
  if (lengths.length > 1) faults.add('重复声明 Content-Length');
  const distinct = new Set(lengths);
  if (distinct.size > 1) return 'conflict';
  const [length] = lengths;
  if (length === undefined) return null;
  if (/^\d{1,15}$/.test(length)) return Number(length);
  faults.add('Content-Length 不是数字');
  return null;
}
