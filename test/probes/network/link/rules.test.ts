import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '#core/evidence.ts';
import { fetchOutcomes } from '#core/evidence.ts';
import { explainLink } from '#core/link-texts.ts';
import { linkReasons, linkStatuses } from '#core/observation.ts';
import {
  controlAddress,
  isContentAddress,
  isDeep,
  isHomeOf,
  isInnerHost,
  readAddress,
} from '#probes/network/link/address.ts';
import { classifyExchange, isLogin, retryAfterMs } from '#probes/network/link/classify.ts';
import { bodyKind, decodeText } from '#probes/network/link/decode.ts';
import { readPageFacts, samePage } from '#probes/network/link/page-facts.ts';
import { defend, settle } from '#probes/network/link/settle.ts';
import { confess, errorAddress } from '#probes/network/link/soft404.ts';
import type { Sight } from '#probes/network/link/types.ts';
import { article, framed, gbk, home, prose } from './cases/pages.ts';

const url = 'http://www.shili.example/a.html';
const exchange = (over: Partial<Exchange> = {}, headers: [string, string][] = []): Exchange => ({
  requestedUrl: url,
  finalUrl: url,
  startedAt: '2026-09-10T02:00:00.000Z',
  outcome: 'response',
  hops: [
    { url, method: 'GET', headers, phases: { end: 5 }, ...(over.status === undefined ? {} : { status: over.status }) },
  ],
  totalMs: 5,
  certificate: 'none',
  body: new Uint8Array(0),
  bodyComplete: true,
  readableMs: null,
  protocolFaults: [],
  ...over,
});

describe('classifyExchange', () => {
  test('only these statuses ever raise the suspicion of a dead link', () => {
    const suspects: number[] = [];
    for (let status = 100; status < 1000; status++)
      if (classifyExchange(exchange({ status }), null).status === 'broken') suspects.push(status);
    const server = Array.from({ length: 100 }, (_, i) => 500 + i).filter((s) => s !== 511);
    const redirects = Array.from({ length: 100 }, (_, i) => 300 + i).filter((s) => s !== 304);
    expect(suspects).toEqual([...redirects, 404, 410, ...server]);
  });

  test('every outcome has a row, and a broken one is always to be seen again', () => {
    for (const outcome of fetchOutcomes)
      for (const certificate of ['none', 'expired', 'legacy'] as const) {
        const sight = classifyExchange(exchange({ outcome, certificate }), null);
        if (sight.status === 'broken') expect(sight.next, outcome).not.toBe('done');
      }
  });

  test('a challenge is never a dead link, whatever its status', () => {
    for (const status of [200, 202, 403, 404, 410, 412, 500, 503, 512, 521])
      expect(classifyExchange(exchange({ status }), { kind: '瑞数动态防护', sign: '$_ts' })).toMatchObject({
        status: 'undeterminable',
        reason: 'BLOCKED_CHALLENGE',
        next: 'done',
      });
  });

  test.each([
    ['ENETUNREACH', 'undeterminable'],
    ['EACCES', 'undeterminable'],
    ['EHOSTUNREACH', 'broken'],
  ] as const)('unreachable with %s: %s', (code, status) => {
    expect(classifyExchange(exchange({ outcome: 'unreachable', code }), null).status).toBe(status);
  });

  test.each([
    ['ENOTFOUND', 'broken', 'DNS_NXDOMAIN'],
    ['ENODATA', 'broken', 'DNS_NXDOMAIN'],
    ['ESERVFAIL', 'undeterminable', 'DNS_SERVFAIL'],
    ['EAI_AGAIN', 'undeterminable', 'DNS_SERVFAIL'],
    ['ETIMEOUT', 'undeterminable', 'DNS_SERVFAIL'],
    ['ECONNREFUSED', 'undeterminable', 'DNS_SERVFAIL'],
    ['ESOMETHINGNEW', 'undeterminable', 'DNS_SERVFAIL'],
  ] as const)('dns %s: %s %s', (code, status, reason) => {
    expect(classifyExchange(exchange({ outcome: 'dns-failure', code }), null)).toMatchObject({ status, reason });
  });
});

