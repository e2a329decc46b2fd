import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '#core/observation.ts';
import { type BrokenLinksInput, brokenLinksOf } from '#reports/model/broken-links.ts';
import { adviceFor } from '#reports/model/link-advice.ts';
import { commonOf, familyOf } from '#reports/model/link-groups.ts';
import { attempts, crawl, home, link, seen, unseen } from '../indicators/build.ts';
import { dayBefore, input, mixed, noCrawl, nxdomain, parent, row, rules, wholeCrawl } from './links.samples.ts';

const model = (over: Partial<BrokenLinksInput>) => brokenLinksOf(input(over));
const dead = (path: string, over: Parameters<typeof row>[3] = {}, slot?: string) =>
  row(`${home}${path}`, 'broken', 'HTTP_404', { httpStatus: 404, ...over }, slot);

describe('what is one entry', () => {
  test('a fault of the footer is one, with its count, and is mended in the template', () => {
    const [first] = brokenLinksOf(mixed()).fix;
    expect(first).toMatchObject({
      number: 1,
      kind: 'target',
      home: true,
      template: true,
      spots: 1260,
      reach: 1260,
      capped: true,
      places: [{ roleName: '首页', tagName: '链接', text: '网站地图', pages: 50, spots: 50 }],
    });
    expect(first?.fix[0]).toMatch(/在 50 个以上的页面重复出现.*在模板里改一处/);
    expect(first?.places[0]?.samples[0]).toEqual({ url: home, line: 400, column: 9 });
  });

  test('a link in a footer and in an article: one target, two kinds of place', () => {
    const parents = [
      ...Array.from({ length: 4 }, (_, i) =>
        parent(`xw/${i}.html`, { place: { selector: '#footer > a:nth-of-type(2)' } }),
      ),
      parent('zt/a.html', { text: '专题', place: { selector: 'div.zt > a' } }),
    ];
    const [entry] = model({ links: [dead('gone.html', { parents, parentCount: 5 })] }).fix;
    expect(entry?.places.map((p) => [p.selector, p.pages])).toEqual([
      ['#footer > a:nth-of-type(2)', 4],
      ['div.zt > a', 1],
    ]);
    expect(entry?.capped).toBe(false);
  });

  test('the same footer under selectors that only differ in numbers', () => {
    const parents = [1, 2, 3].map((i) =>
      parent(`xw/${i}.html`, { place: { selector: `#f${i} > li:nth-of-type(${i}) > a` } }),
    );
    const [entry] = model({ links: [dead('gone.html', { parents })] }).fix;
    expect(entry).toMatchObject({ template: true, places: [{ pages: 3 }] });
  });

  test('a host that is gone, wherever its links stand', () => {
    const links = ['a', 'b'].map((n) =>
      row(`http://old.example.com/${n}`, 'broken', 'DNS_NXDOMAIN', { ...nxdomain, parents: [parent(`${n}.html`)] }),
    );
    expect(model({ links }).fix).toMatchObject([
      { kind: 'host', headline: '主机 old.example.com 上的 2 个链接', reach: 2 },
    ]);
    expect(model({ links }).fix[0]?.fix.join('')).toMatch(/2 个链接情况相同.*以防域名被他人注册/);
  });

  test('two hosts, or two reasons on one host, are two', () => {
    const on = (host: string, reason: 'DNS_NXDOMAIN' | 'NET_REFUSED') =>
      row(`http://${host}/${reason}`, 'broken', reason, { ...nxdomain });
    expect(
      model({ links: [on('a.example.com', 'DNS_NXDOMAIN'), on('b.example.com', 'DNS_NXDOMAIN')] }).fix,
    ).toHaveLength(2);
    expect(
      model({ links: [on('a.example.com', 'DNS_NXDOMAIN'), on('a.example.com', 'NET_REFUSED')] }).fix,
    ).toHaveLength(2);
  });

  const inList = (i: number, path: string) =>
    dead(path, {
      parents: [
        parent('zwgk/index.html', {
          role: 'list',
          text: `第${i}条`,
          place: { selector: `ul.l > li:nth-of-type(${i}) > a` },
        }),
      ],
    });
  test('a moved column: many addresses of one family from one list', () => {
    const links = Array.from({ length: 8 }, (_, i) => inList(i + 1, `zwgk/2019/t2019_${i}.html`));
    expect(model({ links }).fix).toMatchObject([
      {
        kind: 'family',
        headline: `${home}zwgk/2019/t2019_*.html 一类的 8 个网页`,
        targets: { length: 8 },
        template: false,
      },
    ]);
  });
  test('two of a family are read one by one; another folder, kind of file or place is another entry', () => {
    const two = [inList(1, 'zwgk/2019/t1.html'), inList(2, 'zwgk/2019/t2.html')];
    expect(model({ links: two }).fix.map((e) => e.kind)).toEqual(['target', 'target']);
    const others = ['zwgk/2019/t3.html', 'xw/2019/t4.html', 'zwgk/2019/t5.doc'].map((p, i) => inList(i + 3, p));
    const elsewhere = dead('zwgk/2019/t9.html', { parents: [parent('xw/9.html')] });
    expect(model({ links: [...two, ...others, elsewhere] }).fix.map((e) => [e.kind, e.targets.length])).toEqual([
      ['family', 3],
      ['target', 1],
      ['target', 1],
      ['target', 1],
    ]);
  });

  test('pictures and attachments of one folder are one entry wherever they stand', () => {
    const links = Array.from({ length: 5 }, (_, i) =>
      dead(`upload/2020/0${i}/p${i}.png`, {
        parents: [
          parent(i === 4 ? '' : `p${i}.html`, { tag: 'img', place: { selector: `div.d > .x${'y'.repeat(i)}` } }),
        ],
      }),
    );
    const [entry, ...others] = model({ links }).fix;
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      kind: 'family',
      home: true,
      headline: `${home}upload/2020/0*.png 一类的 5 个图片`,
      reach: 5,
    });
    expect(entry?.fix[0]).toMatch(/5 个图片的地址同属一类目录.*目录漏迁/);
  });

  test.each([
    ['https://a.cn/zwgk/201901/t20190102_33.html', 'a.cn/zwgk/#/*.html'],
    ['https://a.cn/art/2019/1/2/art_11_2.html', 'a.cn/art/#/#/#/*.html'],
    ['https://a.cn/about.html', 'a.cn/about.html'],
    ['https://a.cn/123.html', 'a.cn/#.html'],
    ['https://a.cn/content/5f2b8c9d0e1f2a3b4c5d6e7f', 'a.cn/content/#'],
    ['https://a.cn/s.jsp?id=7&x=8', 'a.cn/s.jsp?id&x'],
  ])('family of %s', (url, family) => expect(familyOf(url)).toBe(family));

  test.each([
    [['ab1cd', 'ab22cd', 'ab3cd'], 'ab*cd'],
    [['aa', 'aaa'], 'aa*'],
    [['x', 'x'], 'x'],
    [['aXa', 'aYa'], 'a*a'],
    [['aba', 'aa'], 'a*a'],
    [['', 'b'], '*'],
  ])('common part of %j is %s', (urls, common) => expect(commonOf(urls)).toBe(common));
});

