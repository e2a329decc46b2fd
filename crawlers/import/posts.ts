import { basename } from 'node:path';
import { endOfDay, shanghaiDay } from '#core/calendar.ts';
import { InputError, type InputProblem } from '#core/errors.ts';
import type { Evidence } from '#core/evidence.ts';
import { type Observation, observationKey } from '#core/observation.ts';
import { type Account, type Platform, platformNames, type Registry } from '#core/registry.ts';
import { half } from './cell.ts';
import { type Entry, entriesOf, findHeader, type Header, headerTexts } from './header.ts';
import { accountFinder, type Found } from './posts-account.ts';
import { digest, isShown, type Post, postOf, saysNothing } from './posts-row.ts';
import { exportMarks, type PostField, postWords, wechatHalves } from './posts-words.ts';
import { refuse } from './refuse.ts';
import { spanOf } from './times.ts';
import type { Sheet, Table } from './types.ts';

/** 签认: who vouches for the file, and for which days. */
export type Attest = {
  person: string;
  /** Days (YYYY-MM-DD, Asia/Shanghai) the file speaks for, both included. */
  from: string;
  to: string;
  /** `complete`: every post of these days is in the file. */
  coverage: 'complete' | 'partial';
  /** Accounts (编号 or 名称) that the person says the file speaks for, even where it holds no row of theirs. */
  accounts?: readonly string[];
};

/** A number of 19 digits comes out of most back offices without its last ones: it only helps to tell posts apart. */
const spare: ReadonlySet<PostField> = new Set(['postId']);

/** What a file says of one account. */
type Told = {
  account: Account;
  posts: { post: Post; place: string }[];
  /** Where it says that nothing was published. */
  silentAt?: string;
  line?: number;
  /** Rows that nobody can see: drafts, rejected, private, deleted. */
  hidden: number;
  /** Which lists of 公众平台 it was told by. */
  halves: Set<'sent' | 'other'>;
};

/**
 * 导入发布记录: one observation an account, of what a person attests; from a list with a column of accounts, or from the export of one account's back
 * office, whose account the attestation names. An account without a post counts as looked at only when the file or the person
 * names it. Every row is checked before any counts: throws InputError with a line for each bad row. Keep `table.bytes` as
 * evidence beside the observations.
 */
export function importPosts(
  table: Table,
  registry: Registry,
  attest: Attest,
  importedAt: Date,
): Observation<'account.posts'>[] {
  checkAttest(attest, importedAt);
  const find = accountFinder(registry);
  const problems: InputProblem[] = [];
  const told = new Map<string, Told>();
  const tell = (account: Account): Told => {
    const known = told.get(account.id) ?? { account, posts: [], hidden: 0, halves: new Set() };
    told.set(account.id, known);
    return known;
  };

  for (const name of attest.accounts ?? []) {
    const found = find({ id: name, name, handle: name, platform: '' });
    if ('account' in found) tell(found.account);
    else problems.push({ file: '签认的账号', place: name, ...found });
  }
  const named = [...told.values()].map((t) => t.account);
  let sheets = 0;
  for (const sheet of table.sheets) {
    const header = findHeader(sheet, postWords, 2);
    const kind = header === undefined ? null : kindOf(sheet, header);
    if (!header || kind === null) continue;
    sheets++;
    const only = kind.accounts ? undefined : onlyOne(named, table.file, sheet);
    const read = entriesOf(sheet, header, table.file, spare);
    problems.push(...read.problems);
    if (only !== undefined && kind.half !== undefined) tell(only).halves.add(kind.half);
    let foreign = false;
    for (const entry of read.entries) {
      const bad = (p: { message: string; hint?: string }): void =>
        void problems.push({ file: table.file, place: entry.place, ...p });
      const who: Found = only === undefined ? find(askedBy(entry)) : { account: only };
      if (!('account' in who)) {
        bad(who);
        continue;
      }
      const { account } = who;
      if (kind.platform !== undefined && kind.platform !== account.platform && !foreign) {
        foreign = true;
        bad({
          message: `这是${platformNames[kind.platform]}后台的导出，账号“${account.name}”却是${platformNames[account.platform]}的`,
          hint: '检查是不是选错了文件或账号',
        });
      }
      const mine = tell(account);
      if (kind.half !== undefined) mine.halves.add(kind.half);
      mine.line ??= entry.number;
      if (saysNothing(entry)) {
        mine.silentAt = entry.place;
        mine.line = entry.number;
        continue;
      }
      const shown = isShown(entry);
      if (shown === false) {
        mine.hidden++;
        continue;
      }
      if (shown !== true) {
        bad(shown);
        continue;
      }
      const post = postOf(entry, importedAt);
      if ('message' in post) bad(post);
      else mine.posts.push({ post, place: entry.place });
    }
  }
  if (sheets === 0)
    throw new InputError({
      file: table.file,
      place: '',
      message: '没有认出表头',
      hint: '要有“账号名称”（或“账号编号”）、“标题”“发布时间”等列，列的先后不限；后台导出的表没有账号一列，用 --account 写明账号编号',
    });
  for (const mine of told.values()) problems.push(...contradictions(mine, attest, table.file));
  refuse(table.file, problems);
  return [...told.values()].map((mine) => observationOf(mine, { table, attest, importedAt }));
}

