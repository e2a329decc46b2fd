import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CooldownStore, HostRecord } from '#core/host-record.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import type { FetchStep, Visibility } from '#crawlers/platforms/contract.ts';
import { type FetcherOptions, openPlatformFetcher, type StepFetch } from '#crawlers/platforms/fetch.ts';
import { openHostRecords } from '../../../src/store/files/host-records.ts';
import { temporaryFolder } from '../../store/temporary.ts';
import { type PlatformServer, startPlatform } from './platform-server.ts';

const hour = 3_600_000;
const start = Date.parse('2026-11-22T10:00:00+08:00');
const folder = temporaryFolder();
const names = [
  'api.one.example',
  'm.one.example',
  'two.example',
  'www.two.example',
  'bridge.example',
  'mp.weixin.qq.com',
];
let server: PlatformServer;
let http: ReturnType<typeof openHttpClient>;

beforeAll(async () => {
  server = await startPlatform(names);
  http = openHttpClient({
    userAgent: 'xuncha/0.1 (test)',
    allowPrivate: false,
    hosts: server.hosts,
    resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
    perHost: { concurrency: 8, intervalMs: 0 },
  });
});
afterAll(async () => {
  await http.close();
  await server.close();
});
beforeEach(() => {
  for (const name of names) server.on(name, () => undefined);
});

const memory = (): CooldownStore & { all: Map<string, HostRecord> } => {
  const all = new Map<string, HostRecord>();
  return { all, load: async (host) => all.get(host), save: async (r) => void all.set(r.host, { ...r }) };
};

/** A fetcher with a clock of its own: a wait moves the clock and takes no time. */
function setting(over: Partial<FetcherOptions> = {}) {
  const state = { now: start, waits: [] as number[] };
  const store = memory();
  const fetcher = openPlatformFetcher({
    http,
    store,
    clock: { now: () => new Date(state.now) },
    sleep: async (ms) => {
      state.waits.push(ms);
      state.now += ms;
      // Whatever else is due comes first, as in five real seconds.
      for (let i = 0; i < 5; i += 1) await new Promise(setImmediate);
    },
    spacingMs: [5_000, 10_000],
    perDay: 300,
    coolMs: [6 * hour, 24 * hour, 72 * hour],
    timeoutMs: 5_000,
    userAgent: 'xuncha/0.1 (test)',
    seed: 'round-1',
    ...over,
  });
  return { fetcher, state, store: (over.store ?? store) as typeof store };
}
const step = (url: string, over: Partial<FetchStep> = {}): FetchStep => ({
  id: 'list',
  url,
  expects: 'json',
  role: 'list',
  ...over,
});
const response = (f: StepFetch) => {
  if (!('response' in f)) throw new Error(`withheld: ${JSON.stringify(f.withheld)}`);
  return f.response;
};
const captcha: Visibility = { kind: 'blocked', by: 'captcha' };
const visible: Visibility = { kind: 'visible', coverage: 'partial', from: null, why: '' };
const count = (host: string, path: string) => server.requests(host).filter((r) => r.path === path).length;

