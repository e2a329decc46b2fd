import { describe, expect, test } from 'vitest';
import { decodeHtml } from '#crawlers/page/charset.ts';
import type { AccountRecord, FetchStep } from '#crawlers/platforms/contract.ts';
import { feed } from '#crawlers/platforms/feed/adapter.ts';
import { readFeed } from '#crawlers/platforms/feed/feed.ts';
import { always, html, json, record, seconds } from '../build.ts';
import { platformContract } from '../contract.ts';
import { day, hour, look, newest, now, type World } from '../matrix.ts';
import { cases, gmt, key, link, plus8, rss, rssItem, showing, xml } from './cases.ts';

platformContract(feed, cases);

const see = (world: World, account: AccountRecord = cases.account) => look(feed, cases, world, account);
const at = now - day;
const p = { n: 1, at };

describe('feed: forms', () => {
  const atom = (dates: string) =>
    xml(
      `<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>示例县发布</title><updated>${new Date(now).toISOString()}</updated><author><name>别人</name></author><entry><title type="html"><![CDATA[会议]]></title><id>urn:1</id><link href="https://mp.weixin.qq.com/s/self" rel="self"/><link href="${link(p).replaceAll('&', '&amp;')}"/>${dates}</entry></feed>`,
    );
  const forms: Record<string, ReturnType<typeof xml>> = {
    'RSS 2.0, GMT': rss(rssItem(p)),
    'RSS 2.0, +0800': rss(rssItem(p, `<pubDate>${plus8(at)}</pubDate>`)),
    'RSS 2.0, dc:date': rss(rssItem(p, `<dc:date>${new Date(at).toISOString()}</dc:date>`)),
    'RSS 2.0, epoch': rss(rssItem(p, `<pubDate>${seconds(at)}</pubDate>`)),
    'Atom, published': atom(
      `<published>2026-11-21T10:00:00+08:00</published><updated>${new Date(now).toISOString()}</updated>`,
    ),
    'Atom, updated only, as wewe-rss writes it': atom('<updated>2026-11-21T02:00:00.000Z</updated>'),
    'Atom with prefixes': xml(
      `<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><title>示例县发布</title><entry><title>会议</title><atom:link href="${link(p).replaceAll('&', '&amp;')}"/><atom:updated>2026-11-21T02:00:00Z</atom:updated></entry></atom:feed>`,
    ),
    'RDF (RSS 1.0)': xml(
      `<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>示例县发布</title></channel><item rdf:about="y"><title>会议</title><link>${link(p).replaceAll('&', '&amp;')}</link><dc:date>2026-11-21T10:00:00+08:00</dc:date></item></rdf:RDF>`,
    ),
    'JSON Feed': json({
      version: 'https://jsonfeed.org/version/1.1',
      title: '示例县发布',
      items: [{ id: '1', url: link(p), title: '会议', date_published: '2026-11-21T02:00:00.000Z' }],
    }),
  };
  test.each(Object.entries(forms))('%s', (_, reply) => {
    const reading = see(always(reply));
    expect(reading.visibility).toMatchObject({ kind: 'visible', coverage: 'partial' });
    expect(reading.posts).toHaveLength(1);
    expect(reading.posts[0]?.publishedAt?.lo).toBe(at);
    expect(reading.posts[0]?.postId).toBe('2247480001_1');
  });
  test('GBK, declared by the document alone', () => {
    // 示例县发布 in GBK; the text decoder of the platform cannot write it.
    const name = [0xca, 0xbe, 0xc0, 0xfd, 0xcf, 0xd8, 0xb7, 0xa2, 0xb2, 0xbc];
    const ascii = (s: string) => [...new TextEncoder().encode(s)];
    const [head, tail] = rss(rssItem(p).replace(/[\u4e00-\u9fff]/g, ''), '<title>@</title>').text.split('@') as [
      string,
      string,
    ];
    const bytes = new Uint8Array([
      ...ascii(head.replace('UTF-8', 'GBK').replace(/[\u4e00-\u9fff]/g, '')),
      ...name,
      ...ascii(tail.replace(/[\u4e00-\u9fff]/g, '')),
    ]);
    const { text, charset } = decodeHtml(bytes, 'text/xml');
    expect(charset.used).toBe('gb18030');
    const account = record('wechat', { source: cases.account.source });
    expect(see(always({ text }), account)).toMatchObject({
      visibility: { kind: 'visible' },
      profile: { name: '示例县发布' },
    });
  });
  test('markup and CDATA in a text are read as text; entities are those of XML', () => {
    expect(see(always(rss(rssItem(p)))).posts[0]).toMatchObject({
      title: '示例县第1次工作会议召开',
      url: expect.stringContaining('&mid='),
    });
    expect(readFeed('<rss><channel><title>甲 &amp; 乙 &#x53d1;</title></channel></rss>')).toMatchObject({
      title: '甲 & 乙 发',
    });
  });
  test('an old document type without entities is no bomb', () => {
    const text = `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">${rss(rssItem(p)).text.replace(/<\?xml.*?\?>/, '')}`;
    expect(see(always({ text })).visibility.kind).toBe('visible');
  });
});

