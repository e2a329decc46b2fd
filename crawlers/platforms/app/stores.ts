import type { AccountRecord, AppStore, FetchStep, Identified } from '../contract.ts';
import { hostIs, parseUrl, pasted, pathParts, queryOf } from '../link.ts';

/** 应用市场中文名 */
export const storeNames: Readonly<Record<AppStore, string>> = {
  'app-store': 'App Store',
  xiaomi: '小米应用商店',
  tencent: '应用宝',
  huawei: '华为应用市场',
  direct: '自有下载链接',
};

/** Names of Android packages and iOS bundles. */
const packagePattern = /^[A-Za-z][A-Za-z0-9_]{0,62}(?:\.[A-Za-z0-9_-]{1,63}){1,9}$/;
const huaweiPattern = /^C\d{5,15}$/;
const applePattern = /^\d{6,12}$/;

/** 移动客户端 out of what people register: links of the stores, an App Store id, a package name, a C number of AppGallery, an APK link. */
export function identify(input: string): Identified {
  const { text, url, bad } = pasted(input);
  if (bad !== undefined) return { error: bad };
  if (url === null) return byText(text);
  const found = byLink(url);
  if (found !== null) return found;
  if (isApk(url)) return { ids: { apkUrl: url.href }, canonicalUrl: url.href.replace(/^http:/, 'https:') };
  return {
    error: '不是认识的应用市场（App Store、小米、应用宝、华为）的链接；自有下载链接要直接指向 .apk 文件',
  };
}

function byText(text: string): Identified {
  const apple = /^(?:id)?(\d{6,12})$/i.exec(text)?.[1];
  if (apple !== undefined) return appleApp(apple);
  if (/^C\d{5,15}$/i.test(text)) return huaweiApp(text.toUpperCase());
  if (packagePattern.test(text))
    return { ids: { package: text }, canonicalUrl: `https://play.google.com/store/apps/details?id=${text}` };
  return { error: '没有认出客户端：请登记应用市场的链接、App Store 编号、安装包名或 APK 下载链接' };
}

const appleApp = (id: string): Identified => ({
  ids: { appStoreId: id },
  canonicalUrl: `https://apps.apple.com/cn/app/id${id}`,
});
const huaweiApp = (id: string): Identified => ({
  ids: { huaweiId: id },
  canonicalUrl: `https://appgallery.huawei.com/app/${id}`,
});

function byLink(url: URL): Identified | null {
  const parts = pathParts(url);
  if (hostIs(url, 'apps.apple.com', 'itunes.apple.com')) {
    const id = /^id(\d{6,12})$/.exec(parts.at(-1) ?? '')?.[1] ?? queryOf(url, 'id');
    return id !== undefined && applePattern.test(id) ? appleApp(id) : null;
  }
  const named = (name: string | undefined, canonical: string): Identified | null =>
    name !== undefined && packagePattern.test(name)
      ? { ids: { package: name }, canonicalUrl: `${canonical}${name}` }
      : null;
  if (hostIs(url, 'app.mi.com')) return named(queryOf(url, 'id'), 'https://app.mi.com/details?id=');
  if (hostIs(url, 'sj.qq.com') && parts[0] === 'appdetail') return named(parts[1], 'https://sj.qq.com/appdetail/');
  if (hostIs(url, 'a.app.qq.com', 'android.myapp.com', 'app.qq.com'))
    return named(queryOf(url, 'pkgname', 'apkName'), 'https://sj.qq.com/appdetail/');
  if (hostIs(url, 'play.google.com'))
    return named(queryOf(url, 'id'), 'https://play.google.com/store/apps/details?id=');
  if (
    hostIs(url, 'appgallery.huawei.com', 'appgallery.cloud.huawei.com', 'appgallery1.huawei.com', 'hispace.huawei.com')
  ) {
    // The number stands in the path, or behind the # of older links.
    const id = /(?:^|\/)(C\d{5,15})(?:[/?]|$)/.exec(`${url.pathname}/${url.hash}`)?.[1];
    return id === undefined ? null : huaweiApp(id);
  }
  return null;
}

/** A file of its own, whatever server it lies on. */
const isApk = (url: URL): boolean => /\.apk$/i.test(url.pathname);