type Kind = {
  /** It has a column of accounts. */
  accounts: boolean;
  /** Whose back office made it, where that shows. */
  platform?: Platform;
  half?: 'sent' | 'other';
};

/** What a sheet is; null: no list of posts. */
function kindOf(sheet: Sheet, header: Header<PostField>): Kind | null {
  const has = (f: PostField): boolean => header.columns.has(f);
  const accounts = has('accountId') || has('account') || has('handle');
  if (!accounts && !(has('time') && (has('title') || has('link')))) return null;
  const texts = headerTexts(sheet, header);
  const any = (words: readonly string[]) => words.some((w) => texts.has(w));
  const platform = exportMarks.find(([, words]) => any(words))?.[0];
  const half =
    platform !== 'wechat'
      ? undefined
      : any(wechatHalves.sent)
        ? 'sent'
        : any(wechatHalves.either)
          ? 'other'
          : undefined;
  return { accounts, ...(platform === undefined ? {} : { platform }), ...(half === undefined ? {} : { half }) };
}

/** The account of a table without a column of accounts: the one the attestation names. Throws InputError. */
function onlyOne(named: readonly Account[], file: string, sheet: Sheet): Account {
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return only;
  throw new InputError({
    file,
    place: sheet.name === '' ? '' : `工作表“${sheet.name}”`,
    message:
      only === undefined
        ? '表里没有账号一列，不知道是哪个账号的'
        : `表里没有账号一列，写明的账号却有 ${named.length} 个`,
    hint: '后台导出的表用 --account 写明账号编号，一个文件一个账号；或在表里加上“账号名称”“平台”两列',
  });
}

function askedBy(entry: Entry<PostField>): Parameters<ReturnType<typeof accountFinder>>[0] {
  return {
    id: entry.get('accountId'),
    name: entry.get('account'),
    handle: half(entry.get('handle')),
    platform: entry.get('platform'),
  };
}

/** What cannot be true of one account at once. */
function contradictions(mine: Told, attest: Attest, file: string): InputProblem[] {
  const out: InputProblem[] = [];
  const { account, silentAt, halves } = mine;
  const inside = silentAt === undefined ? undefined : mine.posts.find(({ post }) => isInside(post, attest));
  if (silentAt !== undefined && inside)
    out.push({
      file,
      place: silentAt,
      message: `写着“${account.name}”没有更新，${inside.place}却有它的内容`,
      hint: '改正其中一行',
    });
  if (attest.coverage === 'complete' && halves.size === 1)
    out.push({
      file,
      place: account.name,
      message: `公众平台的这份导出只有“${halves.has('sent') ? '已通知' : '未开启通知'}”的内容，不能当作全部发布记录`,
      hint: `把“${halves.has('sent') ? '未开启通知' : '已通知'}”的导出作为另一张工作表放进同一个文件（没有内容的空表也要放），或改用 --coverage partial`,
    });
  return out;
}

