import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { openReadable } from './readable.ts';

export type BodyCut = 'bytes' | 'encoding';
export type BodyResult = {
  bytes: Uint8Array;
  /** Cap or decoding fault that cut it; absent when all that was given could be read. */
  cut?: BodyCut;
  /** Code of a decoding fault. */
  code?: string;
  /** Arrival time of the bytes with which readable text stood; null when it never did. */
  readableAt: number | null;
};

/** 响应正文 — takes raw bytes as they arrive, decodes, caps, and looks for readable text. */
export type Body = {
  /** `at` is when the bytes arrived, so that decoding never adds to a measured time. */
  write(chunk: Uint8Array, at: number): void;
  /** After the last byte; waits for decoding only. */
  finish(): Promise<BodyResult>;
};

export type BodyOptions = {
  headers: readonly (readonly [string, string])[];
  /** After decoding, so that a small bomb cannot grow. */
  maxBytes: number;
  /** Called at most once: nothing more is wanted from the network. */
  onFull: () => void;
};

export function openBody(o: BodyOptions): Body {
  const kept = openBytes(promised(o.headers, o.maxBytes));
  const scanner = looksTextual(header(o.headers, 'content-type')) ? openReadable() : null;
  let size = 0;
  let readableAt: number | null = null;
  let cut: BodyCut | undefined;
  let code: string | undefined;

  const stop = (why: BodyCut) => {
    if (cut !== undefined) return;
    cut = why;
    o.onFull();
  };
  const take = (bytes: Uint8Array, at: number) => {
    if (cut !== undefined || bytes.length === 0) return;
    const room = o.maxBytes - size;
    const part = bytes.length > room ? bytes.subarray(0, room) : bytes;
    kept.add(part);
    size += part.length;
    if (readableAt === null && scanner?.push(part)) readableAt = at;
    if (bytes.length > room) stop('bytes');
  };
  const result = (): BodyResult => ({
    bytes: kept.all(),
    readableAt,
    ...(cut === undefined ? {} : { cut }),
    ...(code === undefined ? {} : { code }),
  });

  const encoding = header(o.headers, 'content-encoding').trim().toLowerCase();
  // An encoding nobody knows (`utf-8`, `none`) is ignored, as browsers do.
  if (!['gzip', 'x-gzip', 'deflate', 'br'].includes(encoding))
    return { write: take, finish: () => Promise.resolve(result()) };

  const arrivals: number[] = [];
  let raw = 0;
  let rawFull = false;
  let stream: ReturnType<typeof createGunzip> | undefined;
  let settled = () => {};
  const ended = new Promise<void>((resolve) => {
    settled = resolve;
  });

  const drain = () => {
    for (let bytes = stream?.read(); bytes !== null && bytes !== undefined; bytes = stream?.read()) {
      take(bytes, arrivals[0] ?? 0);
      if (cut !== undefined) {
        stream?.destroy();
        settled();
        return;
      }
    }
  };
  return {
    write(chunk, at) {
      if (cut !== undefined || rawFull) return;
      // Compressed bytes that yield nothing are bounded too; what was given is still decoded.
      if (raw > o.maxBytes) {
        rawFull = true;
        return o.onFull();
      }
      raw += chunk.length;
      if (!stream) {
        stream = decoder(encoding, chunk);
        stream.on('readable', drain);
        stream.on('end', settled);
        stream.on('error', (error: NodeJS.ErrnoException) => {
          drain();
          code = error.code ?? 'Z_DATA_ERROR';
          stop('encoding');
          settled();
        });
      }
      arrivals.push(at);
      const last = at;
      stream.write(Uint8Array.prototype.slice.call(chunk), () => {
        drain();
        // Keep the last arrival for output that is flushed at the end.
        if (arrivals.length > 1 || arrivals[0] !== last) arrivals.shift();
      });
    },
    async finish() {
      if (stream && cut === undefined) {
        stream.end();
        await ended;
      }
      if (rawFull) cut ??= 'bytes';
      return result();
    },
  };
}

function decoder(encoding: string, firstChunk: Uint8Array) {
  // A sync flush at the end shows what a cut stream held, as browsers do, in place of an error.
  const o = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
  if (encoding === 'br')
    return createBrotliDecompress({
      flush: constants.BROTLI_OPERATION_FLUSH,
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
    });
  if (encoding !== 'deflate') return createGunzip(o);
  // Some servers send a bare deflate stream under the name of the zlib one.
  const [a = 0, b = 0] = firstChunk;
  const zlib = (a & 0x0f) === 8 && (firstChunk.length < 2 || ((a << 8) | b) % 31 === 0);
  return zlib ? createInflate(o) : createInflateRaw(o);
}

export function header(headers: readonly (readonly [string, string])[], name: string): string {
  return headers.find(([n]) => n === name)?.[1] ?? '';
}

/** Bytes of an image or a PDF are no text, whatever letters they hold; without a type, look. */
function looksTextual(type: string): boolean {
  const essence = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (!essence.includes('/')) return true;
  return essence.startsWith('text/') || /[/+](xml|json|xhtml\+xml|javascript)$/.test(essence);
}

/** Room made for a body before it comes; a header may promise anything. */
const mostPromised = 256 * 1024;

/** Bytes that the header promises, as far as room is made for them at once. */
function promised(headers: BodyOptions['headers'], most: number): number {
  const given = header(headers, 'content-length');
  return /^\d{1,9}$/.test(given) ? Math.min(Number(given), most, mostPromised) : 0;
}

/** Bytes put together as they come, in an array of their own: network buffers are shared slabs. Copied once where the promise was kept. */
function openBytes(room: number) {
  let buffer = new Uint8Array(room);
  let size = 0;
  return {
    add(part: Uint8Array): void {
      if (size + part.length > buffer.length) {
        const larger = new Uint8Array(Math.max(size + part.length, buffer.length * 2));
        larger.set(buffer.subarray(0, size));
        buffer = larger;
      }
      buffer.set(part, size);
      size += part.length;
    },
    all: (): Uint8Array => (size === buffer.length ? buffer : buffer.slice(0, size)),
  };
}
