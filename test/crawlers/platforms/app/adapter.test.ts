import { describe, expect, test } from 'vitest';
import { app } from '#crawlers/platforms/app/adapter.ts';
import type { AccountRecord } from '#crawlers/platforms/contract.ts';
import { platformContract } from '../contract.ts';
import { day, look, now, type Reply } from '../matrix.ts';
import { absent, account, apkUrl, cases, lookup, mi, noResult, pkg, qq, redirect, stores } from './cases.ts';

platformContract(app, cases);

const states = (over: Partial<Record<string, Reply>>, a: AccountRecord = account) =>
  Object.fromEntries((look(app, cases, stores(over), a).profile?.app ?? []).map((s) => [s.store, s.state]));
const one = (store: string, reply: Reply, a?: AccountRecord) =>
  look(app, cases, stores({ [store]: reply }), a).profile?.app?.find((s) => s.store === store);

describe('app: an ordinary day', () => {
  test('four stores, their versions, who publishes', () => {
    const reading = look(app, cases, stores());
    expect(reading.profile?.app).toEqual([
      {
        store: 'app-store',
        state: 'available',
        version: '3.2.1',
        developer: '示例县大数据局',
        updatedAt: {
          lo: now - day,
          hi: now - day + 999,
          precision: 'second',
          raw: '2026-11-21T02:00:00Z',
          from: 'currentVersionReleaseDate',
        },
      },
      {
        store: 'xiaomi',
        state: 'available',
        version: '3.2.1',
        developer: '示例县大数据局',
        updatedAt: { lo: now - day, hi: now - day, precision: 'second', raw: String(now - day), from: 'updateTime' },
      },
      { store: 'tencent', state: 'available', version: '3.2.1', developer: '示例县大数据局' },
      { store: 'huawei', state: 'available', version: 'versionCode 2611080' },
    ]);
    expect(reading.visibility).toMatchObject({ kind: 'visible', coverage: 'complete' });
    expect(reading.posts.map((p) => [p.title, p.publishedAt?.lo])).toEqual([
      ['App Store：版本 3.2.1', now - day],
      ['小米应用商店：版本 3.2.1', now - day],
      ['应用宝：版本 3.2.1', undefined],
      ['华为应用市场：版本 versionCode 2611080', undefined],
    ]);
  });
  test('requests: no store is asked for more than it shows', () => {
    const plan = app.plan(account);
    expect('steps' in plan && plan.steps.map((s) => [s.url, s.follow, s.maxBytes])).toEqual([
      ['https://itunes.apple.com/lookup?id=1500000001&country=cn', undefined, undefined],
      [`https://app.market.xiaomi.com/apm/app?packageName=${pkg}&os=1.1.1&sdk=19`, undefined, undefined],
      [`https://sj.qq.com/appdetail/${pkg}`, undefined, undefined],
      ['https://appgallery.cloud.huawei.com/appdl/C100000001', 'none', 64],
    ]);
  });
});

describe('app: App Store', () => {
  test('no result counts only when it comes past the cache as well', () => {
    const asked: string[] = [];
    const stale = look(app, cases, (s) => {
      asked.push(s.url);
      return s.id === 'app-store' ? { text: noResult } : stores()(s);
    });
    expect(asked).toContain('https://itunes.apple.com/lookup?id=1500000001&country=cn&entity=software');
    expect(stale.profile?.app?.[0]).toMatchObject({ store: 'app-store', state: 'available' });
    expect(one('app-store', { text: noResult })).toMatchObject({ state: 'not_listed' });
    const first = look(app, cases, (s) =>
      s.id === 'app-store' ? { text: noResult } : { ...stores()(s), status: 503 },
    );
    expect(first.profile?.app?.[0]?.state).toBe('unknown');
  });
  test.each<[string, Reply]>([
    ['403 with an empty body', { text: '', status: 403 }],
    ['429', { text: '{"resultCount":0,"results":[]}', status: 429 }],
    ['200 with an empty body', { text: '' }],
    ['a count that is not that of its results', { text: '{"resultCount":0,"results":[{"trackId":1500000001}]}' }],
    ['a count without results', { text: '{"resultCount":0}' }],
    ['another app', { text: lookup({ at: now }, { trackId: 1 }) }],
    ['cut', { text: lookup({ at: now }).slice(0, 60), complete: false }],
  ])('%s: unknown', (_, reply) => {
    expect(one('app-store', reply)).toMatchObject({ state: 'unknown', why: expect.stringMatching(/[\u4e00-\u9fff]/) });
  });
  test('by its bundle', () => {
    const bundled = { ...account, ids: { bundleId: pkg }, urls: [] };
    expect(states({}, bundled)).toEqual({ 'app-store': 'available' });
  });
});

