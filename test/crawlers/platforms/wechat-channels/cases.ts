import { always, html, record, sentTo, step } from '../build.ts';
import type { PlatformCases } from '../matrix.ts';

export const cases: PlatformCases = {
  account: record('wechat-channels', { ids: { sphId: 'sphAbCdEfGhIjKl' } }),
  stranger: record('wechat-channels', { displayName: '邻县融媒', ids: { sphId: 'sphZzZzZzZzZzZz' } }),
  steps: [step('https://channels.weixin.qq.com/', 'html')],
  notObservable: true,
  identify: {
    good: [
      ['sphAbCdEfGhIjKl', { sphId: 'sphAbCdEfGhIjKl' }],
      ['视频号ID：sphAbCdEfGhIjKl', { sphId: 'sphAbCdEfGhIjKl' }],
      ['v2_060000231003b20faec8c6e48e1dc2d5@finder', { finder: 'v2_060000231003b20faec8c6e48e1dc2d5@finder' }],
    ],
    bad: [
      ['https://weixin.qq.com/sph/AbCdEfGhIj', /不是视频号主页/],
      ['https://channels.weixin.qq.com/finder-preview/pages/sph?id=AbCdEf', /不是视频号主页/],
      ['示例县发布', /不是视频号 ID/],
    ],
  },
  ok: always(html('<p>视频号</p>'.repeat(400))),
  showing: { notShown: '没有公开的主页' },
  capacity: 1,
  precision: 'day',
  columns: {
    pinned: { notShown: '没有公开的主页' },
    repost: { notShown: '没有公开的主页' },
    foreignItem: { notShown: '没有公开的主页' },
    emptyExplicit: { notShown: '没有公开的主页' },
    captcha200: always(html('<title>安全验证</title><p>环境异常，完成验证后即可继续访问</p>')),
    loginRedirect: sentTo('https://channels.weixin.qq.com/login.html'),
    deleted: { notShown: '没有公开的主页' },
    renamedKey: always(html('<p>视频号</p>'.repeat(400))),
  },
  walls: {},
};
