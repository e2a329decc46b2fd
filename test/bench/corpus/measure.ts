import type { PageSnapshot } from '#core/evidence.ts';
import { type ClueTally, newTally, shippedProbe, tallyClues } from './clues.ts';
import { byteFields, pageFields } from './fields.ts';
import { bytesOf, type Entry, folderOf, isMarkup, openPage, readLabels } from './pages.ts';
import { type Board, newBoard } from './score.ts';
import { measureStrings } from './strings.ts';

export type Measured = {
  board: Board;
  clues: ClueTally;
  entries: number;
  /** Entries of which at least one thing was measured. */
  measured: number;
  /** Labelled files of which nothing was measured, by folder, kind and why. */
  left: { folder: string; kind: string; why: string; count: number }[];
  /** Files that are not there, entries that cannot be read, pages that no snapshot could be made of, detectors that threw. */
  problems: { file: string; why: string }[];
};

/** 实测: every detector on every entry of a corpus folder whose labels speak of it, whatever the folder is called. */
export function measureCorpus(dir: string): Measured {
  const { entries, unread } = readLabels(dir);
  const board = newBoard();
  const clues = newTally();
  const probe = shippedProbe();
  const left = new Map<string, Measured['left'][number]>();
  const problems: Measured['problems'] = unread.map(({ at, why }) => ({ file: at, why }));
  let measured = 0;
  for (const entry of entries) {
    const body = bytesOf(dir, entry);
    if (body === null) {
      problems.push({ file: entry.file, why: '没有这个文件' });
      continue;
    }
    const why = measureEntry(board, entry, body, problems, (page) => tallyClues(clues, probe, entry, page));
    if (why === null) {
      measured++;
      continue;
    }
    const key = `${folderOf(entry)} ${entry.kind} ${why}`;
    const group = left.get(key) ?? { folder: folderOf(entry), kind: entry.kind, why, count: 0 };
    group.count++;
    left.set(key, group);
  }
  return { board, clues, entries: entries.length + unread.length, measured, left: [...left.values()], problems };
}

/** Null when something was measured, else why not. A detector that throws is a problem of the report, not its end. */
function measureEntry(
  board: Board,
  entry: Entry,
  body: Uint8Array,
  problems: Measured['problems'],
  also: (page: PageSnapshot) => void,
): string | null {
  const guarded = (measure: () => boolean): boolean => {
    try {
      return measure();
    } catch (error) {
      problems.push({ file: entry.file, why: `探测出错：${error instanceof Error ? error.message : String(error)}` });
      return false;
    }
  };
  if (/\.json$/i.test(entry.file))
    return guarded(() => measureStrings(board, entry, body) !== null) ? null : '不是日期字符串表';
  let any = false;
  const encoded = isMarkup(entry) || typeof entry.labels.encoding === 'string';
  if (encoded) for (const field of byteFields) any = guarded(() => field(board, entry, body)) || any;
  if (isMarkup(entry)) {
    guarded(() => {
      const page = openPage(entry, body);
      if ('notPage' in page) problems.push({ file: entry.file, why: `没有生成快照：${page.notPage}` });
      else {
        for (const field of pageFields) any = guarded(() => field(board, entry, page)) || any;
        guarded(() => {
          also(page);
          return true;
        });
      }
      return true;
    });
  }
  if (any) return null;
  return isMarkup(entry) ? '标签里没有本命令会测的项' : '不是网页，也没有字符集标签';
}