describe('app: 小米', () => {
  test.each<[string, Reply, string]>([
    ['listed', { text: mi({ at: now - day }) }, 'available'],
    ['no app in its frame', absent.xiaomi as Reply, 'not_listed'],
    ['an app of null', { text: '{"host":"http://h.example.cn/","app":null}' }, 'not_listed'],
    ['an empty object', { text: '{}' }, 'unknown'],
    ['400', { text: '{"code":400,"msg":"参数不能为空"}', status: 400 }, 'unknown'],
    ['no app, but not a success', { ...(absent.xiaomi as Reply), status: 500 }, 'unknown'],
    ['empty body', { text: '' }, 'unknown'],
    ['another package', { text: mi({ at: now }, { packageName: 'cn.gov.other' }) }, 'unknown'],
    ['an app without a version', { text: mi({ at: now }, { versionName: '' }) }, 'unknown'],
  ])('%s', (_, reply, state) => {
    expect(one('xiaomi', reply)?.state).toBe(state);
  });
});

describe('app: 应用宝', () => {
  test.each<[string, Reply, string]>([
    ['items as a list', { text: qq() }, 'available'],
    ['items as text', { text: qq({}, true) }, 'available'],
    ['404', absent.tencent as Reply, 'not_listed'],
    ['another package', { text: qq({ pkg_name: 'cn.gov.other' }) }, 'unknown'],
    ['another code', { text: qq({}, false, { ret: -1 }) }, 'unknown'],
    ['no detail', { text: qq({}, false, { data: { components: [] } }) }, 'unknown'],
    ['a redirect to the start page', { text: qq(), status: 302, redirectedTo: 'https://sj.qq.com/' }, 'unknown'],
    [
      '404 after a redirect elsewhere',
      { text: '', status: 404, redirects: [{ url: 'https://sj.qq.com/x', status: 302 }] },
      'unknown',
    ],
  ])('%s', (_, reply, state) => {
    expect(one('tencent', reply)?.state).toBe(state);
  });
});

describe('app: 华为', () => {
  const zip = new Uint8Array([0x50, 0x4b, 3, 4]);
  test.each<[string, Reply, string]>([
    ['to the package', redirect(apkUrl), 'available'],
    ['to a page', redirect('https://appgallery.huawei.com/app/C100000001'), 'unknown'],
    ['to another package', redirect(apkUrl.replace(pkg, 'cn.gov.other')), 'unknown'],
    ['to a page that quotes a package', redirect(`https://x.example.cn/?u=/${pkg}.1.apk`), 'unknown'],
    ['404', { text: '', status: 404 }, 'not_listed'],
    ['405', { text: '', status: 405 }, 'unknown'],
    ['200 page', { text: '<html></html>' }, 'unknown'],
    [
      'followed after all',
      { text: 'PK', head: zip, finalUrl: apkUrl, redirects: [{ url: 'x', status: 302 }] },
      'available',
    ],
  ])('%s', (_, reply, state) => {
    expect(one('huawei', reply, { ...account, ids: { package: pkg } })?.state).toBe(state);
  });
});

