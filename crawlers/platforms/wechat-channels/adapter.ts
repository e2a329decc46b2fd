import { defineAdapter, type Identified } from '../contract.ts';
import { hostIs, pasted } from '../link.ts';
import { nothingPublic, refuse } from '../walled.ts';

const supply =
  '视频号没有公开的主页，程序看不到；请运营单位从视频号助手导出发布记录导入，或由检查人员在微信里打开看过后登记并附截图。';

/** 视频号 ID (`sph…`) or the finder name; links lead to single videos only. */
function identify(input: string): Identified {
  const { text, url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  if (url === null) {
    const id = /^(?:视频号(?:ID)?\s{0,3}[::]?\s{0,3})?(sph[A-Za-z0-9]{12})$/i.exec(text)?.[1];
    if (id !== undefined) return { ids: { sphId: id }, canonicalUrl: `https://channels.weixin.qq.com/#${id}` };
    const finder = /^(v2_[0-9a-f]{20,200}@finder)$/i.exec(text)?.[1];
    if (finder !== undefined)
      return { ids: { finder }, canonicalUrl: `https://channels.weixin.qq.com/#${encodeURIComponent(finder)}` };
    return refuse('不是视频号 ID；在视频号主页“…”里查看，是 sph 开头的 15 个字符');
  }
  if (!hostIs(url, 'weixin.qq.com')) return refuse('不是视频号的链接');
  if (hostIs(url, 'channels.weixin.qq.com') && url.hash.length > 1) {
    const inner = identify(decoded(url.hash.slice(1)));
    if (!('error' in inner)) return inner;
  }
  if (hostIs(url, 'channels.weixin.qq.com') || url.pathname.startsWith('/sph/'))
    return refuse('这是一条视频的分享链接，不是视频号主页；请填写视频号 ID（sph 开头）');
  return refuse('不是视频号的链接');
}

function decoded(text: string): string {
  // A link in a fragment would be read again and again.
  if (text.includes('://')) return '';
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** 视频号: nothing public exists, so whatever comes back shows nothing. */
export const wechatChannels = defineAdapter({
  id: 'wechat-channels',
  version: 1,
  title: '视频号',
  platforms: ['wechat-channels'],
  sources: ['public'],
  identify,
  plan: () => ({ not_observable: supply }),
  parse: (step, response) => nothingPublic(step, response, supply),
});
