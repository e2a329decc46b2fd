import { basename } from 'node:path';
import { endOfDay } from '#core/calendar.ts';
import { InputError, type InputProblem } from '#core/errors.ts';
import { type Observation, type ObservationValue, observationKey } from '#core/observation.ts';
import type { Account, Registry } from '#core/registry.ts';
import { half } from './cell.ts';
import { type Entry, entriesOf, findHeader, type HeaderWords } from './header.ts';
import { type Attest, checkAttest } from './posts.ts';
import { accountFinder } from './posts-account.ts';
import { digest } from './posts-row.ts';
import { refuse } from './refuse.ts';
import { spanOf } from './times.ts';
import type { Table } from './types.ts';
import { yesNo } from './words.ts';

const words = {
  accountId: ['账号编号'],
  account: ['账号名称', '帐号名称', '新媒体名称', '公众号名称', '账号', '帐号'],
  handle: ['账号id', '微信号', 'uid', '平台账号'],
  platform: ['平台', '平台名称', '开设平台'],
  asked: ['留言时间', '提问时间', '来信时间', '收到时间', '咨询时间', '评论时间'],
  replied: ['答复时间', '回复时间', '办结时间'],
  text: ['留言内容', '留言', '问题', '咨询内容', '内容', '标题', '评论内容'],
  id: ['留言编号', '信件编号', '编号', '序号'],
  concrete: ['具体明确', '具体明确咨询', '是否具体明确', '政策咨询'],
} as const satisfies HeaderWords<string>;
type Field = keyof typeof words;
type Message = ObservationValue<'account.replies'>['messages'][number];

const open = /^(?:未答复|未回复|没有答复|未办结|待答复|待回复|无)$/;

/**
 * 导入留言与答复记录: one observation an account, of what a person attests. The account stands in a column, or is the one that the attestation names.
 * Every row is checked before any counts: throws InputError with a line for each bad row. Keep `table.bytes` as evidence.
 */
export function importReplies(
  table: Table,
  registry: Registry,
  attest: Attest,
  importedAt: Date,
): Observation<'account.replies'>[] {
  checkAttest(attest, importedAt);
  const find = accountFinder(registry);
  const problems: InputProblem[] = [];
  const told = new Map<string, { account: Account; messages: Map<string, Message> }>();
  const tell = (account: Account) => {
    const known = told.get(account.id) ?? { account, messages: new Map<string, Message>() };
    told.set(account.id, known);
    return known.messages;
  };
  for (const name of attest.accounts ?? []) {
    const found = find({ id: name, name, handle: name, platform: '' });
    if ('account' in found) tell(found.account);
    else problems.push({ file: '签认的账号', place: name, ...found });
  }
  const named = [...told.values()].map((t) => t.account);
  let sheets = 0;
  for (const sheet of table.sheets) {
    const header = findHeader(sheet, words, 2);
    if (!header?.columns.has('asked') || !header.columns.has('replied')) continue;
    sheets++;
    const columns = header.columns.has('accountId') || header.columns.has('account') || header.columns.has('handle');
    const only = !columns && named.length === 1 ? named[0] : undefined;
    if (!columns && only === undefined)
      throw new InputError({
        file: table.file,
        place: sheet.name,
        message: '表里没有账号一列，不知是哪个账号的留言',
        hint: '加上“账号名称”一列，或用 --account 写明一个账号',
      });
    const read = entriesOf(sheet, header, table.file);
    problems.push(...read.problems);
    for (const entry of read.entries) {
      const bad = (p: { message: string; hint?: string }): void =>
        void problems.push({ file: table.file, place: entry.place, ...p });
      const who = only === undefined ? find(asked(entry)) : { account: only };
      if (!('account' in who)) {
        bad(who);
        continue;
      }
      const message = messageOf(entry, importedAt);
      if ('message' in message) bad(message);
      else tell(who.account).set(message.id, message);
    }
  }
  if (sheets === 0)
    throw new InputError({
      file: table.file,
      place: '',
      message: '没有认出表头',
      hint: '要有“留言时间”“答复时间”两列，另有“账号名称”“留言内容”，列的先后不限',
    });
  refuse(table.file, problems);
  return [...told.values()].map(({ account, messages }) => {
    const head = {
      kind: 'account.replies' as const,
      subjectId: account.id,
      target: `${account.id}#${table.sha256.slice(0, 16)}`,
      // The instant up to which it speaks.
      slot: new Date(Math.min(endOfDay(attest.to).getTime(), importedAt.getTime())).toISOString(),
    };
    const capturedAt = importedAt.toISOString();
    return {
      ...head,
      key: observationKey(head),
      observedAt: capturedAt,
      probe: { id: 'import', version: 1 },
      status: 'observed',
      value: {
        coverage: attest.coverage,
        window: { from: attest.from, to: attest.to },
        attestedBy: attest.person.trim(),
        messages: [...messages.values()],
      },
      evidence: [{ kind: 'import', sha256: table.sha256, url: basename(table.file), capturedAt }],
    };
  });
}

const asked = (entry: Entry<Field>) => ({
  id: entry.get('accountId'),
  name: entry.get('account'),
  handle: half(entry.get('handle')),
  platform: entry.get('platform'),
});

function messageOf(entry: Entry<Field>, importedAt: Date): Message | { message: string; hint: string } {
  const now = importedAt.getTime();
  const at = entry.get('asked');
  const asked = spanOf(at);
  if (asked === null)
    return {
      message: at === '' ? '没有留言时间' : `留言时间“${at.slice(0, 60)}”认不出来`,
      hint: '写成 2026-01-31 14:30，时限从这一刻算起',
    };
  if (asked.from > now) return { message: `留言时间 ${at} 在导入时间之后`, hint: '改正日期' };
  const then = entry.get('replied');
  const replied = then === '' || open.test(then) ? null : spanOf(then);
  if (replied === null && then !== '' && !open.test(then))
    return { message: `答复时间“${then.slice(0, 60)}”认不出来`, hint: '写成 2026-01-31 14:30，没有答复的留空' };
  if (replied !== null && replied.from > now) return { message: `答复时间 ${then} 在导入时间之后`, hint: '改正日期' };
  if (replied !== null && replied.to < asked.from)
    return { message: `答复时间 ${then} 早于留言时间 ${at}`, hint: '改正其中一个时间' };
  const text = entry.get('text').replace(/\s+/g, ' ').slice(0, 200);
  return {
    id: entry.get('id') || digest(`${at}|${text}`),
    text,
    asked: instants(asked, now),
    replied: replied === null ? null : instants(replied, now),
    concrete: yesNo(entry.get('concrete')) ?? null,
  };
}

const instants = (span: { from: number; to: number }, now: number) => ({
  from: new Date(span.from).toISOString(),
  to: new Date(Math.max(span.from, Math.min(span.to, now))).toISOString(),
});