describe('pace', () => {
  test('five to ten seconds between two requests to a host, by the seed; another host waits for nobody', async () => {
    const { fetcher, state } = setting();
    for (let i = 0; i < 6; i += 1) await fetcher.fetch(step('http://api.one.example/list'));
    // robots.txt first, then six: six pauses.
    expect(state.waits).toHaveLength(6);
    for (const ms of state.waits) {
      expect(ms).toBeGreaterThanOrEqual(5_000);
      expect(ms).toBeLessThanOrEqual(10_000);
    }
    expect(new Set(state.waits).size, 'jitter').toBeGreaterThan(3);
    const again = setting();
    for (let i = 0; i < 6; i += 1) await again.fetcher.fetch(step('http://api.one.example/list'));
    expect(again.state.waits).toEqual(state.waits);
    const other = setting({ seed: 'round-2' });
    for (let i = 0; i < 6; i += 1) await other.fetcher.fetch(step('http://api.one.example/list'));
    expect(other.state.waits).not.toEqual(state.waits);
    const before = state.waits.length;
    await fetcher.fetch(step('http://two.example/list'));
    expect(state.waits.slice(before)).toHaveLength(1);
  });

  test('one request at a time for a host however many ask, and never closer than the pause: counted on the server', async () => {
    server.on('m.one.example', () => ({ body: '{}', delayMs: 15 }));
    const sleeping = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    const { fetcher } = setting({ clock: { now: () => new Date() }, sleep: sleeping, spacingMs: [40, 60] });
    await Promise.all(Array.from({ length: 5 }, (_, i) => fetcher.fetch(step(`http://m.one.example/p${i}`))));
    const asked = server.requests('m.one.example');
    expect(asked).toHaveLength(6);
    expect(server.mostAtOnce('m.one.example')).toBe(1);
    const gaps = asked.slice(1).map((r, i) => r.at - (asked[i]?.at ?? 0));
    // Timers may fire a millisecond early; the answer itself took 15.
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(50);
  });

  test('the pause holds between runs too', async () => {
    const store = memory();
    const first = setting({ store });
    await first.fetcher.fetch(step('http://api.one.example/list'));
    const second = setting({ store });
    await second.fetcher.fetch(step('http://api.one.example/list'));
    expect(second.state.waits).toHaveLength(2);
  });
});

describe('the day’s budget', () => {
  test('is counted a host and a day in Shanghai, robots.txt included, and kept across runs', async () => {
    const store = memory();
    const { fetcher, state } = setting({ store, perDay: 3 });
    const ask = async () => {
      const f = await fetcher.fetch(step('http://two.example/list'));
      return 'withheld' in f ? f.withheld : 'asked';
    };
    expect(await ask()).toBe('asked');
    expect(await ask()).toBe('asked');
    expect(await ask()).toEqual({ kind: 'skipped', why: 'budget' });
    const next = setting({ store, perDay: 3 });
    expect(await next.fetcher.fetch(step('http://two.example/list'))).toMatchObject({ withheld: { why: 'budget' } });
    state.now = Date.parse('2026-11-23T00:00:01+08:00');
    expect(await ask()).toBe('asked');
  });
});

describe('cool-down', () => {
  test('after one wall six hours, then a day, then three; in a file that the next process reads', async () => {
    const path = join(folder, 'cool.json');
    let now = start;
    const hours: number[] = [];
    for (let strike = 0; strike < 4; strike += 1) {
      // A process of its own each time.
      const { fetcher } = setting({
        store: openHostRecords(path),
        clock: { now: () => new Date(now) },
        sleep: async () => {},
      });
      const f = await fetcher.fetch(step('http://two.example/list'));
      expect('response' in f, `strike ${strike}`).toBe(true);
      await fetcher.told(step('http://two.example/list'), captcha);
      const until = (await openHostRecords(path).load('two.example'))?.coolUntil ?? '';
      hours.push(Math.round((Date.parse(until) - now) / hour));
      const sent = server.requests('two.example').length;
      const other = setting({
        store: openHostRecords(path),
        clock: { now: () => new Date(Date.parse(until) - 1_000) },
      });
      expect(await other.fetcher.fetch(step('http://two.example/x'))).toMatchObject({
        withheld: { kind: 'skipped', why: 'cooldown' },
        kept: [],
      });
      expect(server.requests('two.example'), 'no request at all').toHaveLength(sent);
      now = Date.parse(until) + 1_000;
    }
    expect(hours).toEqual([6, 24, 72, 72]);
  });

  test('something seen ends the strikes', async () => {
    const { fetcher, state, store } = setting();
    await fetcher.fetch(step('http://two.example/list'));
    await fetcher.told(step('http://two.example/list'), captcha);
    expect(store.all.get('two.example')).toMatchObject({ strikes: 1 });
    state.now += 7 * hour;
    await fetcher.fetch(step('http://two.example/list'));
    await fetcher.told(step('http://two.example/list'), visible);
    expect(store.all.get('two.example')).toMatchObject({ strikes: 0, coolUntil: null });
  });

  test('who is waiting for his turn when the wall comes is not sent any more', async () => {
    const { fetcher } = setting();
    const before = server.requests('two.example').length;
    const first = fetcher
      .fetch(step('http://two.example/a'))
      .then(() => fetcher.told(step('http://two.example/a'), captcha));
    const [, second] = await Promise.all([first, fetcher.fetch(step('http://two.example/b'))]);
    expect(second).toMatchObject({ withheld: { kind: 'skipped', why: 'cooldown' } });
    expect(server.requests('two.example').length - before).toBe(2);
  });

  test('a longer Retry-After counts; one empty answer does not, three do; a robots rule never', async () => {
    const { fetcher, store, state } = setting();
    server.on('two.example', (r) =>
      r.path === '/robots.txt' ? undefined : { status: 429, headers: { 'retry-after': '86400' } },
    );
    const asked = step('http://two.example/list');
    const r = response(await fetcher.fetch(asked));
    await fetcher.told(asked, { kind: 'blocked', by: 'rate_limit' }, r);
    expect(Date.parse(store.all.get('two.example')?.coolUntil ?? '') - state.now).toBe(24 * hour);
    const empty = step('http://api.one.example/list');
    for (const cooled of [false, false, true]) {
      await fetcher.told(empty, { kind: 'blocked', by: 'waf_empty' });
      expect((store.all.get('api.one.example')?.coolUntil ?? null) !== null).toBe(cooled);
    }
    for (let i = 0; i < 5; i += 1) await fetcher.told(step('http://m.one.example/'), { kind: 'blocked', by: 'robots' });
    expect(store.all.get('m.one.example')?.coolUntil ?? null).toBeNull();
  });

  test('a file that does not read is no file', async () => {
    const path = join(folder, 'broken.json');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, '{"version":1,"hosts":[{"host":');
    expect(await openHostRecords(path).load('two.example')).toBeUndefined();
  });
});

