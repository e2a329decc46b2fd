import type { AccountRecord, FetchStep } from '#crawlers/platforms/contract.ts';
import { day, type FixturePost, now, type PlatformCases, type Reply, type World } from '../matrix.ts';

export const pkg = 'cn.gov.shili.app';
/** An app that is registered in four stores. */
export const account: AccountRecord = {
  id: 'app-1',
  platform: 'app',
  displayName: '示例通',
  aliases: [],
  ids: {},
  urls: [
    'https://apps.apple.com/cn/app/shili/id1500000001',
    `https://app.mi.com/details?id=${pkg}`,
    `https://sj.qq.com/appdetail/${pkg}`,
    'https://appgallery.huawei.com/app/C100000001',
  ],
  source: { kind: 'public' },
};

type Version = { at: number | null; name?: string };

export const lookup = (v: Version, over: object = {}): string =>
  JSON.stringify({
    resultCount: 1,
    results: [
      {
        wrapperType: 'software',
        trackId: 1500000001,
        bundleId: pkg,
        trackName: '示例通',
        version: v.name ?? '3.2.1',
        ...(v.at === null ? {} : { currentVersionReleaseDate: new Date(v.at).toISOString().replace('.000Z', 'Z') }),
        releaseDate: '2019-01-01T08:00:00Z',
        sellerName: '示例县大数据局',
        trackViewUrl: 'https://apps.apple.com/cn/app/id1500000001?uo=4',
        ...over,
      },
    ],
  });
export const noResult = '\n\n\n{\n "resultCount":0,\n "results": []\n}\n\n\n';

export const mi = (v: Version, over: object = {}): string =>
  JSON.stringify({
    host: 'http://f3.market.example.cn/download/',
    thumbnail: 'http://t1.market.example.cn/thumbnail/',
    app: {
      appId: 1000001,
      packageName: pkg,
      displayName: '示例通',
      versionName: v.name ?? '3.2.1',
      versionCode: 321,
      ...(v.at === null ? {} : { updateTime: v.at }),
      publisherName: '示例县大数据局',
      ...over,
    },
  });
export const miNone = JSON.stringify({ host: 'http://f3.market.example.cn/download/', thumbnail: '' });

const filler = '<div class="card"><p>更多应用推荐</p></div>'.repeat(80);
export const qq = (over: object = {}, asText = false, card: object = {}): string => {
  const item = [
    {
      pkg_name: pkg,
      app_id: '1',
      name: '示例通',
      version_name: '3.2.1',
      developer: '示例县',
      operator: '示例县大数据局',
      download_num: '12000',
      ...over,
    },
  ];
  const data = {
    props: {
      pageProps: {
        dynamicCardResponse: {
          ret: 0,
          data: {
            components: [
              { cardId: '1', data: { name: 'Breadcrumb' } },
              { cardId: '2', data: { name: 'GameDetail', itemData: asText ? JSON.stringify(item) : item } },
            ],
          },
          ...card,
        },
      },
    },
  };
  return `<!DOCTYPE html><html><head><title>示例通-应用宝</title></head><body>${filler}<script id="__NEXT_DATA__" type="application/json">${JSON.stringify(data)}</script></body></html>`;
};

export const apkUrl = `https://appdl-1-drcn.dbankcdn.example.cn/dl/appdl/application/apk/ab/${pkg}.2611080.apk?sign=x`;
export const redirect = (to: string): Reply => ({ text: '', status: 302, redirectedTo: to, headers: { location: to } });

/** What each store answers; the rest of them as on an ordinary day. */
export const stores =
  (over: Partial<Record<string, Reply>> = {}, v: Version = { at: now - day }): World =>
  (step) => {
    const own = over[step.id] ?? over[step.id.split(':')[0] ?? ''];
    if (own !== undefined) return own;
    if (step.id.startsWith('app-store')) return { text: lookup(v) };
    if (step.id === 'xiaomi') return { text: mi(v) };
    if (step.id === 'tencent') return { text: qq() };
    return redirect(apkUrl);
  };

