import { basename } from 'node:path';
import { InputError, type InputProblem } from '#core/errors.ts';
import { suggest } from '#core/explain.ts';
import { type Observation, type ObservationValue, observationKey, registerSubject } from '#core/observation.ts';
import type { Registry } from '#core/registry.ts';
import { type Entry, entriesOf, findHeader, type HeaderWords } from './header.ts';
import { digest } from './posts-row.ts';
import { refuse } from './refuse.ts';
import { addressOf } from './registry-row.ts';
import { spanOf } from './times.ts';
import type { Table } from './types.ts';

const words = {
  title: ['标题', '信息标题', '内容标题', '文章标题'],
  time: ['发布时间', '发布日期', '时间', '日期'],
  link: ['链接', '文章链接', '链接地址', '网址', 'url'],
  text: ['正文', '摘要', '正文摘要', '内容'],
  units: ['应转载单位', '转载单位', '适用单位', '单位'],
} as const satisfies HeaderWords<string>;
type Field = keyof typeof words;
type Item = ObservationValue<'relay.list'>['items'][number];

const everyone = /^(?:全部|所有|各单位|全县|全区|全市)$/;

/**
 * 导入重要政务信息清单: what a person marked as important, for all units or for those named. Every row is checked before any counts: throws
 * InputError with a line for each bad row. Keep `table.bytes` as evidence beside the observation.
 */
export function importRelayList(
  table: Table,
  registry: Registry,
  by: { person: string; reference: string },
  importedAt: Date,
): Observation<'relay.list'> {
  const person = by.person.trim();
  if (person === '') throw new InputError({ file: '--by', place: '', message: '要写标记人的姓名' });
  const problems: InputProblem[] = [];
  const items = new Map<string, Item>();
  let sheets = 0;
  for (const sheet of table.sheets) {
    const header = findHeader(sheet, words, 2);
    if (!header?.columns.has('title') || !header.columns.has('time')) continue;
    sheets++;
    const read = entriesOf(sheet, header, table.file);
    problems.push(...read.problems);
    for (const entry of read.entries) {
      const item = itemOf(entry, registry, importedAt);
      if ('message' in item) problems.push({ file: table.file, place: entry.place, ...item });
      else items.set(item.id, item);
    }
  }
  if (sheets === 0)
    throw new InputError({
      file: table.file,
      place: '',
      message: '没有认出表头',
      hint: '要有“标题”“发布时间”两列，可加“链接”“正文”“应转载单位”，列的先后不限',
    });
  refuse(table.file, problems);
  if (items.size === 0) throw new InputError({ file: table.file, place: '', message: '清单里没有一条信息' });
  const head = {
    kind: 'relay.list' as const,
    subjectId: registerSubject,
    target: `relay#${table.sha256.slice(0, 16)}`,
    slot: importedAt.toISOString(),
  };
  return {
    ...head,
    key: observationKey(head),
    observedAt: head.slot,
    probe: { id: 'import', version: 1 },
    status: 'observed',
    value: { reference: by.reference.trim(), markedBy: person, items: [...items.values()] },
    evidence: [{ kind: 'import', sha256: table.sha256, url: basename(table.file), capturedAt: head.slot }],
  };
}

function itemOf(entry: Entry<Field>, registry: Registry, importedAt: Date): Item | { message: string; hint?: string } {
  const title = entry.get('title').slice(0, 500);
  if (title === '') return { message: '没有标题', hint: '填上标题，转载按标题和正文对照' };
  const time = entry.get('time');
  const span = spanOf(time);
  if (span === null)
    return {
      message: time === '' ? '没有发布时间' : `发布时间“${time.slice(0, 60)}”认不出来`,
      hint: '写成 2026-01-31 14:30，转载时限从这一刻算起',
    };
  if (span.from > importedAt.getTime()) return { message: `发布时间 ${time} 在导入时间之后`, hint: '改正日期' };
  const link = entry.get('link');
  const url = link === '' ? null : addressOf(link);
  if (link !== '' && url === null) return { message: `链接“${link.slice(0, 60)}”不对`, hint: '写完整的网址，或留空' };
  const units = unitsOf(entry.get('units'), registry);
  if ('message' in units) return units;
  return {
    id: url ?? digest(`${title}|${time}`),
    title,
    excerpt: entry.get('text').replace(/\s+/g, ' ').slice(0, 500),
    url,
    published: {
      from: new Date(span.from).toISOString(),
      to: new Date(Math.min(span.to, importedAt.getTime())).toISOString(),
    },
    ...(units.ids.length === 0 ? {} : { units: units.ids }),
  };
}

function unitsOf(text: string, registry: Registry): { ids: string[] } | { message: string; hint: string } {
  if (text === '' || everyone.test(text)) return { ids: [] };
  const byWord = new Map(
    registry.organizations.flatMap((o) => [o.id, o.name, ...(o.aliases ?? [])].map((w) => [w, o.id])),
  );
  const ids: string[] = [];
  for (const word of text.split(/[、，,;；\s]+/).filter((w) => w !== '')) {
    const id = byWord.get(word);
    if (id === undefined)
      return { message: `台账里没有单位“${word.slice(0, 60)}”`, hint: suggest(word, byWord.keys()) };
    ids.push(id);
  }
  return { ids: [...new Set(ids)] };
}