describe('robots.txt', () => {
  const disallow = 'User-agent: *\nDisallow: /private\n';
  test('is asked once and obeyed', async () => {
    server.on('api.one.example', (r) => ({ body: r.path === '/robots.txt' ? disallow : '{}' }));
    const before = count('api.one.example', '/robots.txt');
    const { fetcher } = setting();
    expect(await fetcher.fetch(step('http://api.one.example/private/list'))).toMatchObject({
      withheld: { kind: 'blocked', by: 'robots' },
    });
    expect('response' in (await fetcher.fetch(step('http://api.one.example/public/list')))).toBe(true);
    expect(count('api.one.example', '/robots.txt') - before).toBe(1);
    expect(count('api.one.example', '/private/list')).toBe(0);
  });
  test('unreadable: nothing is asked', async () => {
    server.on('api.one.example', (r) => (r.path === '/robots.txt' ? { status: 503 } : { body: '{}' }));
    const { fetcher } = setting();
    expect(await fetcher.fetch(step('http://api.one.example/public/list'))).toMatchObject({
      withheld: { kind: 'network', code: 'ROBOTS_UNREADABLE' },
    });
  });
  test('of the user’s own bridge speaks to others', async () => {
    server.on('bridge.example', (r) => ({ body: r.path === '/robots.txt' ? 'User-agent: *\nDisallow: /' : '<rss/>' }));
    const { fetcher } = setting({ ownHosts: new Set(['bridge.example']) });
    expect('response' in (await fetcher.fetch(step('http://bridge.example/feed')))).toBe(true);
    expect(count('bridge.example', '/robots.txt')).toBe(0);
  });
});

