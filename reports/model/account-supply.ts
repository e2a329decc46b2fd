import type { UnobservedReason } from '#core/observation.ts';
import { type Platform, platformNames } from '#core/registry.ts';
import type { Supply } from './account-audit-types.ts';

/** Where the host finds the list of all that it published; null: there is no such list. */
const exportsFrom: Record<Platform, string | null> = {
  wechat: '公众平台“内容分析”的“已通知内容”“未开启通知内容”两份明细',
  'wechat-channels': '视频号助手的作品数据',
  'wechat-mini': null,
  'alipay-mini': null,
  weibo: '微博管理中心的博文数据',
  toutiao: '头条号后台的作品数据',
  douyin: '抖音创作者中心的作品数据',
  kuaishou: '快手创作者服务平台的作品数据',
  bilibili: '哔哩哔哩创作中心的稿件数据',
  thepaper: '澎湃号后台的发布记录',
  yangshipin: '央视频号后台的发布记录',
  rmh: '人民号后台的发布记录',
  baijiahao: '百家号后台的内容数据',
  zhihu: '知乎创作中心的内容数据',
  xiaohongshu: '小红书创作服务平台的笔记数据',
  app: null,
  other: '后台的发布记录',
};

/** What is wrong on our own side: nobody but the inspectors has to do anything. */
const ours: ReadonlySet<UnobservedReason> = new Set([
  'local-network',
  'overload',
  'crashed',
  'cancelled',
  'needs-browser',
]);

export type SupplyInput = {
  platform: Platform;
  id: string;
  /** Why nothing can be said: the note of the item that was not decided. */
  because: string;
  /** Of the looks that failed. */
  reasons: readonly UnobservedReason[];
  /** First day for which a complete record is needed, and the last. */
  from: string;
  to: string;
  /** The platform said that the account is no more, or showed another one. */
  strange: 'gone' | 'mismatch' | null;
  /** Whether the address is the unit's own (下载链接, 桥接): only then can its host let the inspection in. */
  ownAddress: boolean;
};

/** 由谁补什么: the shortest way to a verdict first, then the one that is always open. */
export function supplyOf(o: SupplyInput): Supply {
  const reason = o.because;
  const look = {
    who: '检查人员' as const,
    what: `在手机上打开账号主页逐条看过 ${o.from} 至 ${o.to}，用 accounts record 登记最近一条的日期，附截图`,
  };
  if (o.strange === 'gone')
    return {
      reason,
      steps: [
        { who: '运营单位', what: '说明账号是否改名、迁移或注销；已注销的补办备案和公告，由检查人员更新台账' },
        look,
      ],
    };
  if (o.strange === 'mismatch')
    return { reason, steps: [{ who: '检查人员', what: '核对台账里登记的链接和编号，改正后重新采集' }] };
  if (o.reasons.length > 0 && o.reasons.every((r) => ours.has(r)))
    return {
      reason,
      steps: [{ who: '检查人员', what: '检查一方的问题，重新采集（accounts collect）；不必惊动被检查单位' }],
    };
  const source = exportsFrom[o.platform];
  if (source === null)
    return {
      reason,
      steps: [
        ...(o.ownAddress && o.reasons.includes('blocked')
          ? [{ who: '运营单位' as const, what: '把检查地址加入下载服务器的白名单，再重新采集' }]
          : []),
        {
          who: '检查人员',
          what: `打开${platformNames[o.platform]}看能否使用、内容是否更新，用 accounts record 登记，附截图`,
        },
      ],
    };
  return {
    reason,
    steps: [
      {
        who: '运营单位',
        what: `导出${source}（${o.from} 至 ${o.to}），签认后交检查人员用 accounts import 导入`,
      },
      ...(o.ownAddress && o.reasons.includes('blocked')
        ? [{ who: '运营单位' as const, what: '或把检查地址加入桥接服务的白名单' }]
        : []),
      { ...look, what: `或${look.what}` },
    ],
  };
}