describe('feed: times', () => {
  test('a feed made now with old items is old', () => {
    const reading = see(
      showing([
        { n: 1, at: now - 40 * day },
        { n: 2, at: now - 50 * day },
      ]),
    );
    expect(newest(reading)?.publishedAt?.hi).toBeLessThan(now - 39 * day);
  });
  test('items without a date are unknown, and the report says how many', () => {
    const reading = see(
      showing([
        { n: 1, at: null },
        { n: 2, at: null },
      ]),
    );
    expect(reading.posts.map((x) => x.publishedAt)).toEqual([null, null]);
    expect(reading.notes).toEqual([expect.stringContaining('2 条没有发布时间')]);
  });
  test('a bridge that writes its own clock for a time', () => {
    const clock = `<pubDate>${gmt(now)}</pubDate>`;
    const one = see(always(rss(`<lastBuildDate>${gmt(now)}</lastBuildDate>${rssItem(p, clock)}`)));
    const two = see(always(rss(rssItem(p, clock) + rssItem({ n: 2, at: null }, clock))));
    for (const reading of [one, two]) {
      for (const post of reading.posts) expect(post.publishedAt).toBeNull();
      expect(reading.notes).toEqual([expect.stringContaining('订阅生成的时间')]);
    }
    // A real post of five minutes ago keeps its time.
    const real = see(
      always(
        rss(`<lastBuildDate>${gmt(now)}</lastBuildDate>${rssItem(p, `<pubDate>${gmt(now - 300_000)}</pubDate>`)}`),
      ),
    );
    expect(newest(real)?.publishedAt?.lo).toBe(now - 300_000);
  });
  test('a time without a zone is held wide', () => {
    const span = see(always(rss(rssItem(p, '<pubDate>Sat, 21 Nov 2026 10:00:00</pubDate>')))).posts[0]?.publishedAt;
    expect((span?.hi ?? 0) - (span?.lo ?? 0)).toBeGreaterThanOrEqual(8 * hour);
  });
  test('the id in a link is a cross-check', () => {
    const id = String(BigInt(seconds(now - 30 * day)) << 32n);
    const account = record('toutiao', {
      source: { kind: 'bridge', ref: 'https://rsshub.example/toutiao/user/token/x' },
    });
    const items = `<item><title>会议</title><link>https://www.toutiao.com/article/${id}/</link><pubDate>${gmt(at)}</pubDate></item>`;
    const reading = see(always(rss(items, '<title>示例县发布的头条主页 - 今日头条(www.toutiao.com)</title>')), account);
    expect(reading.posts[0]).toMatchObject({
      postId: id,
      publishedAt: { lo: at },
      otherTime: { precision: 'derived' },
    });
    expect(reading.notes).toEqual([expect.stringContaining('相差超过一天')]);
  });
});

