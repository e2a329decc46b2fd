import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { endOfDay, shanghaiDay } from '#core/calendar.ts';
import { InputError, type InputProblem } from '#core/errors.ts';
import type { Evidence } from '#core/evidence.ts';
import { suggest } from '#core/explain.ts';
import { type Observation, type ObservationValue, observationKey } from '#core/observation.ts';
import { type Account, platformNames, type Registry } from '#core/registry.ts';
import { half } from './cell.ts';
import { type Entry, entriesOf, findHeader, type HeaderWords } from './header.ts';
import { refuse } from './refuse.ts';
import { addressOf } from './registry-row.ts';
import { spanOf } from './times.ts';
import type { Table } from './types.ts';
import { platformOf, yesNo } from './words.ts';

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

type Post = ObservationValue<'account.posts'>['posts'][number];

const words = {
  accountId: ['账号编号', '编号'],
  account: ['账号名称', '帐号名称', '新媒体名称', '公众号名称', '账号', '帐号', '名称'],
  handle: ['账号id', '微信号', 'uid', '用户id', '平台账号'],
  platform: ['平台', '平台名称', '开设平台', '发布平台', '账号类型'],
  title: ['标题', '内容标题', '文章标题', '作品标题', '作品名称', '发布内容', '内容'],
  time: ['发布时间', '发布日期', '发表时间', '时间', '日期', '最后发布时间', '最近更新'],
  link: ['链接', '文章链接', '作品链接', '内容链接', '链接地址', '网址', 'url'],
  original: ['原创', '是否原创', '原创标识', '原创转载', '原创/转载'],
  pinned: ['置顶', '是否置顶'],
  postId: ['文章id', '作品id', '内容id', '消息id'],
  note: ['备注', '说明', '更新情况'],
} as const satisfies HeaderWords<string>;
type Field = keyof typeof words;

/** A row that says an account published nothing. */
const nothing = /^(?:无更新|未更新|无发布|未发布|无内容|没有更新|没有发布|无|零更新|0条)$/;

/**
 * 导入发布记录: one observation an account, of what a person attests. An account without a post counts as looked at only when
 * the file or the person names it. Every row is checked before any counts: throws InputError with a line for each bad row.
 * Keep `table.bytes` as evidence beside the observations.
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
  const posts = new Map<string, { post: Post; place: string }[]>();
  /** Accounts that are spoken for, with the place that says they published nothing, if one does. */
  const named = new Map<string, { account: Account; silentAt?: string; line?: number }>();

  for (const name of attest.accounts ?? []) {
    const found = find({ id: name, name, handle: name, platform: '' });
    if ('account' in found) named.set(found.account.id, { account: found.account });
    else problems.push({ file: '签认的账号', place: name, ...found });
  }
  let sheets = 0;
  for (const sheet of table.sheets) {
    const header = findHeader(sheet, words, 2);
    if (!header || !(header.columns.has('accountId') || header.columns.has('account') || header.columns.has('handle')))
      continue;
    sheets++;
    const read = entriesOf(sheet, header, table.file);
    problems.push(...read.problems);
    for (const entry of read.entries) {
      const bad = (p: { message: string; hint?: string }): void =>
        void problems.push({ file: table.file, place: entry.place, ...p });
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
      const { account } = who;
      const before = named.get(account.id);
      if (saysNothing(entry)) {
        named.set(account.id, { account, silentAt: entry.place, line: entry.number });
        continue;
      }
      named.set(account.id, { ...before, account, line: before?.line ?? entry.number });
      const post = postOf(entry, importedAt);
      if ('message' in post) bad(post);
      else posts.set(account.id, [...(posts.get(account.id) ?? []), { post, place: entry.place }]);
    }
  }
  if (sheets === 0)
    throw new InputError({
      file: table.file,
      place: '',
      message: '没有认出表头',
      hint: '要有“账号名称”（或“账号编号”）、“标题”“发布时间”等列，列的先后不限',
    });
  for (const [id, { account, silentAt }] of named) {
    const inside = posts.get(id)?.find(({ post }) => isInside(post, attest));
    if (silentAt !== undefined && inside)
      problems.push({
        file: table.file,
        place: silentAt,
        message: `写着“${account.name}”没有更新，${inside.place}却有它的内容`,
        hint: '改正其中一行',
      });
  }
  refuse(table.file, problems);
  return [...named.values()].map(({ account, line }) =>
    observationOf(
      account,
      (posts.get(account.id) ?? []).map((p) => p.post),
      { table, attest, importedAt, line },
    ),
  );
}

