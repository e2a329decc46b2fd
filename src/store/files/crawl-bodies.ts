import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';

/** Where a body stands among the bodies of its crawl. */
export type BodyPlace = readonly [offset: number, length: number];

/** Bytes packed together: packing page by page costs as much as parsing the pages. */
const chunkBytes = 2 << 20;
/** The longest body that is kept, so the longest chunk is one of these after a chunk that was nearly full. */
const maxChunk = chunkBytes + 128_000_000;

const Index = z.array(z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()]));
type Chunk = z.output<typeof Index>[number];

const files = (folder: string) => ({
  raw: join(folder, 'bodies.bin'),
  packed: join(folder, 'bodies.zst'),
  index: join(folder, 'bodies.json'),
});

/** 抓取的网页原文 of one crawl: appended as they come, packed once the crawl is done. */
export type CrawlBodies = {
  append(body: Uint8Array): BodyPlace;
  read(place: BodyPlace | undefined): Uint8Array | null;
  close(): void;
};

/** Bodies of a crawl under way. `end`: what stands behind it was never said, and goes. */
export function openBodies(folder: string, end: number): CrawlBodies {
  const file = openSync(files(folder).raw, 'a+');
  if (fstatSync(file).size > end) ftruncateSync(file, end);
  let at = Math.min(end, fstatSync(file).size);
  return {
    append(body) {
      writeSync(file, body);
      const place: BodyPlace = [at, body.byteLength];
      at += body.byteLength;
      return place;
    },
    read: (place) => readAt(file, place),
    close: () => closeSync(file),
  };
}

function readAt(file: number, place: BodyPlace | undefined): Uint8Array | null {
  if (!place || place[1] > maxChunk) return null;
  const bytes = Buffer.allocUnsafe(place[1]);
  return readSync(file, bytes, 0, place[1], place[0]) === place[1] ? bytes : null;
}

/** Packs the bodies of a finished crawl, a few megabytes at a time; the unpacked file goes last. */
export function packBodies(folder: string): void {
  const { raw, packed, index } = files(folder);
  if (!existsSync(raw)) return;
  const from = openSync(raw, 'r');
  const to = openSync(`${packed}.part`, 'w');
  const chunks: Chunk[] = [];
  try {
    const size = fstatSync(from).size;
    let out = 0;
    for (let at = 0; at < size; at += chunkBytes) {
      const length = Math.min(chunkBytes, size - at);
      const bytes = readAt(from, [at, length]);
      if (bytes === null) return;
      const small = zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
      writeSync(to, small);
      chunks.push([at, length, out, small.byteLength]);
      out += small.byteLength;
    }
  } finally {
    closeSync(from);
    closeSync(to);
  }
  writeFileSync(index, JSON.stringify(chunks));
  renameSync(`${packed}.part`, packed);
  rmSync(raw);
}

/** Bodies of a finished crawl, packed or not. What is damaged on disk reads as null. */
export function openPackedBodies(folder: string): Omit<CrawlBodies, 'append'> | null {
  const { raw, packed, index } = files(folder);
  if (existsSync(raw)) {
    const file = openSync(raw, 'r');
    return { read: (place) => readAt(file, place), close: () => closeSync(file) };
  }
  if (!existsSync(packed)) return null;
  const chunks = indexOf(index);
  if (chunks === null) return null;
  const file = openSync(packed, 'r');
  let kept: { chunk: Chunk; bytes: Uint8Array } | null = null;
  const unpacked = (chunk: Chunk): Uint8Array | null => {
    if (kept?.chunk === chunk) return kept.bytes;
    const small = readAt(file, [chunk[2], chunk[3]]);
    if (small === null) return null;
    try {
      const bytes = zstdDecompressSync(small, { maxOutputLength: maxChunk });
      kept = { chunk, bytes };
      return bytes;
    } catch {
      return null;
    }
  };
  return {
    read(place) {
      if (!place || place[1] > maxChunk) return null;
      const [start, length] = place;
      const whole = Buffer.alloc(length);
      let filled = 0;
      for (let n = Math.floor(start / chunkBytes); filled < length; n += 1) {
        const chunk = chunks[n];
        const bytes = chunk === undefined ? null : unpacked(chunk);
        if (chunk === undefined || bytes === null) return null;
        const part = bytes.subarray(start + filled - chunk[0], start + length - chunk[0]);
        if (part.byteLength === 0) return null;
        whole.set(part, filled);
        filled += part.byteLength;
      }
      return whole;
    },
    close: () => closeSync(file),
  };
}

function indexOf(path: string): Chunk[] | null {
  try {
    return Index.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
