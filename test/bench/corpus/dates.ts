import { addDays } from '#core/calendar.ts';
import type { ObservationValue } from '#core/observation.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { publishDateProbe } from '#probes/page/publish-date.ts';
import { bytesOf, dayOf, folderOf, isMarkup, openPage, readLabels } from './pages.ts';

export type Miss = { file: string; field: string; expected: string; got: string; source: string };
/** `wrongHigh` also counts 没有日期 said with confidence where there is one: an undated article counts as not updated. */
export type Tally = { count: number; exact: number; wrong: number; none: number; wrongHigh: number };
export type DatesReport = {
  folders: Record<string, { published: Tally; newest: Tally }>;
  misses: Miss[];
  ms: { pages: number; parse: number; probes: number };
};

const tally = (): Tally => ({ count: 0, exact: 0, wrong: 0, none: 0, wrongHigh: 0 });
/** 实测日期识别: runs both date probes over the labelled pages of a corpus folder. */
export function measureDates(dir: string): DatesReport {
  const report: DatesReport = { folders: {}, misses: [], ms: { pages: 0, parse: 0, probes: 0 } };
  for (const entry of readLabels(dir).entries) {
    const folder = folderOf(entry);
    const { labels } = entry;
    if (!isMarkup(entry) || (!('published' in labels) && !('newest_date' in labels))) continue;
    const today = dayOf(entry);
    const body = bytesOf(dir, entry);
    if (body === null) continue;
    report.folders[folder] ??= { published: tally(), newest: tally() };
    const started = performance.now();
    const page = openPage(entry, body);
    const parsed = performance.now();
    if ('notPage' in page) {
      report.misses.push({ file: entry.file, field: 'page', expected: '网页', got: page.notPage, source: '' });
      continue;
    }
    const published = 'published' in labels ? publishDateProbe.read(page, today) : null;
    const listed = 'newest_date' in labels ? datedItemsProbe.read(page, today) : null;
    report.ms.pages++;
    report.ms.parse += parsed - started;
    report.ms.probes += performance.now() - parsed;
    const note = entry.note ?? '';
    if (listed?.status === 'observed') {
      const got = newestOf(listed.value.items, addDays(today, 1));
      record(
        report,
        report.folders[folder].newest,
        entry.file,
        'newest_date',
        newestExpected(labels.newest_date),
        got?.date ?? null,
        {
          high: got?.source === 'row',
          source: got?.source ?? 'none',
        },
      );
    }
    if (published !== null) {
      const value = published.status === 'observed' ? published.value : null;
      const got = value?.date ?? null;
      record(
        report,
        report.folders[folder].published,
        entry.file,
        'published',
        expectedDates(labels.published, labels, 'published', note),
        got,
        {
          high: value?.confidence === 'high',
          source: value === null ? `unobserved` : `${value.source}/${value.confidence}`,
        },
      );
    }
  }
  return report;
}

type Item = ObservationValue<'page.dated-items'>['items'][number];

/** 列表最新日期: the maximum over rows dated no later than `last`; never the first row. */
export function newestOf(items: readonly Item[], last: string): Item | null {
  let best: Item | null = null;
  for (const item of items) {
    if (item.date === null || item.source === 'url' || item.date > last) continue;
    if (best === null || item.date > best.date!) best = item;
  }
  return best;
}

/** A full date, 2020-12 (any day of that month), or a text that explains: every full date in it. */
export function newestExpected(printed: unknown): (string | null)[] {
  if (typeof printed !== 'string') return [null];
  const days = printed.match(/\d{4}-\d{2}-\d{2}/g);
  if (days !== null) return days;
  const month = /^\d{4}-\d{2}/.exec(printed)?.[0];
  return month === undefined
    ? [printed]
    : Array.from({ length: 31 }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`);
}

/** A field marked `ambiguous` accepts every date that the note names. */
export function expectedDates(
  value: unknown,
  labels: Record<string, unknown>,
  field: string,
  note: string,
): (string | null)[] {
  const first = typeof value === 'string' ? value.slice(0, 10) : null;
  const marked =
    JSON.stringify(labels.ambiguous ?? '').includes(field) ||
    new RegExp(`ambiguous[^.;]*${field}|${field}[^.;]*ambiguous`).test(note);
  return marked ? [first, ...(note.match(/\d{4}-\d{2}-\d{2}/g) ?? [])] : [first];
}

function record(
  report: DatesReport,
  t: Tally,
  file: string,
  field: string,
  expected: (string | null)[],
  got: string | null,
  how: { high: boolean; source: string },
): void {
  t.count++;
  if (expected.includes(got)) {
    t.exact++;
    return;
  }
  if (got === null) t.none++;
  else t.wrong++;
  if (how.high) t.wrongHigh++;
  report.misses.push({
    file,
    field,
    expected: expected.length > 12 ? String(expected[0]).slice(0, 7) : String(expected[0]),
    got: String(got),
    source: how.source,
  });
}

/** The report as lines of text. */
export function printDates(report: DatesReport): string {
  const out: string[] = [];
  const share = (t: Tally) =>
    `${t.exact}/${t.count} = ${t.count === 0 ? '-' : ((100 * t.exact) / t.count).toFixed(1)} %`;
  for (const [folder, { published, newest }] of Object.entries(report.folders)) {
    for (const [name, t] of [
      ['发布时间', published],
      ['列表最新日期', newest],
    ] as const)
      if (t.count > 0)
        out.push(`${folder} ${name}：正确 ${share(t)}，错误 ${t.wrong}，未得出 ${t.none}，高置信错误 ${t.wrongHigh}`);
  }
  for (const m of report.misses)
    out.push(`  不符 ${m.file} ${m.field}：应为 ${m.expected}，得到 ${m.got}（${m.source}）`);
  const { pages, parse, probes } = report.ms;
  out.push(
    `${pages} 页：解析 ${(parse / pages).toFixed(2)} ms/页，解析加探测 ${((parse + probes) / pages).toFixed(2)} ms/页（${((parse + probes) / parse).toFixed(2)} 倍）`,
  );
  return out.join('\n');
}

if (import.meta.main) {
  const dir = process.argv[2];
  if (dir === undefined) {
    console.error('用法：node test/bench/corpus/dates.ts <目录>，目录内有 labels.json');
    process.exit(3);
  }
  console.log(printDates(measureDates(dir)));
}