describe('requests', () => {
  test('say who asks, carry no cookie, and refuse headers that pretend', async () => {
    server.on('api.one.example', () => ({ body: '{}', headers: { 'set-cookie': 'sid=1; Path=/' } }));
    const { fetcher } = setting();
    for (let i = 0; i < 2; i += 1)
      await fetcher.fetch(
        step('http://api.one.example/cont', {
          method: 'POST',
          body: '{"pphId":"1"}',
          headers: { 'Client-Type': '2', 'Content-Type': 'application/json', Referer: 'https://m.one.example/' },
        }),
      );
    const sent = server.requests('api.one.example').filter((r) => r.path === '/cont');
    expect(sent).toHaveLength(2);
    for (const r of sent) {
      expect(r).toMatchObject({ method: 'POST', body: '{"pphId":"1"}' });
      expect(r.headers).toMatchObject({
        'user-agent': 'xuncha/0.1 (test)',
        'client-type': '2',
        'content-type': 'application/json',
        referer: 'https://m.one.example/',
      });
      expect(r.headers.cookie).toBeUndefined();
    }
    for (const name of ['Cookie', 'authorization', 'User-Agent', 'X-Forwarded-For'])
      await expect(fetcher.fetch(step('http://api.one.example/x', { headers: { [name]: 'x' } }))).rejects.toThrow(name);
  });

  test('at most 1 MB is read, and less where the step asks for less', async () => {
    server.on('two.example', () => ({ body: 'x'.repeat(3_000_000) }));
    const { fetcher } = setting({ ownHosts: new Set(['two.example']) });
    const big = response(await fetcher.fetch(step('http://two.example/big', { expects: 'html' })));
    expect(big).toMatchObject({ bytes: 1_000_000, complete: false });
    const file = response(await fetcher.fetch(step('http://two.example/file', { expects: 'file', maxBytes: 4 })));
    expect(file).toMatchObject({ bytes: 4, complete: false, text: '' });
    expect(file.head).toHaveLength(4);
  });

  test('pages of WeChat are larger: 4 MB of them are read', async () => {
    server.on('mp.weixin.qq.com', ({ path }) => ({ body: 'x'.repeat(path === '/s/whole' ? 3_500_000 : 4_500_000) }));
    const { fetcher } = setting({ ownHosts: new Set(['mp.weixin.qq.com']) });
    const whole = response(await fetcher.fetch(step('http://mp.weixin.qq.com/s/whole', { expects: 'html' })));
    expect(whole).toMatchObject({ bytes: 3_500_000, complete: true });
    const cut = response(await fetcher.fetch(step('http://mp.weixin.qq.com/s/cut', { expects: 'html' })));
    expect(cut).toMatchObject({ bytes: 4_000_000, complete: false });
    const small = response(
      await fetcher.fetch(step('http://mp.weixin.qq.com/s/file', { expects: 'file', maxBytes: 4 })),
    );
    expect(small.bytes).toBe(4);
  });

  test('text in GBK is read', async () => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xca, 0xbe, 0xc0, 0xfd]), Buffer.from('"}')]);
    server.on('two.example', () => ({ body, headers: { 'content-type': 'application/json; charset=gbk' } }));
    const { fetcher } = setting({ ownHosts: new Set(['two.example']) });
    expect(response(await fetcher.fetch(step('http://two.example/gbk'))).text).toBe('{"name":"示例"}');
  });

  test('no answer is a value', async () => {
    const { fetcher } = setting({ ownHosts: new Set(['nowhere.example']) });
    expect(response(await fetcher.fetch(step('http://nowhere.example/')))).toMatchObject({
      outcome: 'dns-failure',
      status: null,
      text: '',
    });
    expect(await fetcher.fetch(step('ftp://two.example/'))).toMatchObject({ withheld: { kind: 'network' } });
  });
});

