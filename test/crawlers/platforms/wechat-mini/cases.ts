import { always, html, record, sentTo } from '../build.ts';
import type { PlatformCases } from '../matrix.ts';

const appId = 'wx0123456789abcdef';
export const page = (name: string, mark = 'profile_nickname') =>
  html(`<title>账号信息</title><div class="weui-msg"><strong class="${mark} js_name">
  ${name}
</strong></div><script>var info = { request_domain: { item: [] } };</script>`);

export const cases: PlatformCases = {
  account: record('wechat-mini', { displayName: '示例县政务服务', ids: { appId } }),
  stranger: record('wechat-mini', { displayName: '邻县政务', ids: { appId: 'wxfedcba9876543210' } }),
  notObservable: true,
  identify: {
    good: [
      [appId, { appId }],
      ['AppID：wx0123456789ABCDEF', { appId }],
      [`https://mp.weixin.qq.com/wxawap/waverifyinfo?action=get&appid=${appId}`, { appId }],
      [`https://mp.weixin.qq.com/mp/waverifyinfo?action=get&appid=${appId}#wechat_redirect`, { appId }],
    ],
    bad: [
      ['https://wxaurl.cn/AbCdEfGhIjK', /短链接/],
      ['#小程序://示例县政务服务/AbCdEfGhIjKlMnO', /AppID/],
      ['https://mp.weixin.qq.com/s/AbCdEf', /没有小程序的 AppID/],
      ['示例县政务服务', /AppID/],
    ],
  },
  ok: always(page('示例县政务服务')),
  showing: { notShown: '名称页不显示更新时间' },
  capacity: 1,
  precision: 'day',
  columns: {
    pinned: { notShown: '没有列表' },
    repost: { notShown: '没有列表' },
    foreignItem: { notShown: '没有列表' },
    emptyExplicit: { notShown: '没有列表' },
    captcha200: always(html('<title>安全验证</title><p>环境异常，完成验证后即可继续访问</p>')),
    loginRedirect: sentTo('https://mp.weixin.qq.com/cgi-bin/loginpage'),
    deleted: { notShown: '没有见过注销页' },
    renamedKey: always(page('示例县政务服务', 'nick')),
  },
  walls: {
    'only inside WeChat': [always(html('<p>请在微信客户端打开链接</p>')), 'login_required'],
    'sent to the captcha': [sentTo('https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x'), 'blocked'],
  },
};