describe('feed: whose it is', () => {
  const account = record('weibo', {
    ids: { uid: '1700000001' },
    source: { kind: 'bridge', ref: 'https://rsshub.example/some/route' },
  });
  const weibo = (title: string, head = '') =>
    always(
      rss(
        `${head}<item><title>会议</title><link>https://weibo.com/1700000001/AbCdEf</link><pubDate>${gmt(at)}</pubDate></item>`,
        `<title>${title}</title>`,
      ),
    );
  test.each(['示例县发布', '示例县发布的微博', '微博 - 示例县发布', '示例县发布 的动态', '「示例县发布」'])(
    'title %s is ours',
    (title) => {
      expect(see(weibo(title), account).visibility.kind).toBe('visible');
    },
  );
  test.each(['示例县发布厅', '邻县发布的微博', '新示例县发布', '示例县发布的朋友们都在这里聚会聊天', '微博'])(
    'title %s is not',
    (title) => {
      expect(see(weibo(title), account).visibility).toMatchObject({
        kind: 'identity_mismatch',
        expected: '示例县发布',
      });
    },
  );
  test('a registered id in the link of the feed goes before its title', () => {
    const reply = rss(
      `<item><title>会议</title><link>https://weibo.com/1700000001/A</link><pubDate>${gmt(at)}</pubDate></item>`,
      '<title>改了名的账号</title>',
    );
    const text = reply.text.replace(
      '<link>https://mp.weixin.qq.com/</link>',
      '<link>https://weibo.com/1700000001/</link>',
    );
    expect(see(always({ ...reply, text }), account).visibility.kind).toBe('visible');
  });
  test('an id in a registered address counts as a typed one; a word of a path does not', () => {
    const body = (link: string) => {
      const reply = rss(
        `<item><title>会议</title><link>https://weibo.com/1700000001/A</link><pubDate>${gmt(at)}</pubDate></item>`,
        '<title>改了名的账号</title>',
      );
      return always({
        ...reply,
        text: reply.text.replace('<link>https://mp.weixin.qq.com/</link>', `<link>${link}</link>`),
      });
    };
    const known = { ...account, ids: {}, urls: ['https://m.weibo.cn/profile/1700000001'] };
    expect(see(body('https://weibo.com/u/1700000001'), known).visibility.kind).toBe('visible');
    expect(see(body('https://weibo.com/profile/1700000002'), known).visibility.kind).toBe('identity_mismatch');
    expect(see(body('https://weibo.com.evil.example/u/1700000001'), known).visibility.kind).toBe('identity_mismatch');
  });
  test('the address names another account', () => {
    const other = {
      ...account,
      source: { kind: 'bridge' as const, ref: 'https://rsshub.example/weibo/user/1700000999' },
    };
    expect(see(weibo('示例县发布'), other).visibility).toMatchObject({
      kind: 'identity_mismatch',
      found: '1700000999',
    });
  });
  test('links of another __biz, and links that only look like the platform', () => {
    expect(see(showing([{ n: 1, at, foreign: true }])).visibility.kind).toBe('identity_mismatch');
    const spoof = (text: string) =>
      text.replaceAll('https://mp.weixin.qq.com/s', 'https://mp.weixin.qq.com.evil.example/s');
    const reading = see(always({ text: spoof(rss(rssItem(p)).text) }));
    expect(reading.visibility).toMatchObject({ kind: 'identity_mismatch', found: 'mp.weixin.qq.com.evil.example' });
    const mixed = see(always(rss(rssItem({ n: 2, at: now - 20 * day }) + spoof(rssItem(p)))));
    expect(mixed.posts.map((x) => x.postId)).toEqual(['2247480002_1']);
    expect(mixed.notes).toEqual([expect.stringContaining('1 条指向其他账号或其他网站')]);
  });
  test('a doubled guid on different items loses none of them', () => {
    const item = (title: string, when: number) =>
      `<item><title>${title}</title><guid>same</guid><pubDate>${gmt(when)}</pubDate></item>`;
    const reading = see(always(rss(item('甲', now - 30 * day) + item('乙', at) + item('乙', at))));
    expect(reading.posts).toHaveLength(2);
    expect(newest(reading)?.title).toBe('乙');
  });
});