describe('Retry-After', () => {
  const at = (value: string, date?: string): number | null =>
    retryAfterMs(
      exchange(
        { status: 429 },
        date === undefined
          ? [['retry-after', value]]
          : [
              ['retry-after', value],
              ['date', date],
            ],
      ),
    );
  test.each([
    ['120', undefined, 120_000],
    ['0', undefined, 0],
    ['Thu, 10 Sep 2026 02:01:00 GMT', undefined, 59_995],
    ['Thu, 10 Sep 2026 02:01:00 GMT', 'Thu, 10 Sep 2026 02:00:30 GMT', 30_000],
    ['Thu, 10 Sep 2020 02:01:00 GMT', undefined, 0],
    ['soon', undefined, null],
    ['', undefined, null],
  ])('%s (server says it is %s): %s ms', (value, date, ms) => expect(at(value, date)).toBe(ms));
});

describe('settle: what several looks make', () => {
  const gone: Sight = { status: 'broken', reason: 'HTTP_404', next: 'again' };
  const soft: Sight = { status: 'broken', reason: 'SOFT_404', next: 'again' };
  const fault: Sight = { status: 'broken', reason: 'HTTP_5XX', next: 'again' };
  const silent: Sight = { status: 'broken', reason: 'NET_TIMEOUT', next: 'again', needs: 'network' };
  const reset: Sight = { status: 'broken', reason: 'NET_RESET', next: 'again', needs: 'network' };
  const limited: Sight = { status: 'undeterminable', reason: 'BLOCKED_RATE', next: 'again' };
  const good: Sight = { status: 'ok', reason: 'OK', next: 'done' };

  test.each([
    [[gone], true, 'again'],
    [[gone], false, 'undeterminable HTTP_404'],
    [[gone, gone], true, 'broken HTTP_404'],
    [[gone, soft], true, 'broken SOFT_404'],
    [[gone, good], true, 'ok OK'],
    [[gone, fault], true, 'again'],
    [[gone, fault], false, 'undeterminable HTTP_5XX'],
    [[gone, fault, gone], false, 'broken HTTP_404'],
    [[silent, reset], true, 'broken NET_RESET'],
    [[silent, gone], true, 'again'],
    [[limited], true, 'again'],
    [[limited, limited], true, 'undeterminable BLOCKED_RATE'],
    [[limited, gone], true, 'again'],
    [[limited, gone, gone], false, 'broken HTTP_404'],
    [[gone, limited], false, 'undeterminable BLOCKED_RATE'],
  ] as const)('%j, more looks %s: %s', (sights, more, expected) => {
    const s = settle(sights, more);
    expect(s === 'again' ? s : `${s.status} ${s.reason}`).toBe(expected);
  });

  test('property: no sequence makes a broken link of fewer than two agreeing looks', () => {
    const sight = fc.constantFrom(gone, soft, fault, silent, reset, limited);
    fc.assert(
      fc.property(fc.array(sight, { minLength: 1, maxLength: 4 }), fc.boolean(), (sights, more) => {
        const s = settle(sights, more);
        if (s === 'again' || s.status !== 'broken') return;
        expect(sights.filter((x) => x.status === 'broken').length).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  const proof = { network: 'up', names: true, hostShowsPages: true, hostShowsFiles: true } as const;
  test.each([
    [silent, {}, 'broken'],
    [silent, { network: 'down' }, 'local-network'],
    [silent, { network: 'unknown' }, 'undeterminable'],
    [{ ...silent, reason: 'NET_REFUSED' }, { network: 'unknown' }, 'broken'],
    [{ ...silent, reason: 'NET_REFUSED' }, { network: 'down' }, 'local-network'],
    [{ ...silent, reason: 'DNS_NXDOMAIN', needs: 'names' }, {}, 'broken'],
    [{ ...silent, reason: 'DNS_NXDOMAIN', needs: 'names' }, { names: false }, 'undeterminable'],
    [{ ...gone, reason: 'REDIRECT_TO_HOME', needs: 'live-host' }, {}, 'broken'],
    [{ ...gone, reason: 'REDIRECT_TO_HOME', needs: 'live-host' }, { hostShowsPages: false }, 'caution'],
    [{ ...soft, needs: 'live-host' }, { hostShowsPages: false }, 'undeterminable'],
    [{ ...soft, needs: 'live-files' }, { hostShowsPages: false }, 'broken'],
    [{ ...soft, needs: 'live-files' }, { hostShowsPages: false, hostShowsFiles: false }, 'undeterminable'],
    [gone, { network: 'down', names: false, hostShowsPages: false, hostShowsFiles: false }, 'broken'],
  ] as const)('defend %j with %j: %s', (sight, over, expected) => {
    const s = defend(sight as Sight, { ...proof, ...over });
    expect(s === 'local-network' ? s : s.status).toBe(expected);
  });
});

describe('confess: does a page say that it is gone', () => {
  const plain = (title: string, body: string): string =>
    `<html><head><title>${title}</title></head><body>${body}</body></html>`;
  test.each([
    ['certain', plain('404', '<h1>404</h1>')],
    ['certain', plain('404 Not Found', '<center><h1>404 Not Found</h1></center><hr><center>nginx</center>')],
    ['certain', plain('HTTP Status 404 – Not Found', '<h1>HTTP Status 404 – Not Found</h1>')],
    ['certain', plain('HTTP状态 404 - 未找到', '<h1>HTTP状态 404 - 未找到</h1>')],
    ['certain', plain('出错啦 - 示例市人民政府', '<p>您访问的页面不存在或已被删除</p>')],
    ['certain', plain('提示信息', '<p>对不起，该信息已被删除</p>')],
    ['certain', plain('', '<p>找不到文件或目录</p>')],
    ['certain', plain('示例市人民政府', "<script>alert('文章不存在')</script>")],
    ['certain', plain('抱歉，您访问的页面不存在', '<p>3 秒后返回首页</p>')],
    ['certain', plain('页面走丢了', '<p>页面走丢了，去首页看看吧</p>')],
    ['certain', plain('Page Not Found', '<p>Sorry, the page you requested was not found.</p>')],
    ['certain', plain('Whitelabel Error Page', '<p>There was an unexpected error (type=Not Found, status=404).</p>')],
    ['certain', framed('页面不存在', '<h1>页面不存在</h1>')],
    ['maintenance', plain('示例市某局', '<p>网站正在升级维护中，请稍后访问。</p>')],
    ['none', plain('示例市人民政府', `<p>${prose(1)}</p>`)],
    ['none', article(1, '关于查处“404”网站的通告')],
    ['none', article(2, '404路公交车')],
    ['none', article(3, '找不到页面？教你三招')],
    ['none', article(4, '本局已删除不实信息的说明')],
    ['none', article(5, '错误及更正')],
    ['none', article(6, 'Error 404 的来历')],
    ['none', plain('网上信访', '<p>如页面不存在请与我们联系。</p><a href="/a">写信</a>')],
    ['none', plain('关于系统升级维护的公告', `<p>因系统升级维护中，暂停办理业务。${prose(2, 4)}</p>`)],
    ['none', home],
  ] as const)('%s: %s', (level, page) => {
    expect(confess(readPageFacts(page), true).level).toBe(level);
  });

  test('a sentence in the first part of a page that goes on proves nothing', () => {
    expect(confess(readPageFacts(plain('', '<p>您访问的页面不存在</p>')), false).level).not.toBe('certain');
  });

  test.each([
    ['http://a.example/404.html', 'named'],
    ['http://a.example/error/404.jsp?x=1', 'named'],
    ['http://a.example/common/error.html', 'loose'],
    ['http://a.example/news/404/1.html', null],
    ['http://a.example/a404.html', null],
    ['http://a.example/errors-in-tax-forms.html', null],
  ] as const)('errorAddress %s: %s', (to, kind) => expect(errorAddress(to)).toBe(kind));

  test('hostile pages cost time in proportion to their length', () => {
    const hostile = [
      '您访问的'.repeat(60_000),
      '页面'.repeat(100_000),
      `<title>${'404 '.repeat(50_000)}`,
      '<div>'.repeat(40_000),
      `<script>${'alert("'.repeat(30_000)}`,
      '&'.repeat(200_000),
      `<meta http-equiv=refresh content="0;url=${' '.repeat(200_000)}">`,
    ];
    for (const text of hostile) {
      const time = (body: string): number => {
        const from = performance.now();
        confess(readPageFacts(body), true);
        return performance.now() - from;
      };
      time(text);
      // Ten times the text may cost at most a hundred times a tenth of it: quadratic growth would, at these lengths, take minutes.
      expect(time(text)).toBeLessThan(Math.max(2_000, 100 * time(text.slice(0, text.length / 10))));
    }
  });
});

describe('samePage', () => {
  const facts = readPageFacts;
  test('an error page that repeats the address and the hour is the same page', () => {
    const page = (path: string, hour: string): string =>
      framed('页面不存在', `<p>您访问的 ${path} 不存在</p><p>${hour}</p>`);
    expect(samePage(facts(page('/xw/2024/1.html', '10:00')), facts(page('/xw/xuncha-0a.html', '10:05')))).toBe(true);
  });
  test('two articles of one site are not', () => {
    expect(samePage(facts(article(1)), facts(article(2)))).toBe(false);
    expect(samePage(facts(article(1, '公告')), facts(article(4, '公告')))).toBe(false);
  });
  test('an empty column in the same frame is not the error page', () => {
    const frame = (body: string): string => framed('示例市人民政府', body);
    expect(samePage(facts(frame('<p>首页 &gt; 工作动态</p>')), facts(frame('<p>您访问的页面不存在</p>')))).toBe(false);
  });
});

describe('addresses', () => {
  test.each([
    ['http://www.shili.example/zwgk/t20260105_1.html', true],
    ['http://www.shili.example/art/2026/1/5/art_12_3456.html', true],
    ['http://www.shili.example/show.jsp?id=123', true],
    ['http://www.shili.example/content/12345', true],
    ['http://www.shili.example/files/plan.doc', true],
    ['http://www.shili.example/zwgk/', false],
    ['http://www.shili.example/', false],
    ['http://www.shili.example/index.html', false],
    ['http://www.shili.example/en/', false],
    ['http://www.shili.example/about.html', false],
  ])('isContentAddress %s: %s', (address, is) => expect(isContentAddress(address)).toBe(is));

  test.each([
    ['http://www.shili.example/', true],
    ['http://shili.example/index.shtml', true],
    ['https://www.shili.example/default.aspx', true],
    ['http://www.shili.example/zwgk/', false],
    ['http://other.example/', false],
    ['http://www.shili.example/?id=9', false],
  ])('isHomeOf %s: %s', (to, is) => {
    expect(isHomeOf(to, 'http://www.shili.example/a/1.html', 'http://www.shili.example/')).toBe(is);
  });
  test('doors are not deep', () => {
    for (const path of ['', 'cn', 'en/', 'mobile/', 'index.html'])
      expect(isDeep(`http://a.example/${path}`), path).toBe(false);
    for (const path of ['zwgk/', 'a/b.html', 'cn/news/']) expect(isDeep(`http://a.example/${path}`), path).toBe(true);
  });

  test.each([
    ['http://www.shili.example/zwgk/tz/t1.html', 'http://www.shili.example/zwgk/tz/xuncha-#.html', 'path'],
    ['http://www.shili.example/zwgk/', 'http://www.shili.example/xuncha-#/', 'path'],
    ['http://www.shili.example/a.html?v=20200101', 'http://www.shili.example/xuncha-#.html', 'path'],
    ['http://www.shili.example/show.jsp?id=12&t=a', 'http://www.shili.example/show.jsp?id=#&t=a', 'query'],
    ['http://www.shili.example/d/e', 'http://www.shili.example/d/xuncha-#', 'path'],
  ] as const)('controlAddress of %s', (address, pattern, kind) => {
    const control = controlAddress(address, 'seed');
    expect(control?.kind).toBe(kind);
    const [before, after] = pattern.split('#');
    expect(control?.url.startsWith(before ?? ''), control?.url).toBe(true);
    expect(control?.url.endsWith(after ?? ''), control?.url).toBe(true);
    // Reproducible from the seed, and different for another one.
    expect(controlAddress(address, 'seed')).toEqual(control);
    expect(controlAddress(address, 'other')?.url).not.toBe(control?.url);
  });
  test('pages of one directory and ending share a control', () => {
    const family = (path: string): string | undefined => controlAddress(`http://a.example${path}`, 's')?.family;
    expect(family('/zwgk/a/1.html')).toBe(family('/zwgk/b/c/2.html'));
    expect(family('/zwgk/a/1.html')).not.toBe(family('/zwgk/a/1.pdf'));
    expect(family('/zwgk/1.html')).not.toBe(family('/xw/1.html'));
  });

  test.each([
    ['http://10.1.2.3/', true],
    ['http://172.20.0.1/', true],
    ['http://[fd00::1]/', true],
    ['http://[::1]/', true],
    ['http://172.32.0.1/', false],
    ['http://10.example/', false],
    ['http://fd.example/', false],
  ])('isInnerHost %s: %s', (address, is) => expect(isInnerHost(address)).toBe(is));
  test.each([
    ['http://sso.shili.example/x', true],
    ['http://www.shili.example/user/login.jsp', true],
    ['http://www.shili.example/cas/login?service=a', true],
    ['http://www.shili.example/loginhelp/1.html', false],
    ['http://www.shili.example/authority/list.html', false],
    ['http://castle.shili.example/', false],
  ])('isLogin %s: %s', (address, is) => expect(isLogin(address)).toBe(is));

  test('property: whatever is typed, reading it never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.webUrl().map((u) => u.slice(0, 30)),
        ),
        (typed) => {
          const read = readAddress(typed);
          if (read.kind === 'http') controlAddress(read.url, 's');
        },
      ),
    );
  });
});

describe('decodeText and bodyKind', () => {
  test.each([
    ['header', gbk('找不到网页'), 'text/html; charset=gb2312'],
    ['no declaration', gbk('找不到网页，请核对'), 'text/html'],
    ['wrong declaration', gbk('找不到网页，请核对地址'), 'text/html; charset=utf-8'],
    ['meta', gbk('<meta charset="gbk">找不到网页'), ''],
    ['utf-8 declared as gbk', new TextEncoder().encode('找不到网页，请核对地址后再试'), 'text/html; charset=gbk'],
    [
      'cut in the middle of a character',
      new TextEncoder().encode('找不到网页页').slice(0, -1),
      'text/html; charset=utf-8',
    ],
  ] as const)('%s', (_, body, type) => expect(decodeText(body, type)).toContain('找不到网页'));

  test.each([
    ['<!DOCTYPE html><html>', 'application/pdf', 'html'],
    ['  \n<!-- x --><html>', 'image/jpeg', 'html'],
    ['%PDF-1.4', 'text/html', 'binary'],
    ['PK\x03\x04', 'text/html', 'binary'],
    ['{"a":1}', 'application/json', 'text'],
    ['<svg xmlns="x">', 'image/svg+xml', 'text'],
    ['', 'text/html', 'empty'],
    ['抱歉', 'text/html', 'html'],
  ])('%j as %s is %s', (body, type, kind) => expect(bodyKind(new TextEncoder().encode(body), type)).toBe(kind));
});

test('every status and reason has its own complete sentences', () => {
  for (const reason of linkReasons)
    for (const status of linkStatuses)
      for (const httpStatus of [undefined, 403, 500])
        for (const external of [false, true]) {
          const { problem, remedy } = explainLink({
            reason,
            status,
            external,
            note: '依据',
            ...(httpStatus === undefined ? {} : { httpStatus }),
          });
          for (const text of [problem, remedy]) expect(text, `${status} ${reason}`).toMatch(/^[^\n]{4,200}。$/);
          // What is not a fault must not be called one.
          if (status === 'undeterminable' || status === 'skipped')
            if (/^(?:BLOCKED|EXCLUDED|LIMIT)/.test(reason)) expect(problem).not.toMatch(/打不开。$/);
        }
});