describe('redirects', () => {
  const to = (location: string, status = 302) => ({ status, headers: { location } });
  const fetching = () => setting({ ownHosts: new Set(names) }).fetcher;
  test('to another host is the answer, and the other host is not asked', async () => {
    server.on('m.one.example', () => to('http://two.example/passport/login?next=1'));
    const before = server.requests('two.example').length;
    const r = response(await fetching().fetch(step('http://m.one.example/u/1')));
    expect(r).toMatchObject({
      outcome: 'response',
      status: 302,
      redirectedTo: 'http://two.example/passport/login?next=1',
      redirects: [],
      complete: true,
    });
    expect(server.requests('two.example')).toHaveLength(before);
  });
  test('within the host are followed and told; to named hosts where the step says so', async () => {
    server.on('www.two.example', (r) => (r.path === '/a' ? to('/b') : r.path === '/b' ? { body: '{}' } : undefined));
    const r = response(await fetching().fetch(step('http://www.two.example/a')));
    expect(r).toMatchObject({
      status: 200,
      finalUrl: 'http://www.two.example/b',
      redirects: [{ url: 'http://www.two.example/a', status: 302 }],
    });
    server.on('m.one.example', () => to('http://api.one.example/c'));
    server.on('api.one.example', () => ({ body: '{"ok":1}' }));
    for (const follow of ['any', ['one.example']] as const)
      expect(response(await fetching().fetch(step('http://m.one.example/u', { follow }))).text).toBe('{"ok":1}');
    expect(response(await fetching().fetch(step('http://www.two.example/a', { follow: 'none' })))).toMatchObject({
      status: 302,
      redirectedTo: 'http://www.two.example/b',
    });
  });
  test('without end are cut', async () => {
    server.on('two.example', (r) => to(`/n${Number(r.path.slice(2) || 0) + 1}`));
    const r = response(await fetching().fetch(step('http://two.example/n0')));
    expect(r.redirects).toHaveLength(5);
    expect(r.status).toBe(302);
  });
  test('a POST is not carried on to another host', async () => {
    server.on('m.one.example', () => to('http://two.example/take', 307));
    const before = server.requests('two.example').length;
    await fetching().fetch(step('http://m.one.example/cont', { method: 'POST', body: '{}', follow: 'any' }));
    expect(server.requests('two.example')).toHaveLength(before);
  });
});

describe('what is kept', () => {
  test('every exchange, with its body and without set-cookie', async () => {
    server.on('two.example', () => ({ body: '{"list":[]}', headers: { 'set-cookie': 'sid=geheim', etag: '"7"' } }));
    const { fetcher } = setting();
    const { kept } = await fetcher.fetch(step('http://two.example/list?uid=1'));
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({
      url: 'http://two.example/list?uid=1',
      record: { step: 'list', status: 200, bodyBytes: 11, bodyComplete: true, method: 'GET' },
    });
    expect(Buffer.from(kept[0]?.body ?? []).toString()).toBe('{"list":[]}');
    expect(JSON.stringify(kept)).not.toContain('geheim');
    expect(JSON.stringify(kept[0]?.record)).toContain('etag');
  });
  test('the token of a bridge nowhere', async () => {
    server.on('bridge.example', (r) =>
      r.path.startsWith('/old')
        ? { status: 302, headers: { location: '/feed?key=s3cr3t-t0ken-of-mine' } }
        : { body: `<link rel="self" href="http://bridge.example${r.path}"/>` },
    );
    const { fetcher } = setting({ ownHosts: new Set(['bridge.example']) });
    const { kept } = await fetcher.fetch(
      step('http://bridge.example/old?key=s3cr3t-t0ken-of-mine', { secret: true, expects: 'feed' }),
    );
    expect(kept).toHaveLength(2);
    for (const k of kept) {
      expect(JSON.stringify(k.record) + k.url + Buffer.from(k.body).toString()).not.toContain('s3cr3t');
      expect(k.url).toContain('key=***');
    }
    expect(Buffer.from(kept[1]?.body ?? []).toString()).toContain('key=***');
  });
  test('unchanged since last time: asked by its mark, read from what was kept', async () => {
    server.on('two.example', (r) =>
      r.headers['if-none-match'] === '"7"'
        ? { status: 304, headers: { etag: '"7"' } }
        : { body: 'new', headers: { etag: '"8"' } },
    );
    const { fetcher } = setting({ ownHosts: new Set(['two.example']) });
    const earlier = { etag: '"7"', body: Buffer.from('{"kept":1}'), contentType: 'application/json' };
    const f = await fetcher.fetch(step('http://two.example/list'), { earlier });
    expect(response(f)).toMatchObject({ status: 200, text: '{"kept":1}', revalidated: true, complete: true });
    expect(f.kept[0]?.record).toMatchObject({ status: 304, revalidated: true, bodyComplete: true, bodyBytes: 10 });
    const other = response(
      await fetcher.fetch(step('http://two.example/list'), { earlier: { ...earlier, etag: '"6"' } }),
    );
    expect(other).toMatchObject({ text: 'new', revalidated: false });
    await fetcher.fetch(step('http://two.example/post', { method: 'POST', body: '{}' }), { earlier });
    expect(server.requests('two.example').at(-1)?.headers['if-none-match']).toBeUndefined();
  });
});