function observationOf(
  mine: Told,
  from: { table: Table; attest: Attest; importedAt: Date },
): Observation<'account.posts'> {
  const { account, line, hidden } = mine;
  const { table, attest, importedAt } = from;
  const head = {
    kind: 'account.posts' as const,
    subjectId: account.id,
    // The same file again is the same observation; a corrected file is another one.
    target: `${account.id}#${table.sha256.slice(0, 16)}`,
    // The instant up to which it speaks: a file of last month, imported today, belongs to last month.
    slot: new Date(Math.min(endOfDay(attest.to).getTime(), importedAt.getTime())).toISOString(),
  };
  const evidence: Evidence = {
    kind: 'import',
    sha256: table.sha256,
    // Its name only: where it lay on somebody's machine is nobody else's business.
    url: basename(table.file),
    capturedAt: importedAt.toISOString(),
    ...(line === undefined ? {} : { locator: { line } }),
  };
  return {
    ...head,
    key: observationKey(head),
    observedAt: importedAt.toISOString(),
    probe: { id: 'import', version: 1 },
    status: 'observed',
    value: {
      platform: account.platform,
      source: 'import',
      coverage: attest.coverage,
      window: { from: attest.from, to: attest.to },
      attestedBy: attest.person.trim(),
      ...(hidden === 0
        ? {}
        : { proof: `表里另有 ${hidden} 条没有公开发布（草稿、未通过、仅自己可见、已删除等），没有计入` }),
      posts: distinct(mine.posts.map((p) => p.post)).sort(newestFirst),
    },
    evidence: [evidence],
  };
}

/** Rows that say the same are one post. A link may be that of the account and stand in every row: then it is no identity. */
function distinct(posts: readonly Post[]): Post[] {
  const rows = [...new Map(posts.map((p) => [JSON.stringify(p), p])).values()];
  const count = new Map<string, number>();
  for (const p of rows) count.set(p.id, (count.get(p.id) ?? 0) + 1);
  return rows.map((p) => ((count.get(p.id) ?? 0) > 1 ? { ...p, id: digest(JSON.stringify(p)) } : p));
}

function newestFirst(a: Post, b: Post): number {
  const [x, y] = [a.published?.from ?? '', b.published?.from ?? ''];
  return x === y ? a.id.localeCompare(b.id) : x < y ? 1 : -1;
}

export function checkAttest(attest: Attest, importedAt: Date): void {
  const bad = (place: string, message: string, hint: string): never => {
    throw new InputError({ file: '签认', place, message, hint });
  };
  if (attest.person.trim() === '') bad('签认人', '没有写是谁提供的', '写上姓名');
  for (const [place, day] of [
    ['起始日期', attest.from],
    ['截止日期', attest.to],
  ] as const) {
    const span = /^\d{4}-\d{2}-\d{2}$/.test(day) ? spanOf(day) : null;
    if (span === null) bad(place, `“${day}”不是日期`, '写成 2026-01-31 的样子');
  }
  if (attest.from > attest.to) bad('起止日期', `起始 ${attest.from} 晚于截止 ${attest.to}`, '对调两个日期');
  const today = shanghaiDay(importedAt);
  if (attest.to > today)
    bad('截止日期', `${attest.to} 在导入日期 ${today} 之后，还没有发生的不能签认`, '截止日期至多写到今天');
}

function isInside(post: Post, attest: Attest): boolean {
  if (post.published === null) return false;
  const [first, last] = [shanghaiDay(new Date(post.published.from)), shanghaiDay(new Date(post.published.to))];
  return last >= attest.from && first <= attest.to;
}
