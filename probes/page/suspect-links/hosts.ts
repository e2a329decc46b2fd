import { parse } from 'tldts';

/**
 * Hosts that a government page links to in good faith: state media, platforms, tools. Together with gov.cn, edu.cn, mil.cn and the
 * Chinese domains .政务 and .公益 they are never foreign.
 */
const known = new Set(
  (
    'people.com.cn xinhuanet.com news.cn cctv.com cctv.cn cntv.cn china.com.cn china.cn chinadaily.com.cn gmw.cn ce.cn cnr.cn cri.cn ' +
    'chinanews.com chinanews.com.cn youth.cn qstheory.cn xuexi.cn 12371.cn 12377.cn piyao.org.cn conac.cn kaipuyun.cn 12315.cn 12306.cn ' +
    'chsi.com.cn court.org.cn ggj.com qq.com weixin.com weibo.com weibo.cn sina.com.cn sina.cn baidu.com so.com sogou.com 163.com sohu.com ' +
    'toutiao.com douyin.com kuaishou.com bilibili.com zhihu.com xiaohongshu.com youku.com iqiyi.com alipay.com taobao.com amap.com ' +
    'microsoft.com google.com google.cn mozilla.org firefox.com.cn firefox.com opera.com apple.com adobe.com 360.cn browsehappy.com ' +
    'jiathis.com bshare.cn baidustatic.com cnzz.com 51.la umeng.com gridsumdissector.com trs.com.cn hanweb.com nginx.org w3.org'
  ).split(' '),
);

/** Registrable domain of a host; the host itself where it has none (an IP address). */
export function domainOf(host: string): string {
  return parse(host).domain ?? host;
}

/** 站外且非公共机构 — neither the page's own domain, nor public bodies, nor a known medium, platform or tool. */
export function isForeign(host: string, own: string): boolean {
  // The address that 「我为政府网站找错」 once had.
  if (host === '121.43.68.40') return false;
  if (/(?:^|\.)(?:gov|edu|mil)\.cn$|\.(?:gov|edu|mil|int)$|\.xn--zfr164b$|\.xn--55qw42g$/.test(host)) return false;
  const domain = domainOf(host);
  return domain !== own && !known.has(domain);
}
