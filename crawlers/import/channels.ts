import { type ChannelType, channelLevelNames, channelTypeNames } from '#core/channel-types.ts';
import type { InputProblem } from '#core/errors.ts';
import { type Channel, Channel as ChannelSchema, channelTypes } from '#core/registry.ts';
import { half } from './cell.ts';
import { type Entry, entriesOf, findHeader, type HeaderWords } from './header.ts';
import { refuse } from './refuse.ts';
import { addressOf } from './registry-row.ts';
import type { Table } from './types.ts';
import { yesNo } from './words.ts';

type Field = 'id' | 'name' | 'url' | 'level' | 'type' | 'updateDays' | 'confirmed';
const words: HeaderWords<Field> = {
  id: ['编号', '栏目编号', 'id'],
  name: ['栏目', '栏目名称', '名称'],
  url: ['网址', '栏目网址', '地址', '链接'],
  level: ['级别', '栏目级别', '层级'],
  type: ['类型', '栏目类型', '类别', '栏目类别'],
  updateDays: ['更新天数', '更新期限', '更新周期', '更新期限天'],
  confirmed: ['确认', '是否确认', '登记', '是否登记'],
};

/** One row that a person confirmed, checked by itself. `updateDays` absent: the cell was blank, what is registered stays. */
export type ConfirmedChannel = Omit<Channel, 'id'> & { id: string | null; place: string };

export type ChannelTable = {
  channels: readonly ConfirmedChannel[];
  /** Rows that nobody confirmed: they change nothing. */
  skipped: number;
};

/**
 * 导入栏目: the rows of a table of channels that say 确认. Every row is checked before any is taken: throws InputError with a line for each bad
 * one. Without a column 确认 all rows count as confirmed.
 */
export function readChannels(table: Table): ChannelTable {
  const problems: InputProblem[] = [];
  const channels: ConfirmedChannel[] = [];
  let skipped = 0;
  let sheets = 0;
  for (const sheet of table.sheets) {
    const header = findHeader(sheet, words, 3);
    if (!header?.columns.has('url') || !header.columns.has('name')) continue;
    sheets++;
    const read = entriesOf(sheet, header, table.file);
    problems.push(...read.problems);
    for (const entry of read.entries) {
      const confirmed = header.columns.has('confirmed') ? confirmedOf(entry) : true;
      if (confirmed === false) {
        skipped++;
        continue;
      }
      const bad: { message: string; hint: string }[] = [];
      if (confirmed === null)
        bad.push({ message: `确认“${cut(entry.get('confirmed'))}”认不出来`, hint: '写“是”，不登记的留空或写“否”' });
      const channel = channelOf(entry, bad);
      if (bad.length === 0 && channel !== null) channels.push(channel);
      else problems.push(...bad.map((b) => ({ file: table.file, place: entry.place, ...b })));
    }
  }
  if (sheets === 0)
    problems.push({
      file: table.file,
      place: '',
      message: '没有认出表头',
      hint: '栏目表要有“栏目”“网址”“级别”“类型”几列，先后不限；可用 xuncha channels <网站编号> --export 导出一份',
    });
  refuse(table.file, problems);
  return { channels, skipped };
}

/** True and false as written, a blank is 否, null: not readable. */
function confirmedOf(entry: Entry<Field>): boolean | null {
  const text = entry.get('confirmed');
  if (text === '') return false;
  return yesNo(text) ?? (/^(?:确认|已确认|登记|已登记)$/.test(text.trim()) ? true : null);
}

function channelOf(entry: Entry<Field>, bad: { message: string; hint: string }[]): ConfirmedChannel | null {
  const typed = { level: entry.get('level'), type: entry.get('type'), url: entry.get('url') };
  const url = addressOf(typed.url);
  const level = levelOf(typed.level);
  const type = typeOf(typed.type);
  const updateDays = daysOf(entry.get('updateDays'));
  if (url === null)
    bad.push({ message: `网址“${cut(typed.url)}”不对`, hint: '写成 http:// 或 https:// 开头的完整网址' });
  if (level === null)
    bad.push({ message: `级别“${cut(typed.level)}”认不出来`, hint: '写一级、二级或三级（也可写 1、2、3）' });
  if (type === null)
    bad.push({
      message: `类型“${cut(typed.type)}”认不出来`,
      hint: `写其中一种：${Object.values(channelTypeNames).join('、')}`,
    });
  if (updateDays === 'bad')
    bad.push({
      message: `更新天数“${cut(entry.get('updateDays'))}”不对`,
      hint: '写整数天数；不需要更新的写“不更新”；没有规定的留空',
    });
  const id = entry.get('id') === '' ? null : half(entry.get('id')).trim();
  if (url === null || level === null || type === null || updateDays === 'bad') return null;
  const value = {
    id: id ?? 'x',
    name: entry.get('name'),
    url,
    level,
    type,
    ...(updateDays === undefined ? {} : { updateDays }),
  };
  const read = ChannelSchema.safeParse(value);
  if (!read.success) {
    for (const issue of read.error.issues)
      bad.push({ message: `${issueNames[String(issue.path[0])] ?? '这一行'}：${issue.message}`, hint: '改正后再导入' });
    return null;
  }
  return { ...read.data, id, place: entry.place };
}

const issueNames: Readonly<Record<string, string>> = {
  id: '编号',
  name: '栏目名称',
  url: '网址',
  updateDays: '更新天数',
};

function levelOf(text: string): 1 | 2 | 3 | null {
  const word = half(text).replace(/\s/g, '');
  for (const level of [1, 2, 3] as const)
    if (
      word === String(level) ||
      word === channelLevelNames[level] ||
      word === `${channelLevelNames[level]}栏目` ||
      word === `${level}级`
    )
      return level;
  return null;
}

/** What offices write besides the names of the types. */
const synonyms: Readonly<Record<string, ChannelType>> = {
  动态: 'news',
  要闻: 'news',
  工作动态: 'news',
  公示公告: 'notices',
  通知公示: 'notices',
  政策法规: 'policy',
  政策: 'policy',
  解读: 'interpretation',
  概况: 'overview',
  职能: 'functions',
  领导: 'leaders',
  负责人信息: 'leaders',
  数据: 'data',
  统计数据: 'data',
  办事: 'services',
  办事指南: 'services',
  办件统计: 'service-statistics',
  咨询投诉: 'consultation',
  互动交流: 'consultation',
  意见征集: 'survey',
  其它: 'other',
};

function typeOf(text: string): ChannelType | null {
  const word = half(text)
    .replace(/\s/g, '')
    .replace(/类(?:栏目)?$/, '');
  const id = channelTypes.find((t) => t === word.toLowerCase());
  if (id !== undefined) return id;
  const named = (Object.keys(channelTypeNames) as ChannelType[]).find((t) => channelTypeNames[t] === word);
  return named ?? synonyms[word] ?? null;
}

/** Undefined: blank. Null: never has to be updated. */
function daysOf(text: string): number | null | undefined | 'bad' {
  const word = half(text)
    .replace(/\s/g, '')
    .replace(/[天日]$/, '');
  if (word === '') return undefined;
  if (/^(?:不更新|不需更新|不需要更新|不需要|无需更新|无需|长期不变|-|—)$/.test(word)) return null;
  const n = Number(word);
  return /^\d{1,5}$/.test(word) && n > 0 ? n : 'bad';
}

const cut = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
