import { dirname, resolve } from 'node:path';
import { InputError, type InputProblem } from '#core/errors.ts';
import type { Observation } from '#core/observation.ts';
import type { Account, Registry } from '#core/registry.ts';
import { half } from '#crawlers/import/cell.ts';
import { type Entry, entriesOf, findHeader, type HeaderWords } from '#crawlers/import/header.ts';
import { accountFinder } from '#crawlers/import/posts-account.ts';
import { refuse } from '#crawlers/import/refuse.ts';
import { readTable } from '#crawlers/import/table.ts';
import { dayOfText } from '#crawlers/import/times.ts';
import type { Table } from '#crawlers/import/types.ts';
import { systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { manualRecord, type Photo, photoOf, typedOf } from './account-record.ts';
import { printJson, say, withData } from './session.ts';

const words = {
  accountId: ['账号编号'],
  account: ['账号名称', '帐号名称', '新媒体名称', '公众号名称', '账号', '帐号'],
  handle: ['账号id', '微信号', 'uid', '平台账号'],
  platform: ['平台', '平台名称', '开设平台'],
  lastPost: ['最近一条', '最近一条日期', '最近一条时间', '最近更新', '最后发布时间'],
  from: ['全部看过起', '看过起', '起'],
  to: ['全部看过止', '看过止', '止'],
  by: ['登记人', '检查人', '查看人'],
  photo: ['照片', '截图', '照片或截图'],
  note: ['备注', '说明'],
} as const satisfies HeaderWords<string>;
type Field = keyof typeof words;

/** Photos of one list, all together. */
const mostPhotoBytes = 500_000_000;

type Made = { observation: Observation<'account.posts'>; sheet: Uint8Array; photo: Photo | null };

/** 人工登记, many at once: what people saw on accounts, a row each, with the photos beside the list. All rows or none. */
export async function recordAccounts(file: string, flags: GlobalFlags): Promise<number> {
  return withData(flags, 'share', async (data) => {
    const registry = await data.registry.load();
    const table = await readTable(file);
    const made = await recordsOf(table, registry, systemClock.now());
    await data.evidence.put(table.bytes);
    for (const m of made) {
      if (m.photo !== null) await data.evidence.put(m.photo.bytes);
      await data.evidence.put(m.sheet);
    }
    const added = await data.observations.append(made.map((m) => m.observation));
    const photos = made.filter((m) => m.photo !== null).length;
    if (flags.json) printJson({ records: made.length, photos, added });
    else say(`已登记 ${made.length} 个账号（附照片 ${photos} 张）`);
    return exitCodes.done;
  });
}

/** Every row is checked, and its photo read, before any counts: throws InputError with a line for each bad row. */
export async function recordsOf(table: Table, registry: Registry, now: Date): Promise<Made[]> {
  const find = accountFinder(registry);
  const problems: InputProblem[] = [];
  const made: Made[] = [];
  const seen = new Map<string, string>();
  let photoBytes = 0;
  let sheets = 0;
  for (const sheet of table.sheets) {
    const header = findHeader(sheet, words, 2);
    if (!header?.columns.has('lastPost') || !(header.columns.has('account') || header.columns.has('accountId')))
      continue;
    sheets++;
    const read = entriesOf(sheet, header, table.file);
    problems.push(...read.problems);
    for (const entry of read.entries) {
      const bad = (p: { message: string; hint?: string | undefined }): void =>
        void problems.push({
          file: table.file,
          place: entry.place,
          message: p.message,
          ...(p.hint === undefined ? {} : { hint: p.hint }),
        });
      const who = find({
        id: entry.get('accountId'),
        name: entry.get('account'),
        handle: half(entry.get('handle')),
        platform: entry.get('platform'),
      });
      if (!('account' in who)) {
        bad(who);
        continue;
      }
      const before = seen.get(who.account.id);
      if (before !== undefined) {
        bad({ message: `与${before}登记的是同一个账号`, hint: '一张表里一个账号只留一行' });
        continue;
      }
      seen.set(who.account.id, entry.place);
      try {
        const photo = await photoIn(entry, table.file);
        photoBytes += photo?.bytes.byteLength ?? 0;
        if (photoBytes > mostPhotoBytes)
          throw new InputError({
            file: '',
            place: '',
            message: '照片合计超过 500 MB',
            hint: '压缩后再登记，或分成几张表',
          });
        made.push({ ...madeOf(entry, who.account, now, photo), photo });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        for (const p of error.problems) bad(p);
      }
    }
  }
  if (sheets === 0)
    throw new InputError({
      file: table.file,
      place: '',
      message: '没有认出表头',
      hint: '要有“账号名称”“平台”“最近一条”“登记人”等列；用 accounts template --kind records 取得模板',
    });
  refuse(table.file, problems);
  if (made.length === 0)
    throw new InputError({ file: table.file, place: '', message: '表头下面没有内容', hint: '检查是不是选错了文件' });
  return made;
}

function madeOf(entry: Entry<Field>, account: Account, now: Date, photo: Photo | null): Omit<Made, 'photo'> {
  const [from, to] = [dayIn(entry, 'from', '全部看过起'), dayIn(entry, 'to', '全部看过止')];
  if ((from === undefined) !== (to === undefined))
    throw new InputError({
      file: '',
      place: '',
      message: '“全部看过起”“全部看过止”只填了一个',
      hint: '两个都填，或都留空',
    });
  const typed = typedOf({
    account: account.id,
    lastPost: entry.get('lastPost'),
    by: entry.get('by'),
    ...(entry.get('note') === '' ? {} : { note: entry.get('note') }),
    ...(from === undefined ? {} : { from, to: to as string, complete: true }),
  });
  const { observation, sheet } = manualRecord(account, typed, now, photo);
  return { observation, sheet };
}

function dayIn(entry: Entry<Field>, field: 'from' | 'to', title: string): string | undefined {
  const text = entry.get(field);
  if (text === '') return undefined;
  const day = dayOfText(text);
  if (day === null)
    throw new InputError({
      file: '',
      place: '',
      message: `${title}“${text.slice(0, 40)}”认不出来`,
      hint: '写成 2026-01-31 的样子',
    });
  return day;
}

/** The photo lies beside the list: a name, never a path that leads elsewhere. */
async function photoIn(entry: Entry<Field>, file: string): Promise<Photo | null> {
  const name = entry.get('photo');
  if (name === '') return null;
  if (/[/\\]|^\.\.?$/.test(name))
    throw new InputError({
      file: '',
      place: '',
      message: `照片“${name.slice(0, 60)}”只写文件名`,
      hint: '把照片和这张表放在一个文件夹',
    });
  return photoOf(resolve(dirname(file), name));
}