function observationOf(
  account: Account,
  posts: readonly Post[],
  from: { table: Table; attest: Attest; importedAt: Date; line: number | undefined },
): Observation<'account.posts'> {
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
    ...(from.line === undefined ? {} : { locator: { line: from.line } }),
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
      posts: distinct(posts).sort(newestFirst),
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

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function newestFirst(a: Post, b: Post): number {
  const [x, y] = [a.published?.from ?? '', b.published?.from ?? ''];
  return x === y ? a.id.localeCompare(b.id) : x < y ? 1 : -1;
}

function checkAttest(attest: Attest, importedAt: Date): void {
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

type Asked = { id: string; name: string; handle: string; platform: string };
type Found = { account: Account } | { message: string; hint?: string };

/** Finds the account that a row means. By 编号; else by 平台 and 账号 or 名称; without 平台 only when one answers. */
function accountFinder(registry: Registry): (asked: Asked) => Found {
  const byId = new Map(registry.accounts.map((a) => [a.id, a]));
  const key = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  const byWord = new Map<string, Account[]>();
  for (const a of registry.accounts)
    for (const word of new Set([key(a.name), key(a.handle ?? '')]))
      if (word !== '') byWord.set(word, [...(byWord.get(word) ?? []), a]);
  const names = registry.accounts.map((a) => a.name);
  return (asked) => {
    const exact = byId.get(asked.id);
    const platform = asked.platform === '' ? undefined : platformOf(asked.platform);
    if (asked.platform !== '' && platform === undefined)
      return {
        message: `平台“${asked.platform.slice(0, 60)}”认不出来`,
        hint: '写成：微信公众号、新浪微博、抖音、今日头条等',
      };
    if (exact) {
      if (platform !== undefined && platform !== exact.platform)
        return {
          message: `账号编号 ${exact.id} 是${platformNames[exact.platform]}账号，这里写的平台是${platformNames[platform]}`,
          hint: '改正编号或平台',
        };
      return { account: exact };
    }
    const given = asked.handle || asked.name || asked.id;
    if (given === '') return { message: '没有账号', hint: '填上账号编号或账号名称' };
    if (asked.id !== '' && asked.name === '' && asked.handle === '')
      return { message: `台账里没有编号为“${asked.id}”的账号`, hint: suggest(asked.id, byId.keys()) };
    const matches = [asked.handle, asked.name]
      .filter((w) => w !== '')
      .map((w) => (byWord.get(key(w)) ?? []).filter((a) => platform === undefined || a.platform === platform))
      .find((m) => m.length > 0);
    // People write the number of the register into a column headed 账号 as well; a name that is somebody's goes first.
    const numbered = asked.id === '' && asked.handle === '' ? byId.get(asked.name) : undefined;
    const byNumber = numbered && (platform === undefined || platform === numbered.platform) ? [numbered] : [];
    const [only, ...others] = new Set(matches ?? byNumber);
    if (!only) {
      const where = platform === undefined ? '' : platformNames[platform];
      return {
        message: `台账里没有${where}账号“${given.slice(0, 60)}”`,
        hint: `${suggest(asked.name || given, names)}。先登记这个账号，或改正名称和平台`,
      };
    }
    if (others.length > 0)
      return { message: `台账里有 ${others.length + 1} 个账号都叫“${given}”`, hint: '加上“平台”或“账号编号”一列' };
    return { account: only };
  };
}

function saysNothing(entry: Entry<Field>): boolean {
  const blank = entry.get('link') === '' && entry.get('postId') === '';
  const [title, time, note] = [entry.get('title'), entry.get('time'), entry.get('note')];
  if (!blank || (time !== '' && !nothing.test(time))) return false;
  return [title, time].some((t) => nothing.test(t)) || (title === '' && nothing.test(note));
}

function postOf(entry: Entry<Field>, importedAt: Date): Post | { message: string; hint: string } {
  const time = entry.get('time');
  if (time === '')
    return { message: '没有发布时间', hint: '填上发布时间；确实没有发布内容的账号，在标题一栏写“无更新”' };
  const span = spanOf(time);
  if (span === null)
    return { message: `发布时间“${time.slice(0, 60)}”认不出来`, hint: '写成 2026-01-31 或 2026-01-31 14:30，要有年份' };
  const now = importedAt.getTime();
  if (span.from > now) return { message: `发布时间 ${time} 在导入时间之后`, hint: '改正日期' };
  const title = entry.get('title').slice(0, 500);
  const link = entry.get('link');
  const url = link === '' ? null : addressOf(link);
  if (link !== '' && url === null) return { message: `链接“${link.slice(0, 60)}”不对`, hint: '写完整的网址，或留空' };
  const published = {
    from: new Date(span.from).toISOString(),
    to: new Date(Math.min(span.to, now)).toISOString(),
  };
  const id = entry.get('postId') || url || digest(`${title}|${time}`);
  return {
    id,
    title,
    url,
    published,
    original: originalOf(entry.get('original')),
    pinned: yesNo(entry.get('pinned')) ?? entry.get('pinned') === '置顶',
  };
}

function originalOf(text: string): Post['original'] {
  if (/^(?:原创|自采|自制|首发)$/.test(text)) return 'original';
  if (/^(?:转载|转发|转帖|非原创|摘编|搬运)$/.test(text)) return 'repost';
  const answer = yesNo(text);
  return answer === undefined ? 'unknown' : answer ? 'original' : 'repost';
}

function isInside(post: Post, attest: Attest): boolean {
  if (post.published === null) return false;
  const [first, last] = [shanghaiDay(new Date(post.published.from)), shanghaiDay(new Date(post.published.to))];
  return last >= attest.from && first <= attest.to;
}
