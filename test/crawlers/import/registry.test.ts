import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crossCheck, type Registry } from '#core/registry.ts';
import { importRegistry } from '#crawlers/import/registry.ts';
import { readTable } from '#crawlers/import/table.ts';
import { csv, ExcelJS, folder, refusal } from './files.ts';

const f = folder();
let n = 0;
const table = (text: string) => csv(f, `${++n}.csv`, text);

const sitesCsv = `示例县政府网站名单
序号,网址,单位,单位类别,网站名称（必填）,网站标识码,类别,是否对外服务
1,https://www.example.gov.cn/,示例县人民政府,县级政府,示例县人民政府门户网站,5002300001,门户网站,是
2,jyj.example.gov.cn,示例县教育局,部门,示例县教育局,５００２３００００２,部门,是
3,http://sjj.example.gov.cn/index.html,示例县审计局,部门,示例县审计局,,部门,否
合计,3 个
`;
const accountsCsv = `平台,账号名称,单位,微信号,链接,开设日期,状态,注销日期
微信公众号,示例发布,示例县人民政府,shili_fabu,,2018年3月1日,正常,
新浪微博,示例发布,示例县人民政府,,https://weibo.com/u/1234567890,2015/6/1,正常,
抖音,示例镇,示例镇人民政府,,,,注销,2026-05-06
微信,示例教育,示例县教育局,,,,,
`;

