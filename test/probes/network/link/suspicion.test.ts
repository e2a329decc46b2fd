import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { challengeOf } from '#core/challenge.ts';
import type { HttpClient } from '#core/context.ts';
import type { Exchange, PageSnapshot } from '#core/evidence.ts';
import { snapshotOf } from '#crawlers/page/snapshot.ts';
import { controlAddress } from '#probes/network/link/address.ts';
import { type Control, judgeContent, readAnswer, readControl } from '#probes/network/link/content.ts';
import { crash, crashWords, errorWords, isErrorText, sentences, wholeErrors } from '#probes/network/link/soft404.ts';
import { suspicious } from '#probes/network/link/suspicion.ts';
import { bytesOf, isMarkup, openPage, readLabels } from '../../../bench/corpus/pages.ts';
import { corpusDir } from '../../../harness/pages.ts';
import { type LinkServer, openLinkServer } from '../../../servers/links.ts';
import { cases, sites } from './cases/all.ts';
import { article, framed, home, prose } from './cases/pages.ts';
import { clientFor } from './run.ts';

const pageAt = (exchange: Exchange): PageSnapshot | null => {
  const page = snapshotOf({ exchange, role: 'other', sha256: '0'.repeat(64) });
  return 'notPage' in page ? null : page;
};

type Tally = { judgements: number; doubted: number; notOk: number };
const allTags = [['a'], ['img'], []];

/**
 * The full judgement of an answer with status 200 (challenge, stub, content: what the look at a link does before it asks anything again) beside the
 * quick one, with every kind of control the host might have.
 */
function compare(
  x: Exchange,
  page: PageSnapshot,
  others: readonly (Control | null)[],
  tally: Tally,
  places = allTags,
): void {
  const answer = readAnswer(x);
  const { facts } = answer;
  const first =
    x.status !== undefined && challengeOf({ status: x.status, headers: x.hops.at(-1)!.headers, text: answer.text })
      ? 'challenge'
      : facts !== null && facts.jump !== null && facts.length < 200 && facts.alerts.length === 0
        ? 'stub'
        : null;
  const own: Control = {
    kind: 'path',
    status: 200,
    finalUrl: 'http://www.shili.example/xuncha-1.html',
    requestedUrl: 'http://www.shili.example/xuncha-1.html',
    facts,
    complete: true,
  };
  const controls = [
    null,
    undefined,
    { ...own, status: 404 },
    own,
    { ...own, complete: false },
    { ...own, kind: 'query' as const },
    { ...own, facts: null },
    ...others,
  ];
  for (const control of controls)
    for (const home of ['http://www.shili.example/', x.finalUrl]) {
      const q = { url: x.requestedUrl, home, control };
      const doubt = suspicious(page, { exchange: x, ...q });
      for (const tags of places) {
        const verdict = first ?? judgeContent({ answer, tags, ...q });
        const full = typeof verdict === 'string' ? verdict : `${verdict.status} ${verdict.reason}`;
        tally.judgements++;
        if (doubt) tally.doubted++;
        if (full === 'ok OK') continue;
        tally.notOk++;
        expect(doubt, `${x.requestedUrl}: ${full}`).toBe(true);
      }
    }
}

const at = 'http://www.shili.example/xw/2026/1001.html';
const exchangeOf = (body: string | Uint8Array, over: Partial<Exchange> = {}): Exchange => ({
  requestedUrl: at,
  finalUrl: at,
  startedAt: '2026-09-10T02:00:00.000Z',
  outcome: 'response',
  status: 200,
  hops: [{ url: at, method: 'GET', status: 200, headers: [['content-type', 'text/html']], phases: { end: 5 } }],
  totalMs: 5,
  certificate: 'none',
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  bodyComplete: true,
  readableMs: 1,
  protocolFaults: [],
  ...over,
});
const doubted = (body: string | Uint8Array, over: Partial<Exchange> = {}, control: Control | null = null): boolean => {
  const exchange = exchangeOf(body, over);
  const page = pageAt(exchange);
  if (page === null) throw new Error('no page');
  return suspicious(page, { exchange, url: at, home: 'http://www.shili.example/', control });
};

