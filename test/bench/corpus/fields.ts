import { addDays } from '#core/calendar.ts';
import type { PageSnapshot } from '#core/evidence.ts';
import { decodeHtml, encodingOf } from '#crawlers/page/charset.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { footerMarksProbe } from '#probes/page/footer-marks.ts';
import { publishDateProbe } from '#probes/page/publish-date.ts';
import { suspectLinksProbe } from '#probes/page/suspect-links.ts';
import { expectedDates, newestExpected, newestOf } from './dates.ts';
import { judgeMark, markLabels } from './marks.ts';
import { dayOf, type Entry, folderOf } from './pages.ts';
import { type Board, record } from './score.ts';

/** Measures one thing on one labelled page; false when the labels say nothing about it. */
export type Field<T> = (board: Board, entry: Entry, given: T) => boolean;

const at = (entry: Entry, field: string) => ({ field, folder: folderOf(entry), file: entry.file });
const shown = (value: unknown) => (value === null || value === undefined ? '无' : String(value));

/** 字符集: the label's own encoding, else what the file was found to be in. ASCII reads the same in every candidate. */
export const charset: Field<Uint8Array> = (board, entry, body) => {
  const { encoding, label_to_accept: accepted } = entry.labels;
  const actual = typeof encoding === 'string' ? encoding : entry.charset_actual;
  const names = Array.isArray(accepted) ? accepted.map(String) : typeof actual === 'string' ? [actual] : [];
  const canonical = names.map((n) => (/^utf-?16$/i.test(n) ? 'utf-16' : (encodingOf(n) ?? n.toLowerCase())));
  if (canonical.length === 0) return false;
  const { used, source } = decodeHtml(body, null).charset;
  const ascii = names.some((n) => n.toLowerCase() === 'ascii') && body.every((b) => b < 0x80);
  const right = ascii || canonical.some((c) => used === c || (c === 'utf-16' && used.startsWith('utf-16')));
  record(
    board,
    at(entry, '字符集'),
    { there: true, said: 'yes', right, high: source !== 'guess' },
    { expected: canonical.join(' 或 '), got: used, how: source },
  );
  return true;
};

/** 声明与实际不符: a label `declared` that names another encoding than `encoding` is a lie that must be told. */
export const lyingCharset: Field<Uint8Array> = (board, entry, body) => {
  const { declared, encoding } = entry.labels;
  if (typeof declared !== 'string' || typeof encoding !== 'string') return false;
  const named = encodingOf(declared);
  if (named === null) return false; // a remark of the labeller, not a name
  const there = named !== encodingOf(encoding);
  const { lying, declared: read } = decodeHtml(body, null).charset;
  record(
    board,
    at(entry, '字符集声明不实'),
    { there, said: lying ? 'yes' : 'no', right: lying === there, high: true },
    { expected: there ? '声明不实' : '声明属实', got: `${lying ? '声明不实' : '声明属实'}（声明 ${shown(read)}）` },
  );
  return true;
};

/** 发布时间, and the time of day where it is labelled. */
export const published: Field<PageSnapshot> = (board, entry, page) => {
  const { labels } = entry;
  if (!('published' in labels)) return false;
  const expected = expectedDates(labels.published, labels, 'published', entry.note ?? '');
  const reading = publishDateProbe.read(page, dayOf(entry));
  const value = reading.status === 'observed' ? reading.value : null;
  const date = value?.date ?? null;
  const how = reading.status === 'observed' ? `${reading.value.source}/${reading.value.confidence}` : reading.detail;
  record(
    board,
    at(entry, '发布时间'),
    {
      there: expected[0] !== null,
      said: date === null ? 'no' : 'yes',
      right: expected.includes(date),
      high: value?.confidence === 'high',
    },
    { expected: shown(expected[0]), got: shown(date), how },
  );
  const time = labels.published_time;
  if (typeof time === 'string' && /^\d{2}:\d{2}/.test(time) && date !== null) {
    const got = value?.time ?? null;
    record(
      board,
      at(entry, '发布时刻'),
      {
        there: true,
        said: got === null ? 'no' : 'yes',
        right: got === time.slice(0, 5),
        high: got !== null && value?.confidence === 'high',
      },
      { expected: time, got: shown(got), how },
    );
  }
  return true;
};

