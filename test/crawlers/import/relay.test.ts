import { describe, expect, it } from 'vitest';
import { observationKey, observationValues, registerSubject } from '#core/observation.ts';
import { Registry } from '#core/registry.ts';
import { importRelayList } from '#crawlers/import/relay.ts';
import { csv, folder, refusal } from './files.ts';

const f = folder();
let n = 0;
const table = (text: string) => csv(f, `relay-${++n}.csv`, text);
const registry = Registry.parse({
  version: 1,
  title: '示例县',
  organizations: [
    { id: 'jiaoyu', name: '示例县教育局', class: 'department', aliases: ['县教育局'] },
    { id: 'caizheng', name: '示例县财政局', class: 'department' },
  ],
  sites: [],
  accounts: [],
});
const now = new Date('2026-11-22T02:00:00.000Z');
const by = { person: '林知秋', reference: '示例发布' };

describe('list of important information', () => {
  it('is one observation of the whole register', async () => {
    const t = await table(
      '标题,发布时间,链接,正文,应转载单位\n' +
        '供暖通知,2026-11-18 09:00,https://mp.example.cn/s/1,各单位,\n' +
        '就学公告,2026-11-19,,,"县教育局、示例县财政局"\n' +
        '放假通知,2026-11-20 08:00,,,各单位\n',
    );
    const o = importRelayList(t, registry, by, now);
    if (o.status !== 'observed') throw new Error('not observed');
    expect(o.key).toBe(observationKey(o));
    expect(o.subjectId).toBe(registerSubject);
    expect(observationValues['relay.list'].parse(o.value)).toEqual(o.value);
    expect(o.value).toMatchObject({ reference: '示例发布', markedBy: '林知秋' });
    expect(o.value.items).toMatchObject([
      {
        id: 'https://mp.example.cn/s/1',
        title: '供暖通知',
        excerpt: '各单位',
        published: { from: '2026-11-18T01:00:00.000Z' },
      },
      {
        title: '就学公告',
        url: null,
        units: ['jiaoyu', 'caizheng'],
        published: { from: '2026-11-18T16:00:00.000Z', to: '2026-11-19T15:59:59.999Z' },
      },
      { title: '放假通知' },
    ]);
    expect(o.value.items[0]).not.toHaveProperty('units');
    expect(o.value.items[2]).not.toHaveProperty('units');
    expect(o.evidence).toMatchObject([{ kind: 'import', sha256: t.sha256 }]);
  });

  it('is refused whole, with a line for each bad row', async () => {
    const t = await table(
      '标题,发布时间,链接,应转载单位\n好的,2026-11-18 09:00,,\n,2026-11-18,,\n甲,上周五,,\n乙,2026-12-01,,\n丙,2026-11-18,不是网址,\n丁,2026-11-18,,示例县教育居\n',
    );
    const text = await refusal(() => importRelayList(t, registry, by, now));
    for (const line of [
      /第 3 行.*没有标题/,
      /第 4 行.*“上周五”认不出来/,
      /第 5 行.*在导入时间之后/,
      /第 6 行.*链接/,
      /第 7 行.*台账里没有单位“示例县教育居”/,
    ])
      expect(text).toMatch(line);
  });

  it.each([
    ['标题,链接\n甲,https://a.cn/\n', /没有认出表头/],
    ['标题,发布时间\n', /没有一条信息/],
  ])('refuses %j', async (text, why) => {
    const t = await table(text);
    expect(await refusal(() => importRelayList(t, registry, by, now))).toMatch(why);
  });

  it('wants to know who marked it', async () => {
    const t = await table('标题,发布时间\n甲,2026-11-18\n');
    expect(await refusal(() => importRelayList(t, registry, { ...by, person: ' ' }, now))).toMatch(/标记人/);
  });
});