describe('疑点: plain pages pass, everything else is looked at', () => {
  test('an article and a home page of links pass; a list of headlines does too', () => {
    expect(doubted(article(1))).toBe(false);
    expect(doubted(home)).toBe(false);
  });

  test('a page that only speaks of lost pages passes', () => {
    const body = `<h1>关于开展网站检查的通知</h1><p>打开链接时提示“您访问的页面不存在”或404的，${prose(3)}</p>`;
    expect(doubted(framed('关于开展网站检查的通知', body))).toBe(false);
  });

  test.each([
    ['title', framed('404 Not Found', `<p>${prose(1)}</p>`)],
    ['title with the site around it', framed('页面不存在-示例市人民政府', `<p>${prose(1)}</p>`)],
    ['heading', framed('示例市', `<h2>抱歉，您访问的<b>页面</b>不存在</h2><p>${prose(1)}</p>`)],
    ['heading in two parts', framed('示例市', `<h3>找不<span>到</span>页面</h3><p>${prose(1)}</p>`)],
    [
      'line in the frame of the site',
      framed('示例市', `<p>该信息不存在</p>${'<a href="/x">友情链接单位</a> '.repeat(60)}`),
    ],
    [
      'crash',
      framed(
        '示例市',
        `<p>java.lang.NullPointerException at org.apache.x</p>${'<a href="/x">友情链接单位</a> '.repeat(60)}`,
      ),
    ],
    ['little text', framed('示例市', '<p>网站升级维护中</p>')],
    ['stub', '<html><head><meta http-equiv="refresh" content="0;url=/b.html"></head></html>'],
    ['data', `{"code":404,"text":"<div>${'x'.repeat(2000)}</div>"}`],
  ])('%s', (_, body) => expect(doubted(body)).toBe(true));

  test.each<[string, Partial<Exchange>]>([
    ['another status', { status: 203 }],
    ['cut', { bodyComplete: false, bodyCut: 'bytes' }],
    ['sent to the home page', { finalUrl: 'http://www.shili.example/' }],
    ['sent to an error page', { finalUrl: 'http://www.shili.example/404.html' }],
    ['sent to a sign-in', { finalUrl: 'http://sso.shili.example/login' }],
  ])('%s', (_, over) => expect(doubted(article(1), over)).toBe(true));

  test('the host gives an invented address a page under the same title', () => {
    const control = readControl(readAnswer(exchangeOf(article(1))), 'path');
    expect(doubted(article(1), {}, control)).toBe(true);
    expect(doubted(article(2, '另一个标题'), {}, control)).toBe(false);
    expect(doubted(article(1), {}, control === null ? null : { ...control, status: 404 })).toBe(false);
  });
});

/** The generator knows no word edges; without them a rule fits more, never less. */
const withoutEdges = (rule: RegExp) => new RegExp(rule.source.replaceAll('\\b', ''));

describe('疑点: the words that are looked for', () => {
  test.each([...wholeErrors, ...sentences].map((rule) => [rule.source.slice(0, 60), rule] as const))(
    'are in every text of %s…',
    (_, rule) => {
      fc.assert(
        fc.property(fc.stringMatching(withoutEdges(rule)), (text) => {
          if (rule.test(text)) expect(errorWords.test(text), text).toBe(true);
        }),
        { numRuns: 300, seed: 20_261_122 },
      );
    },
  );
  test('are in every crash report', () => {
    fc.assert(
      fc.property(fc.stringMatching(withoutEdges(crash)), (text) => {
        expect(crashWords.test(text), text).toBe(true);
      }),
      { numRuns: 500, seed: 20_261_122 },
    );
  });
});