/** One store to ask. `registered`: the register names this very store; else it is only tried by the name of the package. */
export type Asked = { store: AppStore; registered: boolean; step: FetchStep };

const mostDirect = 2;

/** Stores that the register names, and those where the package may be found as well. */
export function storesOf(account: AccountRecord): Asked[] {
  const { ids } = account;
  const links = account.urls.flatMap((u) => {
    const url = parseUrl(u);
    return url === null ? [] : [{ url, found: byLink(url) }];
  });
  const linked = (hosts: readonly string[], key: string): string | undefined => {
    for (const { url, found } of links)
      if (hostIs(url, ...hosts) && found !== null && 'ids' in found && found.ids[key] !== undefined)
        return found.ids[key];
    return undefined;
  };
  const shaped = (value: string | undefined, pattern: RegExp) =>
    value !== undefined && pattern.test(value) ? value : undefined;
  const tried = shaped(ids.package, packagePattern) ?? linked(['play.google.com'], 'package');
  const asked: Asked[] = [];
  const add = (store: AppStore, registered: boolean, step: Omit<FetchStep, 'role'>) =>
    asked.push({ store, registered, step: { ...step, role: 'app' } });

  const apple = shaped(ids.appStoreId, applePattern) ?? linked(['apps.apple.com', 'itunes.apple.com'], 'appStoreId');
  const bundle = shaped(ids.bundleId, packagePattern);
  if (apple !== undefined || bundle !== undefined)
    add('app-store', true, {
      id: 'app-store',
      url: `https://itunes.apple.com/lookup?${apple === undefined ? `bundleId=${bundle}` : `id=${apple}`}&country=cn`,
      headers: { Accept: 'application/json' },
      expects: 'json',
      memo: { store: 'app-store', ...(apple === undefined ? { bundle: bundle ?? '' } : { apple }) },
    });

  const xiaomi = shaped(ids.xiaomi, packagePattern) ?? linked(['app.mi.com'], 'package');
  const mi = xiaomi ?? tried;
  if (mi !== undefined)
    add('xiaomi', xiaomi !== undefined, {
      id: 'xiaomi',
      // Without os and sdk the service answers 400 or nothing.
      url: `https://app.market.xiaomi.com/apm/app?packageName=${mi}&os=1.1.1&sdk=19`,
      headers: { Accept: 'application/json' },
      expects: 'json',
      memo: { store: 'xiaomi', package: mi },
    });

  const tencent =
    shaped(ids.tencent, packagePattern) ??
    linked(['sj.qq.com', 'a.app.qq.com', 'android.myapp.com', 'app.qq.com'], 'package');
  const qq = tencent ?? tried;
  if (qq !== undefined)
    add('tencent', tencent !== undefined, {
      id: 'tencent',
      url: `https://sj.qq.com/appdetail/${qq}`,
      headers: { Accept: 'text/html' },
      expects: 'html',
      memo: { store: 'tencent', package: qq },
    });

  const huawei =
    shaped(ids.huaweiId, huaweiPattern) ??
    linked(
      ['appgallery.huawei.com', 'appgallery.cloud.huawei.com', 'appgallery1.huawei.com', 'hispace.huawei.com'],
      'huaweiId',
    );
  const own = tried ?? xiaomi ?? tencent;
  if (huawei !== undefined)
    add('huawei', true, {
      id: 'huawei',
      url: `https://appgallery.cloud.huawei.com/appdl/${huawei}`,
      expects: 'file',
      // The address it leads to is the answer; the package itself is not fetched.
      follow: 'none',
      maxBytes: 64,
      memo: { store: 'huawei', ...(own === undefined ? {} : { package: own }) },
    });

  const apks = [ids.apkUrl, ...account.urls].flatMap((u) => {
    const url = parseUrl(u ?? '');
    return url !== null && isApk(url) && byLink(url) === null ? [url.href] : [];
  });
  [...new Set(apks)].slice(0, mostDirect).forEach((url, i) => {
    add('direct', true, {
      id: `direct:${i + 1}`,
      url,
      headers: { Range: 'bytes=0-3' },
      expects: 'file',
      follow: 'any',
      maxBytes: 64,
      memo: { store: 'direct' },
    });
  });
  return asked;
}
