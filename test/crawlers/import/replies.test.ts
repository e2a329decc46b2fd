import { describe, expect, it } from 'vitest';
import { observationKey, observationValues } from '#core/observation.ts';
import { Registry } from '#core/registry.ts';
import { importReplies } from '#crawlers/import/replies.ts';
import { csv, folder, refusal } from './files.ts';

const f = folder();
let n = 0;
const table = (text: string) => csv(f, `replies-${++n}.csv`, text);
const registry = Registry.parse({
  version: 1,
  title: '示例县',
  organizations: [{ id: 'office', name: '示例县人民政府办公室', class: 'department' }],
  sites: [],
  accounts: [
    { id: 'fabu', organization: 'office', platform: 'wechat', name: '示例发布' },
    { id: 'weibo', organization: 'office', platform: 'weibo', name: '示例微博' },
  ],
});
const now = new Date('2026-11-22T02:00:00.000Z');
const attest = { person: '林知秋', from: '2026-11-01', to: '2026-11-20', coverage: 'complete' as const };

describe('records of messages and replies', () => {
  it('are one observation an account, up to the day they speak for', async () => {
    const t = await table(
      '账号名称,留言编号,留言时间,留言内容,答复时间,具体明确\n' +
        '示例发布,L1,2026-11-10 09:00:00,请问入学材料,2026-11-10 15:30:00,是\n' +
        '示例发布,L2,2026-11-11,咨询,未答复,否\n' +
        '示例微博,L1,2026-11-12 08:00,你好,,\n',
    );
    const found = importReplies(t, registry, attest, now);
    expect(found.map((o) => [o.subjectId, o.slot, o.key === observationKey(o)])).toEqual([
      ['fabu', '2026-11-20T15:59:59.999Z', true],
      ['weibo', '2026-11-20T15:59:59.999Z', true],
    ]);
    const [one, two] = found.map((o) => (o.status === 'observed' ? o.value : null));
    expect(observationValues['account.replies'].parse(one)).toEqual(one);
    expect(one).toMatchObject({
      attestedBy: '林知秋',
      coverage: 'complete',
      messages: [
        {
          id: 'L1',
          text: '请问入学材料',
          asked: { from: '2026-11-10T01:00:00.000Z', to: '2026-11-10T01:00:00.000Z' },
          replied: { from: '2026-11-10T07:30:00.000Z' },
          concrete: true,
        },
        { id: 'L2', asked: { to: '2026-11-11T15:59:59.999Z' }, replied: null, concrete: false },
      ],
    });
    expect(two?.messages).toMatchObject([{ replied: null, concrete: null }]);
  });

  it('of one account need no column of accounts; an account that is named without a row had no message', async () => {
    const t = await table('留言时间,答复时间,留言内容\n2026-11-10 09:00,2026-11-10 10:00,你好\n');
    expect(importReplies(t, registry, { ...attest, accounts: ['fabu'] }, now)).toMatchObject([{ subjectId: 'fabu' }]);
    expect(await refusal(() => importReplies(t, registry, attest, now))).toMatch(/不知是哪个账号/);
    const none = await table('账号名称,留言时间,答复时间\n示例发布,2026-11-10 09:00,2026-11-10 10:00\n');
    const both = importReplies(none, registry, { ...attest, accounts: ['weibo'] }, now);
    expect(both.map((o) => [o.subjectId, o.status === 'observed' && o.value.messages.length])).toEqual([
      ['weibo', 0],
      ['fabu', 1],
    ]);
  });

  it('are refused whole, with a line for each bad row', async () => {
    const t = await table(
      '账号,留言时间,答复时间\n示例发布,2026-11-10 09:00,2026-11-10 10:00\n示例法布,2026-11-10,\n示例发布,,\n示例发布,前天,\n示例发布,2026-11-10 09:00,很快\n示例发布,2026-11-10 09:00,2026-11-09 09:00\n示例发布,2026-12-10,\n',
    );
    const text = await refusal(() => importReplies(t, registry, attest, now));
    for (const line of [
      /第 3 行.*“示例法布”/,
      /第 4 行.*没有留言时间/,
      /第 5 行.*“前天”认不出来/,
      /第 6 行.*“很快”认不出来/,
      /第 7 行.*早于留言时间/,
      /第 8 行.*在导入时间之后/,
    ])
      expect(text).toMatch(line);
  });

  it('refuses what is no such table, and an attestation of the future', async () => {
    const t = await table('账号,留言内容\n示例发布,你好\n');
    expect(await refusal(() => importReplies(t, registry, attest, now))).toMatch(/没有认出表头/);
    expect(await refusal(() => importReplies(t, registry, { ...attest, to: '2026-12-01' }, now))).toMatch(/不能签认/);
  });
});