/** 列表最新日期, and 空白栏目 by the strict rule: nothing in the page, and nothing that a script or frame would still bring. */
export const listed: Field<PageSnapshot> = (board, entry, page) => {
  const { newest_date: newest, blank_column: blank } = entry.labels;
  const asked = { newest: 'newest_date' in entry.labels, blank: typeof blank === 'boolean' };
  if (!asked.newest && !asked.blank) return false;
  const today = dayOf(entry);
  const reading = datedItemsProbe.read(page, today);
  const value = reading.status === 'observed' ? reading.value : null;
  const unread = value?.unreadLists.join('；') ?? (reading.status === 'observed' ? '' : reading.detail);
  if (asked.newest) {
    const expected = newestExpected(newest);
    const got = value === null ? null : newestOf(value.items, addDays(today, 1));
    record(
      board,
      at(entry, '列表最新日期'),
      {
        there: expected[0] !== null,
        said: got === null ? 'no' : 'yes',
        right: expected.includes(got?.date ?? null),
        high: got === null ? value !== null && unread === '' : got.source === 'row',
      },
      { expected: typeof newest === 'string' ? newest : '无', got: shown(got?.date), how: got?.source ?? unread },
    );
  }
  if (asked.blank) {
    const empty = value !== null && value.items.length === 0;
    const said = empty && unread === '' ? 'yes' : empty || value === null ? 'doubt' : 'no';
    // 不能确定 is no answer: neither a blank found nor one invented.
    const right = said !== 'doubt' && (said === 'yes') === blank;
    record(
      board,
      at(entry, '空白栏目'),
      { there: blank === true, said, right, high: said !== 'doubt' },
      {
        expected: blank === true ? '空白' : '有内容',
        got: said === 'yes' ? '空白' : said === 'doubt' ? '不能确定' : `有 ${value?.items.length ?? 0} 条`,
        how: unread,
      },
    );
  }
  return true;
};

const markNames = {
  conac: '党政机关标识',
  siteCode: '网站标识码',
  icp: 'ICP备案',
  publicSecurity: '公安备案',
  sponsor: '主办单位',
  contact: '联系方式',
  errorReport: '找错入口',
} as const;

/** 页脚标识, and the SiteIDCode tag where the page's tags are labelled. */
export const marks: Field<PageSnapshot> = (board, entry, page) => {
  const { meta } = entry.labels;
  const expected = markLabels(entry.labels.footer);
  const tags = typeof meta === 'object' && meta !== null ? (meta as Record<string, unknown>) : null;
  if (expected.length === 0 && tags === null) return false;
  const reading = footerMarksProbe.read(page, dayOf(entry));
  const value = reading.status === 'observed' ? reading.value : null;
  for (const { mark, label } of expected) {
    const got = value?.[mark] ?? null;
    const { there, right } = judgeMark(label, got);
    const said = got === null ? 'no' : got.doubts.length > 0 ? 'doubt' : 'yes';
    // Absence is only told as a fact when every script that might write the mark was read.
    const high = said === 'yes' || (said === 'no' && value !== null && value.unreadScripts.length === 0);
    record(
      board,
      at(entry, markNames[mark]),
      { there, said, right, high },
      {
        expected: label === true ? '有' : label === false ? '无' : label,
        got: got === null ? '无' : got.value || '有',
        how: got?.doubts.join('；') ?? (reading.status === 'observed' ? '' : reading.detail),
      },
    );
  }
  if (tags !== null && value !== null) {
    const label = typeof tags.SiteIDCode === 'string' ? tags.SiteIDCode : null;
    record(
      board,
      at(entry, 'SiteIDCode 标签'),
      {
        there: label !== null,
        said: value.siteIdCode === null ? 'no' : 'yes',
        right: value.siteIdCode === label,
        high: true,
      },
      {
        expected: label === '' ? '空标签' : shown(label),
        got: value.siteIdCode === '' ? '空标签' : shown(value.siteIdCode),
      },
    );
  }
  return true;
};

/** 篡改、暗链线索: pages labelled so must give a clue, every other government page none. */
export const tampering: Field<PageSnapshot> = (board, entry, page) => {
  const { tampered, hidden_link_farm: farm } = entry.labels;
  const labelled = typeof tampered === 'boolean' || typeof farm === 'boolean';
  if (!labelled && !/^gov_/.test(entry.kind)) return false;
  const there = tampered === true || farm === true;
  const reading = suspectLinksProbe.read(page, dayOf(entry));
  const clues = reading.status === 'observed' ? reading.value.clues : [];
  record(
    board,
    at(entry, '篡改线索'),
    { there, said: clues.length > 0 ? 'yes' : 'no', right: clues.length > 0 === there, high: null },
    {
      expected: there ? '有线索' : '无线索',
      got: clues.length > 0 ? `${clues.length} 条线索` : '无线索',
      how: clues[0]?.why.slice(0, 80) ?? '',
    },
  );
  return true;
};

export const pageFields: readonly Field<PageSnapshot>[] = [published, listed, marks, tampering];
export const byteFields: readonly Field<Uint8Array>[] = [charset, lyingCharset];