describe('疑点: never false where the full judgement finds something', () => {
  test('pages put together at random from what error pages are made of', () => {
    const errors = fc.oneof(...wholeErrors.map((rule) => fc.stringMatching(rule).filter((t) => isErrorText(t))));
    const text = fc.oneof(
      errors,
      errors,
      fc.constantFrom(
        '示例市人民政府',
        '通知公告',
        '',
        ' ',
        '正在维护',
        'java.lang.SomeException',
        '您访问的页面不存在。',
        '更多',
      ),
      fc.integer({ min: 0, max: 40 }).map((n) => prose(n, (n % 6) + 1)),
    );
    const split = (t: string, n: number) => `${t.slice(0, n)}<b>${t.slice(n, n + 2)}</b><!-- x -->${t.slice(n + 2)}`;
    const block = fc
      .tuple(
        fc.constantFrom(
          'h1',
          'h2',
          'h3',
          'p',
          'div',
          'li',
          'td',
          'span',
          'iframe',
          'object',
          'noscript',
          'template',
          'svg',
          'title',
          'textarea',
          'head',
          'canvas',
        ),
        text,
        fc.nat(8),
        fc.boolean(),
        fc.boolean(),
      )
      .map(([tag, t, n, cut, link]) => {
        const inside = cut ? split(t, n) : t;
        return `<${tag}>${link ? `<a href="/x${n}">${inside}</a>` : inside}${n === 7 ? '' : `</${tag}>`}`;
      });
    const many = fc.nat(40).map((n) => '<a href="/lm/">示例栏目名称</a> '.repeat(n));
    const script = fc.constantFrom(
      '',
      '',
      '<script>alert("页面不存在");location.href="/"</script>',
      '<meta http-equiv="refresh" content="0;url=/index.html">',
      '<script>var $_ts={};</script>',
      '<div id="app"></div>',
    );
    const page = fc
      .tuple(text, script, many, fc.array(block, { maxLength: 6 }), many)
      .map(
        ([title, s, links, body, more]) =>
          `<html><head><meta charset="utf-8"><title>${title}</title>${s}</head><body>${links}${body.join('')}${more}</body></html>`,
      );
    const tally: Tally = { judgements: 0, doubted: 0, notOk: 0 };
    fc.assert(
      fc.property(page, (body) => {
        const exchange = exchangeOf(body);
        const snapshot = pageAt(exchange);
        if (snapshot !== null) compare(exchange, snapshot, [], tally);
      }),
      { numRuns: 1_500, seed: 20_261_122 },
    );
    // Neither all nor none: both answers were met.
    expect(tally.notOk).toBeGreaterThan(1_000);
    expect(tally.judgements - tally.doubted).toBeGreaterThan(1_000);
  });

  describe('every answer of the link behaviours', () => {
    let server: LinkServer;
    let http: HttpClient;
    beforeAll(async () => {
      server = await openLinkServer(sites());
      http = clientFor(server, { concurrency: 8, intervalMs: 0 });
    });
    afterAll(async () => {
      await http.close();
      await server.close();
    });
    test('with the control of its host and with all others', async () => {
      const tally: Tally = { judgements: 0, doubted: 0, notOk: 0 };
      const limits = { totalMs: 1_500, maxBytes: 512 * 1024 };
      let pages = 0;
      await Promise.all(
        cases.map(async (c) => {
          const exchange = await http.fetch({ url: c.url, limits });
          const page = exchange.outcome === 'response' ? pageAt(exchange) : null;
          if (page === null) return;
          pages++;
          const beside = controlAddress(exchange.requestedUrl, 'fixture');
          const control =
            beside === null
              ? null
              : readControl(readAnswer(await http.fetch({ url: beside.url, limits })), beside.kind);
          compare(exchange, page, [control], tally);
        }),
      );
      console.log(
        `疑点：链接行为样例 ${cases.length} 例中 ${pages} 个网页，${tally.judgements} 次对照，放行 ${tally.judgements - tally.doubted} 次`,
      );
      expect(pages).toBeGreaterThan(40);
      expect(tally.notOk).toBeGreaterThan(200);
      expect(tally.judgements).toBeGreaterThan(tally.doubted);
    }, 60_000);
  });

  const corpus = corpusDir();
  describe.skipIf(corpus === null)('real pages', () => {
    test('as they are and with the title, heading or text of an error', () => {
      const tally: Tally = { judgements: 0, doubted: 0, notOk: 0 };
      let pages = 0;
      let passed = 0;
      const spoiled = (html: string): string[] => [
        html.replace(/<title>[^<]*/i, '<title>404'),
        html.replace(/<h[123][^>]*>/i, '$&页面不存在</h1><h1>'),
        html.replace(/<body[^>]*>/i, '$&<h1>找不到页面</h1>'),
        html.replace(/<body[^>]*>/i, '$&<p>对不起，您要查看的信息不存在或已被删除。</p>'),
        html.slice(0, 3_000),
      ];
      for (const entry of readLabels(corpus ?? '').entries) {
        const body = isMarkup(entry) ? bytesOf(corpus ?? '', entry) : null;
        const page = body === null ? null : openPage(entry, body);
        if (body === null || page === null || 'notPage' in page) continue;
        const over = { requestedUrl: page.url, finalUrl: page.url };
        pages++;
        const exchange = exchangeOf(body, over);
        compare(exchange, page, [], tally, [['a']]);
        if (!suspicious(page, { exchange, url: page.url, home: 'http://www.shili.example/', control: null })) passed++;
        if (page.charset.used !== 'utf-8' || pages % 6 !== 0) continue;
        for (const html of spoiled(page.html)) {
          const other = exchangeOf(html, over);
          const snapshot = pageAt(other);
          if (snapshot !== null) compare(other, snapshot, [], tally, [['a']]);
        }
      }
      console.log(
        `疑点：${pages} 个真实页面中 ${passed} 个无须细查；${tally.judgements} 次对照，其中细查判为非正常 ${tally.notOk} 次，无一漏过`,
      );
      expect(pages).toBeGreaterThan(290);
      expect(passed / pages).toBeGreaterThan(0.85);
    }, 120_000);
  });
});
