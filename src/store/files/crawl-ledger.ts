import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CrawlLedger, CrawlPage, CrawlTarget, CrawlVerdict, FinishedCrawl, PreviousCrawl } from '#core/crawl.ts';
import type { CrawlStore } from '../ports.ts';
import { type BodyPlace, openBodies, openPackedBodies, packBodies } from './crawl-bodies.ts';
import { folderError } from './disk.ts';

/** Raised when the lines of a journal change their meaning: an older crawl is then begun anew. */
const version = 2;

const Header = z.object({ version: z.literal(version), digest: z.string(), startedAt: z.iso.datetime() });

type Line =
  | { t?: CrawlTarget[]; p?: CrawlPage; b?: BodyPlace; l?: number[] }
  | { v: CrawlVerdict }
  | { n: [key: string, value: unknown] };

/**
 * Crawl ledgers as two files a crawl: `journal.jsonl`, a line for every page, and the bodies (`crawl-bodies.ts`). Plain appends cost a few
 * microseconds a page, where a row for every link of a site of 20,000 pages would cost more than the fetching. A line is one write, made
 * after the body it points to: what a killed process leaves is whole up to the last line.
 */
export function openCrawlStore(folder: string): CrawlStore {
  return {
    async open(siteId, digest, startedAt) {
      const home = join(folder, siteId);
      try {
        mkdirSync(home, { recursive: true });
        const crawls = readdirSync(home).filter((name) => /^\d{14}-(?:open|done)$/.test(name));
        const previousName = crawls
          .filter((name) => name.endsWith('-done'))
          .sort()
          .at(-1);
        const previous = previousName === undefined ? null : readPrevious(join(home, previousName));
        const openName = crawls
          .filter((name) => name.endsWith('-open'))
          .sort()
          .at(-1);
        const kept = openName === undefined ? null : headerOf(join(home, openName));
        if (openName !== undefined && kept?.digest === digest)
          return openLedger(join(home, openName), kept.startedAt, previous);
        for (const name of crawls.filter((n) => n.endsWith('-open'))) rmSync(join(home, name), { recursive: true });
        const fresh = join(home, `${startedAt.replace(/\D/g, '').slice(0, 14)}-open`);
        mkdirSync(fresh, { recursive: true });
        append(openSync(files(fresh).journal, 'a'), { version, digest, startedAt }, true);
        return openLedger(fresh, startedAt, previous);
      } catch (error) {
        throw folderError(home, error);
      }
    },
    async last(siteId) {
      const home = join(folder, siteId);
      if (!existsSync(home)) return null;
      try {
        const done = readdirSync(home)
          .filter((name) => /^\d{14}-done$/.test(name))
          .sort()
          .at(-1);
        return done === undefined ? null : openFinished(join(home, done));
      } catch (error) {
        throw folderError(home, error);
      }
    },
  };
}

const files = (folder: string) => ({ journal: join(folder, 'journal.jsonl') });

function append(file: number, line: object, close = false): void {
  writeSync(file, `${JSON.stringify(line)}\n`);
  if (close) closeSync(file);
}

function headerOf(folder: string): z.output<typeof Header> | null {
  try {
    const first = readFileSync(files(folder).journal, 'utf8').split('\n', 1)[0] ?? '';
    return Header.safeParse(JSON.parse(first)).data ?? null;
  } catch {
    return null;
  }
}

type State = {
  targets: CrawlTarget[];
  pages: Map<number, CrawlPage>;
  verdicts: Map<number, CrawlVerdict>;
  notes: Map<string, unknown>;
  bodies: Map<number, BodyPlace>;
  /** Bytes of the journal up to the last whole line, and of the bodies that its lines point to. */
  journalEnd: number;
  bodiesEnd: number;
};

/** Reads a journal line by line; the rest after the last whole line is what a killed process did not finish. */
function replay(folder: string): State {
  const s: State = {
    targets: [],
    pages: new Map(),
    verdicts: new Map(),
    notes: new Map(),
    bodies: new Map(),
    journalEnd: 0,
    bodiesEnd: 0,
  };
  let header = true;
  for (const { text, end } of linesOf(files(folder).journal)) {
    if (header) header = false;
    else {
      let line: Line;
      try {
        line = JSON.parse(text);
      } catch {
        break;
      }
      if ('v' in line) s.verdicts.set(line.v.target, line.v);
      else if ('n' in line) s.notes.set(line.n[0], line.n[1]);
      else {
        if (line.t) for (const t of line.t) s.targets.push(t);
        if (line.p) {
          s.pages.set(line.p.target, line.p);
          if (line.b) {
            s.bodies.set(line.p.target, line.b);
            s.bodiesEnd = Math.max(s.bodiesEnd, line.b[0] + line.b[1]);
          }
        }
      }
    }
    s.journalEnd = end;
  }
  return s;
}