describe('order', () => {
  test('the home page first, then by reach, then by number; the same whatever order it came in', () => {
    const wide = Array.from({ length: 9 }, (_, i) => parent(`p${i}.html`));
    const links = [
      dead('one.html'),
      dead('wide.html', { parents: wide, parentCount: 9 }),
      dead('home.html', { parents: [parent('')] }),
      dead('capped.html', { parents: wide, parentCount: 400 }),
    ];
    const heads = (all: typeof links) => model({ links: all }).fix.map((e) => e.headline.slice(home.length));
    expect(heads(links)).toEqual(['home.html', 'capped.html', 'wide.html', 'one.html']);
    expect(heads([...links].reverse())).toEqual(heads(links));
  });
  test('of a site whose home page only leads on, its second-level pages count as home', () => {
    const links = [dead('a.html', { parents: [parent('xw/', { role: 'list' })] })];
    expect(model({ links }).fix[0]?.home).toBe(false);
    expect(model({ links, site: { ...input().site, navigationOnly: true } }).fix[0]?.home).toBe(true);
  });
});

describe('what to do about it', () => {
  const value = (
    url: string,
    reason: 'HTTP_404' | 'SOFT_404' | 'TLS_EXPIRED' | 'DNS_NXDOMAIN' | 'HTTP_5XX',
    over = {},
  ) => link('', reason === 'TLS_EXPIRED' ? 'caution' : 'broken', reason, { url, ...over });
  const img = { parents: [parent('', { tag: 'img' })] };
  test.each([
    [value(`${home}a.pdf`, 'HTTP_404'), /^附件已不在服务器上/],
    [value(`${home}a.jpg`, 'HTTP_404', img), /^图片已不在服务器上/],
    [value(`${home}a.js`, 'HTTP_404', { parents: [parent('', { tag: 'script' })] }), /^页面引用的脚本不存在/],
    [value(`${home}a.css`, 'HTTP_404', { parents: [parent('', { tag: 'link' })] }), /^页面引用的样式文件不存在/],
    [value(`${home}a.html`, 'HTTP_404', { parents: [parent('', { tag: 'iframe' })] }), /^页面里内嵌的页面不存在/],
    [value(`${home}v.mp4`, 'HTTP_404'), /^音视频文件/],
    [value(`${home}a.html`, 'HTTP_404'), /^请恢复这个页面.*301/],
    [value('http://x.example.com/', 'HTTP_404', { external: true }), /^对方已撤下这个网页/],
    [value(`${home}a.html`, 'SOFT_404'), /请恢复所指内容.*错误页设为返回状态码 404/],
    [value(`${home}a.doc`, 'SOFT_404'), /^附件已不在.*错误页设为返回状态码 404/],
    [value('http://x.example.com/', 'SOFT_404', { external: true }), /^对方已撤下这个网页。[^0-9]*取消链接。$/],
    [value('http://x.example.com/', 'DNS_NXDOMAIN', { external: true }), /以防域名被他人注册/],
    [value(`${home}`, 'DNS_NXDOMAIN'), /域名是否拼写正确、是否到期/],
    [value('https://x.example.com/', 'TLS_EXPIRED', { external: true }), /^证书是对方网站的/],
    [value(home, 'TLS_EXPIRED'), /^请更换由受信任机构/],
    [value(home, 'HTTP_5XX'), /检查服务器程序/],
    [
      value(`${home}xw/www.example.gov.cn/a.html`, 'HTTP_404'),
      /夹着另一个域名 www.example.gov.cn.*漏写了开头的 http:\/\//,
    ],
    [value(`${home}www.example.com`, 'HTTP_404'), /末尾是一个域名 www.example.com/],
    [value('http://http//www.example.cn/', 'DNS_NXDOMAIN'), /写了两个 http:\/\//],
    [value(`${home}art/undefined.html`, 'HTTP_404'), /没有替换的程序变量（undefined）/],
    [value(`${home}%7B%7Burl%7D%7D`, 'HTTP_404'), /没有替换的程序变量/],
    [value(`${home}a%20/b.html`, 'HTTP_404'), /夹有空格/],
    [value(`${home}a.html%E3%80%82`, 'HTTP_404'), /末尾多了一个中文标点/],
  ] as const)('%#: %o', (v, expected) => expect(adviceFor(v).join('')).toMatch(expected));

  test.each([
    `${home}nanjing/NaNjing.html`,
    `${home}%E7%94%B3%E8%AF%B7%EF%BC%88%E8%A1%A8%EF%BC%89.doc`,
    `${home}a%20b.doc`,
    `${home}index.com.html`,
  ])('%s is no mistyped address', (url) =>
    expect(adviceFor(value(url, 'HTTP_404')).join('')).not.toMatch(/漏写|程序变量|空格|标点/),
  );
});

describe('since when', () => {
  const text = (links: Observation<'link.status'>[], crawls: Observation<'site.crawl'>[] = []) =>
    model({ links, crawls }).fix[0]?.since;
  test('the first look of all; a new one; three rounds; a gap', () => {
    expect(text([dead('a')])?.text).toBe('2026-11-22 首次检查时发现，尚未经次日复查');
    expect(text([dead('a'), dead('b', {}, dayBefore(7))])?.text).toBe('2026-11-22 新发现，尚未经次日复查');
    const three = [dead('a', {}, dayBefore(14)), dead('a', {}, dayBefore(7)), dead('a')];
    expect(text(three)).toMatchObject({
      day: '2026-11-08',
      rounds: 3,
      nextDay: true,
      text: '自 2026-11-08 起连续 3 次检查都打不开，次日复查仍在',
    });
    const gap = [dead('a', {}, dayBefore(14)), dead('b', {}, dayBefore(7)), dead('a')];
    expect(text(gap)?.text).toBe('自 2026-11-08 起 2 次检查都打不开（其间 1 次没有查到它），次日复查仍在');
  });
  test('twice on one day is no next day', () => {
    const earlier = new Date(Date.parse(dayBefore(0)) - 3_600_000).toISOString();
    expect(text([dead('a', {}, earlier), dead('a')])).toMatchObject({ rounds: 2, nextDay: false });
  });
  test('a second look at the crawl the next day agrees', () => {
    const m = model({ links: [dead('a', {}, dayBefore(1)), dead('a')], crawls: [wholeCrawl({}, dayBefore(1))] });
    expect(m.fix[0]?.since).toMatchObject({ day: '2026-11-21', nextDay: true });
    expect(m.scope).toBe('whole');
  });
  test('of a group the oldest, and how many are new', () => {
    const at = (n: string, slot?: string) =>
      row(`http://old.example.com/${n}`, 'broken', 'DNS_NXDOMAIN', { ...nxdomain }, slot);
    const m = model({
      links: [at('a', dayBefore(7)), at('a'), at('b')],
      crawls: [wholeCrawl({}, dayBefore(7)), wholeCrawl()],
    });
    expect(m.fix[0]?.since?.text).toBe(
      '最早的一个自 2026-11-15 起连续 2 次检查都打不开，次日复查仍在；其中 1 个是新发现的',
    );
  });
});

describe('fixed, or only not seen', () => {
  const before = dead('a', {}, dayBefore(7));
  test('opens now; not in a whole crawl', () => {
    expect(model({ links: [before, row(`${home}a`, 'ok', 'OK')] }).fixed).toMatchObject([
      { how: '本次打开正常', since: '2026-11-15' },
    ]);
    const m = model({ links: [before], crawls: [wholeCrawl()] });
    expect(m.fixed).toMatchObject([{ how: expect.stringMatching(/没有再发现/) }]);
    expect(m.unsettled).toEqual([]);
  });
  const capped = wholeCrawl({ limits: [{ limit: 'pages', left: 9, note: '达到页面上限' }] });
  test.each([
    ['a capped crawl', [before], [capped], /抓取不完整，没有查到它/],
    ['a sample without it', [before, dead('b')], [], /抽查的页面上没有这个链接/],
    ['a crawl that could not be made', [before], [noCrawl()], /全站抓取没有做成/],
    [
      'a challenge',
      [before, row(`${home}a`, 'undeterminable', 'BLOCKED_CHALLENGE')],
      [wholeCrawl()],
      /没有查清：网站的防护系统/,
    ],
    ['our own network', [before, unseen('link.status', `${home}a`, 'local-network')], [wholeCrawl()], /没有看成/],
  ] as const)('%s proves nothing', (_, links, crawls, why) => {
    const m = model({ links: [...links], crawls: [...crawls] });
    expect(m.fixed).toEqual([]);
    expect(m.unsettled).toMatchObject([{ why: expect.stringMatching(why), since: '2026-11-15' }]);
    expect(m.fix.map((e) => e.headline)).not.toContain(`${home}a`);
  });
  test('mended between the crawl and the look of the next day', () => {
    const m = model({
      links: [dead('a', {}, dayBefore(1)), row(`${home}a`, 'ok', 'OK')],
      crawls: [wholeCrawl({}, dayBefore(1))],
    });
    expect(m.fixed).toHaveLength(1);
    expect(m.fix).toEqual([]);
  });
});

describe('what it may say', () => {
  const cut = { limits: [{ limit: 'time' as const, left: 300, note: '达到时间上限。' }] };
  test.each([
    ['whole', { crawls: [wholeCrawl()] }, /没有发现打不开的链接。$/, []],
    [
      'cut',
      { crawls: [wholeCrawl(cut)] },
      /没有看到全站，不能说明全站没有问题/,
      [/抓取不完整/, /时间上限：达到时间上限，还有 300 个已知地址没有读。/],
    ],
    [
      'cut',
      { crawls: [wholeCrawl({ pages: { ...crawl().pages, blocked: 3 } })] },
      /不能说明全站没有问题/,
      [/不完整/, /3 个页面拒绝访问/],
    ],
    ['cut', { crawls: [wholeCrawl({ unjudgedCount: 2 })] }, /不能说明全站没有问题/, [/不完整/, /2 个页面没有看成/]],
    ['sample', { links: [row(`${home}x`, 'ok', 'OK')] }, /只|不能说明全站没有问题/, [/没有抓取全站/]],
    ['failed', { crawls: [noCrawl()] }, /没有查清任何链接/, [/全站抓取没有做成：被对方防护设备拦截/]],
    ['none', {}, /没有查清任何链接/, [/没有检查过链接/]],
    ['none', { links: [unseen('link.status', home)] }, /没有查清任何链接/, [/没有检查过链接，或检查没有做成/]],
  ] as const)('%s: %o', (scope, over, lead, caveats) => {
    const m = model(over as Partial<BrokenLinksInput>);
    expect(m.scope).toBe(scope);
    expect(m.lead).toMatch(lead);
    expect(m.caveats).toHaveLength(caveats.length);
    for (const [i, c] of caveats.entries()) expect(m.caveats[i]).toMatch(c);
    if (scope !== 'whole') expect(m.lead).not.toMatch(/没有发现打不开的链接。/);
  });

  test('nothing but a whole crawl is ever without a caveat', () => {
    const limits = ['pages', 'depth', 'bytes', 'time', 'traps', 'robots', 'blocked', 'browser'] as const;
    fc.assert(
      fc.property(
        fc.subarray([...limits]),
        fc.nat(3),
        fc.nat(3),
        fc.boolean(),
        (names, blocked, unjudgedCount, seenIt) => {
          const value = {
            limits: names.map((limit) => ({ limit, left: 0, note: '限度' })),
            pages: { ...crawl().pages, blocked },
            unjudgedCount,
          };
          const m = model({ crawls: [seenIt ? wholeCrawl(value) : noCrawl()] });
          const whole = seenIt && names.length === 0 && blocked === 0 && unjudgedCount === 0;
          expect(m.caveats.length === 0).toBe(whole);
          expect(m.scope === 'whole').toBe(whole);
        },
      ),
    );
  });

  test('suspected, blocked and in doubt go to a person, never to the faults', () => {
    const m = model({
      links: [
        row(`${home}once`, 'broken', 'NET_TIMEOUT', { attempts: attempts('ETIMEDOUT') }),
        row(`${home}guarded`, 'undeterminable', 'BLOCKED_CHALLENGE', { attempts: attempts(412) }),
        dead('doubt', {}, dayBefore(1)),
        unseen('link.status', `${home}doubt`, 'local-network'),
        row(`${home}tls`, 'caution', 'TLS_EXPIRED', { attempts: attempts(200) }),
      ],
      crawls: [wholeCrawl({}, dayBefore(1))],
    });
    expect(m.fix).toEqual([]);
    expect(m.check.map((e) => [e.headline.slice(home.length), e.doubt === ''])).toEqual(
      expect.arrayContaining([
        ['once', false],
        ['guarded', true],
        ['doubt', false],
      ]),
    );
    expect(m.check).toHaveLength(3);
    expect(m.caution).toHaveLength(1);
    expect(m.uncovered.unseen).toMatchObject([{ count: 1 }]);
  });

  test('totals and indexes fit the entries', () => {
    const m = brokenLinksOf(mixed());
    expect(m.totals).toMatchObject({
      fix: { targets: 30, entries: 6, home: 2, fresh: 29 },
      check: 2,
      caution: 1,
      ignored: 1,
      fixed: 1,
    });
    expect(m.totals.told).toEqual({ all: 470, home: 42, inner: 428 });
    expect(m.fix.reduce((n, e) => n + e.targets.length, 0)).toBe(30);
    expect(m.reasons.map((r) => [r.reason, r.targets])).toEqual([
      ['HTTP_404', 26],
      ['DNS_NXDOMAIN', 3],
      ['SOFT_404', 1],
    ]);
    expect(m.pages[0]).toEqual({
      url: home,
      home: true,
      entries: [
        { anchor: 'fix-1', number: 1 },
        { anchor: 'fix-2', number: 2 },
      ],
    });
    expect(m.pages.map((p) => p.url)).not.toContain(`${home}xw/7.html`);
    expect(m.uncovered.skipped).toEqual([
      { name: '不是网页链接', count: 1 },
      { name: '对方不允许程序访问', count: 1 },
    ]);
    const named = m.cases.filter((c) => c.fate === 'fix');
    expect(named.every((c) => /^须修复 \d+$/.test(c.entry))).toBe(true);
  });
});

describe('ignore rules', () => {
  test('the link is out of the faults, still listed, with who and until when', () => {
    const m = brokenLinksOf(mixed());
    expect(m.ignored).toMatchObject([
      { case: { fate: 'ignored', value: { url: 'http://gone.example.org/' } }, rule: rules.host },
    ]);
    expect(m.fix.flatMap((e) => e.targets.map((t) => t.url))).not.toContain('http://gone.example.org/');
    expect(m.cases.filter((c) => c.fate === 'ignored')).toHaveLength(1);
  });
  test('one that has run out no longer holds, and the entry says so', () => {
    const family = brokenLinksOf(mixed()).fix.find((e) => e.kind === 'family');
    expect(family?.expired).toEqual([{ rule: rules.expired, targets: 23 }]);
  });
  test('each rule with its state', () => {
    expect(brokenLinksOf(mixed()).rules.map((r) => r.state)).toEqual([
      '有效，本次用到 1 处',
      '已到期，不再适用，仍有 23 处链接打不开或有疑点，已重新计入',
      '有效，本次没有匹配到任何链接，请核对是否还需要',
    ]);
    expect(model({ ignores: [{ ...rules.unused, site: 'other' }] }).rules).toEqual([]);
    expect(model({ ignores: [{ ...rules.unused, recorded: '2026-12-01' }] }).rules[0]?.state).toBe('尚未生效');
  });
  test('all ignored is not clean', () => {
    const m = model({
      links: [row('http://gone.example.org/', 'broken', 'DNS_NXDOMAIN', nxdomain)],
      ignores: [rules.host],
      crawls: [wholeCrawl()],
    });
    expect(m.lead).toMatch(/没有发现打不开的链接（按忽略规则不计的 1 个除外）/);
  });
  test('a blocked one that a rule names is listed as ignored too', () => {
    const m = model({
      links: [row('http://gone.example.org/', 'undeterminable', 'BLOCKED_RATE', { external: true })],
      ignores: [rules.host],
    });
    expect([m.check.length, m.ignored.length]).toEqual([0, 1]);
  });
});

test('pure: the same input, the same model; the input stays as it was', () => {
  const given = mixed();
  const before = JSON.stringify(given);
  const order = { ...given, links: [...given.links].reverse(), crawls: [...given.crawls].reverse() };
  expect(brokenLinksOf(given).fix.map((e) => [e.headline, e.fix, e.since])).toEqual(
    brokenLinksOf(order).fix.map((e) => [e.headline, e.fix, e.since]),
  );
  expect(brokenLinksOf(given)).toEqual(brokenLinksOf(given));
  expect(JSON.stringify(given)).toBe(before);
});

test('evidence of an entry: the answers, then the page that points there', () => {
  const [entry] = model({ links: [dead('a')] }).fix;
  expect(entry?.evidence.map((e) => [e.kind, e.url, e.place !== ''])).toEqual([
    ['exchange', `${home}a`, false],
    ['html', `${home}xw/1.html`, true],
  ]);
  expect(seen('link.status', link('x', 'ok', 'OK')).status).toBe('observed');
});
