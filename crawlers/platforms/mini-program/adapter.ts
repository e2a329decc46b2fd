import { defineAdapter, type FetchedResponse, type Identified, type StepReading } from '../contract.ts';
import { sameName } from '../data.ts';
import { entities } from '../js-literal.ts';
import { hostIs, parseUrl, pasted, queryOf } from '../link.ts';
import { notSeen } from '../proof.ts';
import { namesOf, nothingPublic, refuse } from '../walled.ts';

const supply =
  '微信小程序的更新时间没有公开页面，程序看不到；请运营单位提供后台的版本记录导入，或由检查人员在微信里打开小程序，看能否使用、内容到哪天，登记并附截图。';
const aliSupply =
  '支付宝小程序没有公开的状态页面，程序看不到；请运营单位提供后台的版本记录导入，或由检查人员在支付宝里打开，看能否使用、内容到哪天，登记并附截图。';

const wxForm = /^wx[0-9a-f]{16}$/i;

/** AppID of a WeChat mini-program: itself, its information page, or a link that opens it. */
function identifyWechat(input: string): Identified {
  const { text, url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  if (url === null) {
    const id = /^(?:app ?id\s{0,3}[::]?\s{0,3})?(wx[0-9a-f]{16})$/i.exec(text)?.[1];
    if (id !== undefined) return found(id);
    return refuse('不是小程序的 AppID；在小程序“更多资料”里查看，是 wx 开头的 18 个字符');
  }
  if (!hostIs(url, 'weixin.qq.com', 'wxaurl.cn')) return refuse('不是微信小程序的链接');
  const id = queryOf(url, 'appid');
  if (id !== undefined && wxForm.test(id)) return found(id);
  if (hostIs(url, 'wxaurl.cn')) return refuse('这是小程序的短链接，只能在微信里打开；请填写小程序的 AppID（wx 开头）');
  return refuse('这个链接里没有小程序的 AppID（wx 开头的 18 个字符）');
}

const infoPage = 'https://mp.weixin.qq.com/wxawap/waverifyinfo?action=get&appid=';
const found = (id: string): Identified => ({
  ids: { appId: id.toLowerCase() },
  canonicalUrl: infoPage + id.toLowerCase(),
});

/** The name that the information page shows. Its title is the same on every page. */
function nameOf(html: string): string | undefined {
  const hit =
    /class\s*=\s*["'][^"'<>]{0,80}\b(?:profile_nickname|weui-media-box__title)\b[^<>]{0,200}>([^<>]{1,200})</.exec(
      html.slice(0, 500_000),
    )?.[1];
  const name = hit === undefined ? '' : entities(hit).replace(/\s+/g, ' ').trim();
  return name === '' ? undefined : name.slice(0, 100);
}

/** 微信小程序: one harmless page shows its name; nothing public shows whether it is alive. */
export const wechatMini = defineAdapter({
  id: 'wechat-mini',
  version: 1,
  title: '微信小程序',
  platforms: ['wechat-mini'],
  sources: ['public'],
  identify: identifyWechat,
  plan(account) {
    const id = account.ids.appId ?? account.ids.appid;
    if (id === undefined || !wxForm.test(id)) return { not_observable: supply };
    return {
      steps: [{ id: 'name', url: infoPage + id.toLowerCase(), expects: 'html', role: 'profile', follow: 'same-host' }],
    };
  },
  parse(step, response, account): StepReading {
    const name = nameOf(response.text);
    // The page carries no id that is known: it is the account's because its address was built from the AppID.
    const asked = appIdAsked(step.url);
    const expected = [account.ids.appId ?? account.ids.appid ?? ''].map((i) => i.toLowerCase());
    const not = notSeen(
      step,
      response,
      { identity: { expected, found: asked }, missing: name === undefined ? ['小程序名称'] : [] },
      [
        {
          name: '请在微信客户端打开链接',
          when: (r: FetchedResponse) => r.text.length < 60_000 && r.text.includes('请在微信客户端打开链接'),
          is: { kind: 'login_required', detail: '只能在微信里打开' },
        },
        {
          name: '环境异常',
          // The page that was asked for has “verify” in its own address, so the general sign does not tell.
          when: (r) =>
            [r.redirectedTo ?? '', r.finalUrl].some((u) => /wappoc_appmsgcaptcha|secitptpage\/verify/.test(u)),
          is: { kind: 'blocked', by: 'captcha', detail: '转到验证页面' },
        },
      ],
    );
    if (not !== null) return not;
    const known = namesOf(account).some((n) => sameName(n, name ?? ''));
    return {
      visibility: { kind: 'not_observable', why: supply },
      posts: [],
      profile: { name: name ?? '' },
      positive: [`AppID ${asked ?? ''}`, '小程序名称'],
      ...(known ? {} : { notes: [`小程序现在的名称是“${name}”，与登记的“${account.displayName}”不同`] }),
    };
  },
});

function appIdAsked(url: string): string | null {
  return parseUrl(url)?.searchParams.get('appid')?.toLowerCase() ?? null;
}

/** AppID of an Alipay mini-program: 16 digits that begin with the year. */
function identifyAlipay(input: string): Identified {
  const { text, url, bad } = pasted(input);
  const scheme = /^alipays?:\/\/platformapi\/startapp\?(?:[^#\s]{0,500}&)?appId=(20\d{14})(?:&|$)/i.exec(text)?.[1];
  if (scheme !== undefined) return alipayFound(scheme);
  if (bad !== undefined) return refuse(bad);
  if (url === null) {
    const id = /^(?:app ?id\s{0,3}[::]?\s{0,3})?(20\d{14})$/i.exec(text)?.[1];
    return id === undefined ? refuse('不是支付宝小程序的 AppID；它是 20 开头的 16 位数字') : alipayFound(id);
  }
  if (!hostIs(url, 'alipay.com')) return refuse('不是支付宝小程序的链接');
  const id = queryOf(url, 'appId', 'saId');
  if (id !== undefined && /^20\d{14}$/.test(id)) return alipayFound(id);
  const inner = queryOf(url, 'scheme');
  if (inner?.startsWith('alipay')) return identifyAlipay(inner);
  return refuse('这个链接里没有支付宝小程序的 AppID（20 开头的 16 位数字）');
}

const alipayFound = (id: string): Identified => ({
  ids: { appId: id },
  canonicalUrl: `https://ds.alipay.com/?appId=${id}`,
});

/** 支付宝小程序: no public page at all. */
export const alipayMini = defineAdapter({
  id: 'alipay-mini',
  version: 1,
  title: '支付宝小程序',
  platforms: ['alipay-mini'],
  sources: ['public'],
  identify: identifyAlipay,
  plan: () => ({ not_observable: aliSupply }),
  parse: (step, response) => nothingPublic(step, response, aliSupply),
});
