import { always, html, record, sentTo, step } from '../build.ts';
import type { PlatformCases } from '../matrix.ts';

export const cases: PlatformCases = {
  account: record('alipay-mini', { ids: { appId: '2021000000000001' } }),
  stranger: record('alipay-mini', { displayName: '邻县融媒', ids: { appId: '2021000000000002' } }),
  steps: [step('https://ds.alipay.com/?appId=2021000000000001', 'html')],
  notObservable: true,
  identify: {
    good: [
      ['2021000000000001', { appId: '2021000000000001' }],
      ['https://ds.alipay.com/?appId=2021000000000001&page=pages/index', { appId: '2021000000000001' }],
      ['alipays://platformapi/startapp?page=pages/index&appId=2021000000000001', { appId: '2021000000000001' }],
      [
        'https://ds.alipay.com/?scheme=alipays%3A%2F%2Fplatformapi%2Fstartapp%3FappId%3D2021000000000001',
        { appId: '2021000000000001' },
      ],
    ],
    bad: [
      ['https://qr.alipay.com/fkx0000example', /没有支付宝小程序的 AppID/],
      ['https://ds.alipay.com/?appId=20000116', /没有支付宝小程序的 AppID/],
      ['示例县政务', /16 位数字/],
    ],
  },
  ok: always(html('<p>支付宝</p>'.repeat(400))),
  showing: { notShown: '没有公开的状态页面' },
  capacity: 1,
  precision: 'day',
  columns: {
    pinned: { notShown: '没有公开的状态页面' },
    repost: { notShown: '没有公开的状态页面' },
    foreignItem: { notShown: '没有公开的状态页面' },
    emptyExplicit: { notShown: '没有公开的状态页面' },
    captcha200: always(html('<title>安全验证</title><p>环境异常，完成验证后即可继续访问</p>')),
    loginRedirect: sentTo('https://auth.alipay.com/login/index.htm'),
    deleted: { notShown: '没有公开的状态页面' },
    renamedKey: always(html('<p>支付宝</p>'.repeat(400))),
  },
  walls: {},
};