describe('app: own link', () => {
  const own: AccountRecord = { ...account, urls: ['https://dl.example.cn/files/shili-3.2.1.apk'] };
  const head = new Uint8Array([0x50, 0x4b, 3, 4]);
  test.each<[string, Reply, string]>([
    ['the first bytes of a package', { text: 'PK', head, status: 206 }, 'available'],
    [
      'a landing page with 200',
      { text: '<!DOCTYPE html><html><body>点击下载</body></html>', contentType: 'text/html' },
      'unknown',
    ],
    ['404', { text: 'not found', status: 404 }, 'not_listed'],
    ['410', { text: '', status: 410 }, 'not_listed'],
    ['500', { text: '', status: 500 }, 'unknown'],
    ['no answer', { text: '', outcome: 'timeout', status: null }, 'unknown'],
  ])('%s', (_, reply, state) => {
    expect(one('direct', reply, own)?.state).toBe(state);
  });
  test('how old it is, by its header; its request asks for four bytes', () => {
    const reading = look(
      app,
      cases,
      () => ({ text: 'PK', head, status: 206, headers: { 'last-modified': 'Sun, 08 Nov 2026 02:00:00 GMT' } }),
      own,
    );
    expect(reading.profile?.app).toMatchObject([
      { store: 'direct', state: 'available', updatedAt: { lo: Date.parse('2026-11-08T02:00:00Z') } },
    ]);
    expect(reading.visibility).toMatchObject({ kind: 'visible', coverage: 'partial' });
    const plan = app.plan(own);
    expect('steps' in plan && plan.steps[0]?.headers).toEqual({ Range: 'bytes=0-3' });
  });
  test('of two links one is enough', () => {
    const two = { ...own, urls: [...own.urls, 'http://198.51.100.7:8080/b.apk'] };
    const world = (s: { id: string }): Reply =>
      s.id === 'direct:1' ? { text: '', status: 404 } : { text: 'PK', head };
    expect(look(app, cases, world, two).profile?.app).toMatchObject([{ store: 'direct', state: 'available' }]);
    const gone = look(app, cases, () => ({ text: '', status: 404 }), two);
    expect(gone.visibility).toMatchObject({ kind: 'gone', reason: 'not_found' });
    const half = (s: { id: string }): Reply => ({ text: '', status: s.id === 'direct:1' ? 404 : 503 });
    expect(look(app, cases, half, two).profile?.app).toMatchObject([{ state: 'unknown' }]);
  });
});

describe('app: what the stores say together', () => {
  test('gone from one store only is still there', () => {
    const reading = look(app, cases, stores({ tencent: absent.tencent as Reply }));
    expect(reading.visibility.kind).toBe('visible');
    expect(states({ tencent: absent.tencent as Reply })).toMatchObject({ tencent: 'not_listed', xiaomi: 'available' });
  });
  test('gone from all, named in the report', () => {
    expect(look(app, cases, stores(absent)).visibility).toEqual({
      kind: 'gone',
      reason: 'not_found',
      text: '登记的应用市场都没有这个应用：App Store、小米应用商店、应用宝、华为应用市场',
    });
  });
  test('a package that names no store proves presence, never absence', () => {
    const bare = { ...account, ids: { package: pkg }, urls: [] };
    expect(states({}, bare)).toEqual({ xiaomi: 'available', tencent: 'available' });
    expect(states(absent, bare)).toEqual({});
    expect(look(app, cases, stores(absent), bare).visibility.kind).toBe('changed');
  });
  test('a store that is only tried does not keep the registered one from being told as gone', () => {
    const one = { ...account, ids: { package: pkg }, urls: [`https://sj.qq.com/appdetail/${pkg}`] };
    expect(states({}, one)).toEqual({ xiaomi: 'available', tencent: 'available' });
    expect(states({ ...absent, xiaomi: { text: '', status: 429 } }, one)).toEqual({ tencent: 'not_listed' });
    expect(states({ tencent: absent.tencent as Reply }, one)).toEqual({ xiaomi: 'available', tencent: 'not_listed' });
  });
  test('a store that was not asked is unknown', () => {
    const plan = app.plan(account);
    const steps = 'steps' in plan ? plan.steps.slice(0, 1) : [];
    const reading = look(app, { ...cases, steps }, stores(absent));
    expect(reading.profile?.app?.map((s) => s.state)).toEqual(['not_listed', 'unknown', 'unknown', 'unknown']);
    expect(reading.visibility.kind).not.toBe('gone');
  });
  test('one store that answers with another app does not hide the others', () => {
    const reading = look(app, cases, stores({ tencent: { text: qq({ pkg_name: 'cn.gov.other' }) } }));
    expect(reading.visibility.kind).toBe('visible');
    expect(reading.posts).toHaveLength(3);
  });
  test('nothing to ask', () => {
    expect(app.plan({ ...account, urls: ['https://www.example.cn/'] })).toHaveProperty('incomplete');
  });
});