export const absent: Readonly<Record<string, Reply>> = {
  'app-store': { text: noResult },
  xiaomi: { text: miNone },
  tencent: { text: '<html><head><title>404</title></head><body>页面不存在</body></html>', status: 404 },
  huawei: { text: '', status: 404 },
};

const renamed = (step: FetchStep): Reply =>
  step.id === 'huawei'
    ? redirect('https://appgallery.huawei.com/landing/index.html')
    : {
        text: stores()(step)
          .text.replaceAll('resultCount', 'count')
          .replaceAll('"app"', '"application"')
          .replaceAll('"host"', '"hosts"')
          .replaceAll('dynamicCardResponse', 'cardResponse'),
      };

export const cases: PlatformCases = {
  account,
  stranger: {
    ...account,
    id: 'app-2',
    displayName: '另一县通',
    urls: [
      'https://apps.apple.com/cn/app/x/id1500000002',
      'https://app.mi.com/details?id=cn.gov.other',
      'https://sj.qq.com/appdetail/cn.gov.other',
      'https://appgallery.huawei.com/app/C100000002',
    ],
  },
  identify: {
    good: [
      ['https://apps.apple.com/cn/app/%E7%A4%BA%E4%BE%8B/id1500000001?mt=8', { appStoreId: '1500000001' }],
      ['https://itunes.apple.com/cn/app/id1500000001', { appStoreId: '1500000001' }],
      ['id1500000001', { appStoreId: '1500000001' }],
      [`https://app.mi.com/details?id=${pkg}&ref=search`, { package: pkg }],
      [`https://sj.qq.com/appdetail/${pkg}`, { package: pkg }],
      [`https://a.app.qq.com/o/simple.jsp?pkgname=${pkg}`, { package: pkg }],
      ['https://appgallery.huawei.com/#/app/C100000001', { huaweiId: 'C100000001' }],
      ['https://appgallery.cloud.huawei.com/appdl/C100000001', { huaweiId: 'C100000001' }],
      ['C100000001', { huaweiId: 'C100000001' }],
      [pkg, { package: pkg }],
    ],
    bad: [
      ['https://example.cn/app/download.html', /不是认识的应用市场/],
      ['https://app.mi.com/details?id=', /不是认识的应用市场/],
      ['示例通', /没有认出/],
      ['1.5E+09', /没有认出/],
    ],
  },
  ok: stores(),
  showing: (posts: readonly FixturePost[]) => stores({}, { at: posts[0]?.at ?? null }),
  capacity: 1,
  precision: 'second',
  columns: {
    pinned: { notShown: '应用市场没有置顶' },
    repost: { notShown: '应用市场没有转载' },
    foreignItem: { notShown: '一次只答复一个应用，别的应用是身份不符' },
    emptyExplicit: { notShown: '应用要么在架，要么不在架' },
    captcha200: () => ({
      text: '<html><head><title>安全验证</title></head><body><p>请完成安全验证后继续访问</p></body></html>',
      contentType: 'text/html',
    }),
    loginRedirect: () => redirect('https://passport.example.cn/login'),
    deleted: stores(absent),
    renamedKey: renamed,
  },
  walls: {
    'App Store 403 with an empty body, the others down': [
      (step) => (step.id === 'app-store' ? { text: '', status: 403 } : { text: '', status: 503 }),
      'blocked',
    ],
    'the others gone, one store blocked': [stores({ ...absent, xiaomi: { text: '', status: 429 } }), 'blocked'],
    'the others gone, one store changed': [
      stores({ ...absent, tencent: { text: qq({}, false, { ret: 5 }) } }),
      'changed',
    ],
    'all asked without their parameters': [
      (step) => ({ text: step.id === 'xiaomi' ? '{"code":400,"msg":"参数不能为空"}' : '', status: 400 }),
      'changed',
    ],
  },
};