describe('import of sites', () => {
  it('makes a register out of a list with its columns in any order', async () => {
    const result = importRegistry(await table(sitesCsv), null, { title: '示例县' });
    expect(crossCheck(result.registry)).toEqual([]);
    expect(result.registry).toMatchObject({ version: 1, title: '示例县', accounts: [] });
    expect(result.registry.organizations.map((o) => [o.name, o.class, o.outwardService])).toEqual([
      ['示例县人民政府', 'county-government', true],
      ['示例县教育局', 'department', true],
      ['示例县审计局', 'department', false],
    ]);
    expect(result.registry.sites.map((s) => [s.id, s.name, s.home, s.siteCode, s.kind])).toEqual([
      ['site-5002300001', '示例县人民政府门户网站', 'https://www.example.gov.cn/', '5002300001', 'portal'],
      ['site-5002300002', '示例县教育局', 'http://jyj.example.gov.cn/', '5002300002', 'department'],
      [
        expect.stringMatching(/^sjj-example-gov-cn-[0-9a-f]{6}$/),
        '示例县审计局',
        'http://sjj.example.gov.cn/index.html',
        undefined,
        'department',
      ],
    ]);
    expect(result.added).toHaveLength(6);
    expect(result.problems).toEqual([]);
  });

  it('gives the same ids each time and finds everything unchanged the second time', async () => {
    const first = importRegistry(await table(sitesCsv), null);
    expect(importRegistry(await table(sitesCsv), null).registry).toEqual(first.registry);
    const again = importRegistry(await table(sitesCsv), first.registry);
    expect(again.registry).toEqual(first.registry);
    expect([again.added, again.changed, again.absent]).toEqual([[], [], []]);
    expect(again.unchanged).toHaveLength(6);
  });

  it('brings known sites up to date, keeps their id, columns and closures, and leaves blanks alone', async () => {
    const first = importRegistry(await table(sitesCsv), null).registry;
    const kept: Registry = {
      ...first,
      sites: first.sites.map((s, i) =>
        i === 1
          ? {
              ...s,
              id: 'education',
              domains: ['old.example.gov.cn'],
              closures: [
                { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', approval: '示例函1号', reason: '维护' },
              ],
            }
          : s,
      ),
    };
    const result = importRegistry(
      await table('网站名称,网址,标识码,单位\n示例县教育委员会,https://jyj.example.gov.cn,,示例县教育局\n'),
      kept,
      { allowShrink: true },
    );
    expect(result.registry.sites[1]).toEqual({
      ...kept.sites[1],
      name: '示例县教育委员会',
      home: 'https://jyj.example.gov.cn/',
    });
    expect(result.changed).toEqual([{ kind: 'site', id: 'education', name: '示例县教育委员会' }]);
    expect(result.unchanged).toEqual([{ kind: 'organization', id: kept.sites[1]?.organization, name: '示例县教育局' }]);
    expect(result.absent.map((a) => a.name)).toEqual(['示例县人民政府门户网站', '示例县审计局']);
    expect(result.registry.sites).toHaveLength(3);
  });

  it('refuses the whole list for its bad rows, one line each', async () => {
    const message = await refusal(async () =>
      importRegistry(
        await table(
          [
            '网站名称,网址,标识码,单位,单位类别,网站类别,是否对外服务,状态',
            '甲,,,单位甲,,,,',
            '乙,不是网址,,单位乙,,,,',
            '丙,http://c.example.cn/,12345,单位丙,,,,',
            '丁,http://d.example.cn/,,单位丁,外星单位,,,',
            '戊,ftp://e.example.cn/,,单位戊,,,,',
            '己,http://f.example.cn/,,单位己,,奇怪,也许,关停',
            ',http://g.example.cn/,,,,,,',
            '辛,http://h.example.cn/,4.4E+09,单位辛,,,,',
            '壬,http://i.example.cn/,,单位壬,,,,',
            '癸,http://i.example.cn,,单位癸,,,,',
          ].join('\n'),
        ),
        null,
      ),
    );
    const lines = message.split('\n').map((l) => l.replace(/^.*?（/, '（'));
    for (const [row, text] of [
      [2, '没有网址'],
      [3, '网址“不是网址”不对'],
      [4, '网站标识码“12345”认不出来'],
      [5, '单位类别“外星单位”认不出来'],
      [6, '网址“ftp://e.example.cn/”不对'],
      [7, '网站类别“奇怪”认不出来'],
      [7, '是否对外服务“也许”认不出来'],
      [7, '状态是“关停”，但没有日期'],
      [8, '没有单位'],
      [8, '没有网站名称'],
      [9, '“标识码”的 4.4E+09 写成了科学计数法'],
      [11, '与第 10 行登记的是同一个，内容却不同'],
    ] as const)
      expect(lines.filter((l) => l.startsWith(`（第 ${row} 行）：${text}`))).toHaveLength(1);
    expect(message).not.toMatch(/第 10 行）/);
  });

  it('shows 50 bad rows and counts the rest', async () => {
    const rows = Array.from({ length: 70 }, (_, i) => `站${i},,单位${i}`);
    const message = await refusal(async () =>
      importRegistry(await table(`网站名称,网址,单位\n${rows.join('\n')}\n`), null),
    );
    expect(message.split('\n')).toHaveLength(51);
    expect(message).toContain('还有 20 处问题没有列出');
  });

  it('refuses a list that lost more than half, unless told to take it', async () => {
    const many = Array.from({ length: 8 }, (_, i) => `站${i},http://s${i}.example.cn/,单位${i}`);
    const header = '网站名称,网址,单位\n';
    const { registry } = importRegistry(await table(header + many.join('\n')), null);
    const half = await table(header + many.slice(0, 4).join('\n'));
    expect(importRegistry(half, registry).absent).toHaveLength(4);
    const less = await table(header + many.slice(0, 3).join('\n'));
    expect(await refusal(() => importRegistry(less, registry))).toMatch(/网站 8 个，这份名单里缺了 5 个/);
    expect(importRegistry(less, registry, { allowShrink: true }).registry.sites).toHaveLength(8);
  });

  it('says what a header must hold', async () => {
    expect(await refusal(async () => importRegistry(await table('甲,乙\n1,2\n'), null))).toMatch(
      /没有认出表头.*“网站名称”“网址”/,
    );
    expect(await refusal(async () => importRegistry(await table('网站名称,网址\n'), null))).toContain(
      '表头下面没有内容',
    );
  });

  it('tells of units whose class it guessed', async () => {
    const { problems, registry } = importRegistry(
      await table(
        '网站名称,网址,单位\n示例镇网站,http://a.example.cn/,示例镇人民政府\n园区,http://b.example.cn/,示例高新区管委会\n',
      ),
      null,
    );
    expect(registry.organizations.map((o) => o.class)).toEqual(['township', 'zone']);
    expect(problems.map((p) => p.message)).toEqual(['有 2 个新单位没有写明类别，按名称推断（如“示例镇人民政府”）']);
  });

  it('takes the real list of 3,207 sites, refusing only addresses that stand twice', async () => {
    const corpus = process.env.XUNCHA_CORPUS ?? resolve(import.meta.dirname, '../../../../shared/corpus');
    const file = join(corpus, 'registry/gov_sites_by_division.csv');
    if (!existsSync(file)) {
      console.log(`没有测量用的语料（${file}），这一项没有测`);
      return;
    }
    const real = await readTable(file);
    // Four addresses stand twice; measured on the list of 2026.
    const message = await refusal(() => importRegistry(real, null));
    const bad = new Set([...message.matchAll(/（第 (\d+) 行）：与第 \d+ 行登记的是同一个/g)].map((m) => Number(m[1])));
    expect(message.split('\n')).toHaveLength(bad.size);
    expect(bad.size).toBe(4);
    const rest = {
      ...real,
      sheets: real.sheets.map((s) => ({ ...s, rows: s.rows.filter((r) => !bad.has(r.number)) })),
    };
    const { registry } = importRegistry(rest, null);
    expect(registry.sites).toHaveLength(3_203);
    expect(crossCheck(registry)).toEqual([]);
  });
});

describe('import of accounts', () => {
  it('reads platforms, identifiers, dates and closing', async () => {
    const { registry } = importRegistry(await table(accountsCsv), null);
    expect(
      registry.accounts.map((a) => [a.id, a.platform, a.name, a.handle, a.url, a.openedOn, a.cancelledOn]),
    ).toEqual([
      ['wechat-shili-fabu', 'wechat', '示例发布', 'shili_fabu', undefined, '2018-03-01', undefined],
      [
        expect.stringMatching(/^weibo-[0-9a-f]{10}$/),
        'weibo',
        '示例发布',
        undefined,
        'https://weibo.com/u/1234567890',
        '2015-06-01',
        undefined,
      ],
      [expect.stringMatching(/^douyin-/), 'douyin', '示例镇', undefined, undefined, undefined, '2026-05-06'],
      [expect.stringMatching(/^wechat-/), 'wechat', '示例教育', undefined, undefined, undefined, undefined],
    ]);
    expect(registry.accounts.map((a) => a.ids)).toEqual([
      { alias: 'shili_fabu' },
      { uid: '1234567890' },
      undefined,
      undefined,
    ]);
    expect(registry.organizations.find((o) => o.name === '示例镇人民政府')?.class).toBe('township');
  });

  it('reads a 备案台账: merged and two-row headers, host, filing, announcement, closing and cancelling apart', async () => {
    const text = [
      '示例县政务新媒体备案台账,,,,,,,,,,,,',
      '序号,主办单位,账号信息,,,,,认证主体,曾用名,开设时间,备案时间,公告时间,粉丝数,最近更新,状态,关停日期,注销日期',
      ',,新媒体名称,类型,账号ID/微信号/UID,链接,二维码,,,,,,,,,,',
      '【填写说明】,,,,,,,,,,,,,,,,',
      '【示例】1,某某局,某某发布,微信公众号,moumou,,,,,,,,,,,,',
      '1,示例县卫生健康委员会,健康示例,微信公众号,gh_1234567890ab,,见附件,示例县卫健委,示例卫生、卫生示例,２０１９年５月６日,2019/5/16,43601,1.2万,2026-11-20,正常,,',
      '2,示例县卫生健康委员会,健康示例,新浪微博,,https://weibo.com/u/1234567890,,,,2019-05-06,,,,,关停,2025-03-01,',
      '3,示例县林业局,示例林业,抖音,,,https://www.douyin.com/user/MS4wLjABAAAAexampleexampleexample01,,,,,,,,注销,,2025-04-01',
      '4,示例县水利局,示例水利,快手,,,,,,,,,,,已注销,2025-05-01,',
    ].join('\n');
    const result = importRegistry(await table(text.replace('43601', '2019-05-16')), null);
    expect(result.registry.accounts).toMatchObject([
      {
        name: '健康示例',
        platform: 'wechat',
        handle: 'gh_1234567890ab',
        ids: { ghId: 'gh_1234567890ab' },
        certifiedHost: '示例县卫健委',
        aliases: ['示例卫生', '卫生示例'],
        openedOn: '2019-05-06',
        filedOn: '2019-05-16',
        announcedOn: '2019-05-16',
      },
      { name: '健康示例', platform: 'weibo', ids: { uid: '1234567890' }, closedOn: '2025-03-01' },
      {
        name: '示例林业',
        platform: 'douyin',
        url: 'https://www.douyin.com/user/MS4wLjABAAAAexampleexampleexample01',
        ids: { secUid: 'MS4wLjABAAAAexampleexampleexample01' },
        cancelledOn: '2025-04-01',
      },
      // One column of days for both: the status tells which it is.
      { name: '示例水利', platform: 'kuaishou', cancelledOn: '2025-05-01' },
    ]);
    expect(result.registry.accounts).toHaveLength(4);
    expect(result.registry.accounts[3]).not.toHaveProperty('closedOn');
    expect(result.registry.organizations.map((o) => o.name)).toEqual([
      '示例县卫生健康委员会',
      '示例县林业局',
      '示例县水利局',
    ]);
    expect(result.problems.map((p) => p.message).join()).toContain('“粉丝数”、“最近更新”没有导入');
    const again = importRegistry(await table(text.replace('43601', '2019-05-16')), result.registry);
    expect(again.registry).toEqual(result.registry);
    expect(again.changed).toEqual([]);
  });

  it('finds a renamed account by its number on the platform, and keeps what the list leaves out', async () => {
    const first = importRegistry(
      await table('单位,平台,账号名称,链接,曾用名,备案时间\n示例局,微博,旧名,weibo.com/u/1234567890,老名,2020-01-02\n'),
      null,
    ).registry;
    const result = importRegistry(
      await table('单位,平台,账号名称,UID,曾用名\n示例局,微博,新名,1234567890,旧名\n'),
      first,
    );
    expect(result.registry.accounts).toMatchObject([
      {
        id: first.accounts[0]?.id,
        name: '新名',
        ids: { uid: '1234567890' },
        aliases: ['老名', '旧名'],
        filedOn: '2020-01-02',
      },
    ]);
    expect(result.registry.accounts).toHaveLength(1);
  });

  it('takes the platform from the name of the sheet where each has its own', async () => {
    const book = new ExcelJS.Workbook();
    for (const [name, account] of [
      ['微博账号', '示例微博号'],
      ['抖音', '示例抖音号'],
      ['汇总', '不算'],
    ] as const) {
      const sheet = book.addWorksheet(name);
      sheet.addRow(['序号', '主办单位', '账号名称', '开设时间']);
      sheet.addRow([1, '示例县文旅局', account, new Date(Date.UTC(2020, 0, 2))]);
    }
    const path = f.path('sheets.xlsx');
    await book.xlsx.writeFile(path);
    const result = importRegistry(await readTable(path), null);
    expect(result.registry.accounts.map((a) => [a.platform, a.name, a.openedOn])).toEqual([
      ['weibo', '示例微博号', '2020-01-02'],
      ['douyin', '示例抖音号', '2020-01-02'],
    ]);
    expect(result.problems.map((p) => p.place)).toContain('工作表“汇总”');
  });

  it('refuses a link of another platform, an ID that is not of the link, and one number for two accounts', async () => {
    const message = await refusal(async () =>
      importRegistry(
        await table(
          [
            '单位,平台,账号名称,UID,链接,开设时间,注销日期',
            '甲局,抖音,甲,,https://weibo.com/u/1234567890,,',
            '乙局,微博,乙,1234567891,https://weibo.com/u/1234567892,,',
            '丙局,微博,丙,1234567893,,,',
            '丁局,微博,丁,1234567893,,,',
            '戊局,微博,戊,1.23E+09,,,',
          ].join('\n'),
        ),
        null,
      ),
    );
    const lines = message.split('\n').map((l) => l.replace(/^.*?（/, '（'));
    for (const [row, text] of [
      [2, '链接是新浪微博的，平台写的是抖音'],
      [3, '账号ID 是 1234567891，链接却是 1234567892 的'],
      [5, '与第 4 行登记的是同一个，内容却不同'],
      [6, '“UID”的 1.23E+09 写成了科学计数法'],
    ] as const)
      expect(lines.filter((l) => l.startsWith(`（第 ${row} 行）：${text}`))).toHaveLength(1);
    // What two rows say together is named by its row as well.
    const ends = await refusal(async () =>
      importRegistry(await table('单位,平台,账号名称,开设时间,注销日期\n甲局,抖音,甲,2020-02-03,2019-02-03\n'), null),
    );
    expect(ends).toMatch(/（第 2 行）：注销日期早于开设日期 2020-02-03/);
  });

  it('goes beside sites that are registered, and finds accounts again by identifier or name', async () => {
    const sites = importRegistry(await table(sitesCsv), null).registry;
    const both = importRegistry(await table(accountsCsv), sites);
    expect(both.registry.sites).toEqual(sites.sites);
    expect(both.absent).toEqual([]);
    const renamed = importRegistry(
      await table(
        '单位,平台,账号名称,账号ID\n示例县人民政府,微信,示例县发布,SHILI_FABU\n示例县教育局,公众号,示例教育,sljy01\n',
      ),
      both.registry,
      { allowShrink: true },
    );
    expect(renamed.changed.map((c) => [c.id, c.name])).toEqual([
      ['wechat-shili-fabu', '示例县发布'],
      [both.registry.accounts[3]?.id, '示例教育'],
    ]);
    expect(renamed.registry.accounts).toHaveLength(4);
  });

  it('keeps accounts of one name apart by what the platform calls them', async () => {
    const { registry } = importRegistry(
      await table('单位,平台,账号名称,uid\n示例局,抖音,示例,a1\n示例局,抖音,示例,a2\n'),
      null,
    );
    expect(registry.accounts.map((a) => a.id)).toEqual(['douyin-a1', 'douyin-a2']);
  });

  it('refuses unknown platforms and identifiers that lost digits', async () => {
    const message = await refusal(async () =>
      importRegistry(
        await table('单位,平台,账号名称,uid\n示例局,电报,甲,1\n示例局,微博,乙,1.23E+09\n示例局,,丙,3\n'),
        null,
      ),
    );
    expect(message).toMatch(/第 2 行）：平台“电报”认不出来/);
    expect(message).toMatch(/第 3 行）：“uid”的 1.23E\+09 写成了科学计数法/);
    expect(message).toMatch(/第 4 行）：没有平台/);
  });

  it('takes the same row twice for one, and different ones for a mistake', async () => {
    const row = '示例局,微博,甲,\n';
    const header = '单位,平台,账号名称,链接\n';
    expect(importRegistry(await table(header + row + row), null).registry.accounts).toHaveLength(1);
    expect(
      await refusal(async () =>
        importRegistry(await table(`${header}${row}示例局,微博,甲,http://weibo.com/u/1\n`), null),
      ),
    ).toContain('与第 2 行登记的是同一个，内容却不同');
  });
});
