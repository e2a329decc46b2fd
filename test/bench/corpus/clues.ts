import { resolve } from 'node:path';
import type { PageSnapshot } from '#core/evidence.ts';
import { type ClueKind, clueNames } from '#core/lexicon.ts';
import { bookOf } from '#probes/page/clues/book.ts';
import { cluesProbeOf } from '#probes/page/clues.ts';
import { suspectLinksProbe } from '#probes/page/suspect-links.ts';
import { loadLexicons } from '../../../src/store/files/lexicons.ts';
import { dayOf, type Entry, folderOf } from './pages.ts';

/** Every clue of one page that is shown for a check by hand. */
export type ClueLine = {
  file: string;
  kind: ClueKind;
  confidence: 'high' | 'low';
  source: string;
  text: string;
  why: string;
};

/** 内容线索 over all pages: labels do not speak of them, so each is listed. */
export type ClueTally = {
  pages: number;
  /** Pages of a `gov_*` kind that no label calls tampered, and those of them with clues. */
  clean: { pages: number; withHigh: number; withLow: number };
  /** Pages whose label says tampered or link farm, and what found them. */
  tampered: { pages: number; found: number; byLinks: number; byContent: number; missed: string[] };
  /** By folder: pages, and clues of each confidence. */
  folders: Record<string, { pages: number; high: number; low: number }>;
  lines: ClueLine[];
};

export function newTally(): ClueTally {
  return {
    pages: 0,
    clean: { pages: 0, withHigh: 0, withLow: 0 },
    tampered: { pages: 0, found: 0, byLinks: 0, byContent: 0, missed: [] },
    folders: {},
    lines: [],
  };
}

/** The program's lists; names and leaders of the saved sites are not known. */
export const shippedInput = () => ({
  book: bookOf(loadLexicons([resolve(import.meta.dirname, '../../../data/lexicons')])),
  names: [],
  leaders: [],
});
export const shippedProbe = () => cluesProbeOf(shippedInput());

/** Counts the clues of one page. */
export function tallyClues(
  tally: ClueTally,
  probe: ReturnType<typeof shippedProbe>,
  entry: Entry,
  page: PageSnapshot,
): void {
  const reading = probe.read(page, dayOf(entry));
  const clues = reading.status === 'observed' ? reading.value.clues : [];
  tally.pages++;
  tally.folders[folderOf(entry)] ??= { pages: 0, high: 0, low: 0 };
  const folder = tally.folders[folderOf(entry)]!;
  folder.pages++;
  for (const { kind, confidence, source, text, why } of clues) {
    folder[confidence]++;
    tally.lines.push({ file: entry.file, kind, confidence, source: source.id, text: text.slice(0, 60), why });
  }
  const { tampered, hidden_link_farm: farm } = entry.labels;
  if (tampered === true || farm === true) {
    const links = suspectLinksProbe.read(page, dayOf(entry));
    const byLinks = links.status === 'observed' && links.value.clues.length > 0;
    const byContent = clues.some((c) => c.kind === 'spam' || c.kind === 'tampering');
    tally.tampered.pages++;
    if (byLinks) tally.tampered.byLinks++;
    if (byContent) tally.tampered.byContent++;
    if (byLinks || byContent) tally.tampered.found++;
    else tally.tampered.missed.push(entry.file);
  } else if (/^gov_/.test(entry.kind)) {
    tally.clean.pages++;
    if (clues.some((c) => c.confidence === 'high')) tally.clean.withHigh++;
    if (clues.some((c) => c.confidence === 'low')) tally.clean.withLow++;
  }
}

/** The tally as lines for a person. */
export function printClues(t: ClueTally): string[] {
  const { clean, tampered } = t;
  const missed = tampered.missed.length > 0 ? `，漏掉 ${tampered.missed.join('、')}` : '';
  return [
    `内容线索：${t.pages} 页共 ${t.lines.length} 条，平均每页 ${(t.lines.length / Math.max(1, t.pages)).toFixed(3)} 条`,
    `  未标篡改的政府网页 ${clean.pages} 页：有高置信线索的 ${clean.withHigh} 页，有低置信线索的 ${clean.withLow} 页`,
    `  标为篡改或挂暗链的 ${tampered.pages} 页：找到 ${tampered.found} 页（暗链线索 ${tampered.byLinks}，内容线索 ${tampered.byContent}）${missed}`,
    ...Object.entries(t.folders).map(
      ([folder, f]) => `  ${folder}：${f.pages} 页，高置信 ${f.high} 条，低置信 ${f.low} 条`,
    ),
    '  逐条（供人工核对）：',
    ...t.lines.map(
      (l) =>
        `    ${l.file} ${clueNames[l.kind]} ${l.confidence === 'high' ? '高置信' : '低置信'} ${l.source} “${l.text}” ${l.why.slice(0, 80)}`,
    ),
  ];
}