describe('feed: wewe-rss', () => {
  const ref = `https://wewe.example/feeds/MP_WXS_3900000001.rss?limit=20&key=${key}`;
  const account = { ...cases.account, source: { kind: 'bridge' as const, ref } };
  const world =
    (sync: unknown, posts = [{ n: 1, at: now - 9 * day }]): World =>
    (step: FetchStep) =>
      step.id === 'sync' ? (typeof sync === 'string' ? html(sync) : json(sync)) : showing(posts)(step);
  const list = (syncedMs: number) => [
    { id: 'MP_WXS_3900000002', name: '别人', syncTime: seconds(now), updateTime: 1 },
    { id: 'MP_WXS_3900000001', name: '示例县发布', syncTime: seconds(syncedMs), updateTime: seconds(now) },
  ];
  test('its list of feeds is asked beside the feed, with the key and without the rest of the query', () => {
    const plan = feed.plan(account);
    expect('steps' in plan ? plan.steps.map((s) => [s.url, s.secret]) : []).toEqual([
      [ref, true],
      [`https://wewe.example/feeds?key=${key}`, true],
    ]);
  });
  test('synchronised today', () => {
    expect(see(world(list(now - 5 * hour)), account)).toMatchObject({
      visibility: { kind: 'visible', coverage: 'partial' },
      notes: [],
    });
  });
  test('not synchronised for five days: what it lacks proves nothing', () => {
    const reading = see(world(list(now - 5 * day)), account);
    expect(reading.visibility).toMatchObject({ kind: 'bridge_stale', detail: expect.stringContaining('5 天') });
    expect(reading.posts).toEqual([]);
  });
  test('not synchronised for five days, and a post of yesterday is life all the same', () => {
    const reading = see(world(list(now - 5 * day), [{ n: 1, at }]), account);
    expect(reading.visibility.kind).toBe('visible');
    expect(reading.notes).toEqual([expect.stringContaining('5 天没有同步')]);
  });
  test.each([
    ['not in the list', []],
    ['an error page', '<p>Unauthorized</p>'],
    ['no time', [{ id: 'MP_WXS_3900000001', syncTime: 0 }]],
  ])('the state of the bridge is unknown: %s', (_, sync) => {
    expect(see(world(sync), account)).toMatchObject({
      visibility: { kind: 'visible' },
      notes: [expect.stringContaining('没有读到')],
    });
  });
  test('the feed of another account', () => {
    const other = { ...account, source: { kind: 'bridge' as const, ref: ref.replace('3900000001', '3900000002') } };
    expect(see(world(list(now)), other).visibility).toMatchObject({ kind: 'identity_mismatch', found: '3900000002' });
  });
});

describe('feed: keys', () => {
  test('no reading holds the key of the address', () => {
    for (const world of [cases.ok, cases.walls['503 of RSSHub']?.[0] ?? cases.ok, cases.columns.captcha200])
      expect(JSON.stringify(see(world))).not.toContain(key);
    expect(JSON.stringify(see(cases.ok, cases.stranger))).not.toContain(key);
  });
  test('without an address there is nothing to ask, and it says where to write one', () => {
    expect(feed.plan(record('weibo', { source: { kind: 'bridge' } }))).toEqual({
      incomplete: expect.stringContaining('sources'),
    });
    expect(feed.plan(record('weibo', { source: { kind: 'bridge', ref: 'file:///etc/passwd' } }))).toHaveProperty(
      'incomplete',
    );
  });
});