const chunkBytes = 1 << 20;

/** Whole lines of a file, a megabyte at a time: the journal of a large site does not fit a string. */
function* linesOf(path: string): Generator<{ text: string; end: number }> {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let rest: Buffer = Buffer.alloc(0);
    let end = 0;
    for (;;) {
      const n = readSync(file, chunk, 0, chunkBytes, null);
      if (n === 0) return;
      let data = rest.length === 0 ? chunk.subarray(0, n) : Buffer.concat([rest, chunk.subarray(0, n)]);
      for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10)) {
        end += at + 1;
        yield { text: data.toString('utf8', 0, at), end };
        data = data.subarray(at + 1);
      }
      rest = Buffer.from(data);
    }
  } finally {
    closeSync(file);
  }
}

function readPrevious(folder: string): (PreviousCrawl & { close(): void }) | null {
  const bodies = headerOf(folder) === null ? null : openPackedBodies(folder);
  if (bodies === null) return null;
  const s = replay(folder);
  const byUrl = new Map<string, CrawlPage>();
  for (const page of s.pages.values()) {
    const url = s.targets[page.target]?.url;
    if (url !== undefined && s.bodies.has(page.target)) byUrl.set(url, page);
  }
  return {
    page: (url) => byUrl.get(url),
    body: (target) => bodies.read(s.bodies.get(target)),
    close: () => bodies.close(),
  };
}

function openFinished(folder: string): FinishedCrawl | null {
  const header = headerOf(folder);
  const bodies = header === null ? null : openPackedBodies(folder);
  if (header === null || bodies === null) return null;
  const s = replay(folder);
  return {
    startedAt: header.startedAt,
    targets: s.targets,
    pages: s.pages,
    body: (target) => bodies.read(s.bodies.get(target)),
    links: () => linksIn(files(folder).journal),
    close: () => bodies.close(),
  };
}

/** Every page of a journal with the numbers of what it links to. */
function* linksIn(journal: string): Generator<{ page: number; links: readonly number[] }> {
  let header = true;
  for (const { text } of linesOf(journal)) {
    if (header) {
      header = false;
      continue;
    }
    // Most lines of a finished link check are verdicts: not worth parsing.
    if (text.startsWith('{"v":') || text.startsWith('{"n":')) continue;
    const line = JSON.parse(text) as { p?: CrawlPage; l?: number[] };
    if (line.p && line.l) yield { page: line.p.target, links: line.l };
  }
}

function openLedger(
  folder: string,
  startedAt: string,
  previous: (PreviousCrawl & { close(): void }) | null,
): CrawlLedger {
  const s = replay(folder);
  const journal = openSync(files(folder).journal, 'a');
  const bodies = openBodies(folder, s.bodiesEnd);
  // What stands behind the last whole line was never said.
  if (fstatSync(journal).size > s.journalEnd) ftruncateSync(journal, s.journalEnd);
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    closeSync(journal);
    bodies.close();
    previous?.close();
  };
  return {
    startedAt,
    targets: s.targets,
    pages: s.pages,
    verdicts: s.verdicts,
    notes: s.notes,
    previous,
    add({ targets, page, body, links }) {
      const line: Exclude<Line, { v: CrawlVerdict } | { n: [string, unknown] }> = {};
      if (targets.length > 0) line.t = [...targets];
      if (page) line.p = page;
      if (page && body) {
        line.b = bodies.append(body);
        s.bodies.set(page.target, line.b);
      }
      if (links && links.length > 0) line.l = [...links];
      append(journal, line);
      for (const t of targets) s.targets.push(t);
      if (page) s.pages.set(page.target, page);
    },
    settle(verdict) {
      append(journal, { v: verdict });
      s.verdicts.set(verdict.target, verdict);
    },
    note(key, value) {
      append(journal, { n: [key, value] });
      s.notes.set(key, value);
    },
    body: (target) => bodies.read(s.bodies.get(target)),
    links: () => linksIn(files(folder).journal),
    finish() {
      close();
      packBodies(folder);
      const home = join(folder, '..');
      for (const name of readdirSync(home)) if (name.endsWith('-done')) rmSync(join(home, name), { recursive: true });
      renameSync(folder, folder.replace(/-open$/, '-done'));
    },
    close,
  };
}
