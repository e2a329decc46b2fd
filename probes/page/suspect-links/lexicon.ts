/** One group of words that have no business in the links of a government site. */
export type LexiconGroup = {
  id: 'gambling' | 'porn' | 'trade';
  /** Chinese name for the report. */
  name: string;
  /** Hardly ever innocent: looked for in every link and in the title. */
  words: readonly string[];
  /** Innocent now and then (外挂电梯, 娱乐城消防检查): looked for only in links that leave the site. */
  weak: readonly string[];
};

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * 暗链词表. Small on purpose. Kept as code because probes read no files. Compiled 2026-11 from what the hijacked pages of public
 * measurement sets link to, and from the words that the literature on hidden links names (六合彩、私服、外挂: patent CN104077353A).
 */
export const lexicon: readonly LexiconGroup[] = [
  {
    id: 'gambling',
    name: '赌博',
    words:
      list(`六合彩 时时彩 百家乐 真人娱乐 真人视讯 电子游艺 网上娱乐城 葡京娱乐 新葡京 澳门威尼斯人 金沙娱乐 太阳城娱乐 银河国际
      皇冠体育 皇冠足球 体育投注 足球投注 外围投注 投注平台 投注网 真钱棋牌 赌博网 北京赛车pk10 幸运飞艇 特码资料 亚博体育 开云体育
      华体会 乐鱼体育 bet365 beat365 bat365 365体育 bet官方`),
    weak: list('博彩 赌场 赌球 老虎机 娱乐城 棋牌 特码 北京赛车'),
  },
  {
    id: 'porn',
    name: '色情',
    words:
      list(`成人视频 成人电影 成人网站 成人小说 色情网 黄色网站 黄色视频 裸聊 约炮 一夜情 av女优 无码视频 无码高清 亚洲无码 久久精品
      亚洲一区 国产精品视频 国产精品一区`),
    weak: list('无码 毛片 三级片 黄片 国产精品'),
  },
  {
    id: 'trade',
    name: '违法交易',
    words: list('代开发票 办理假证 办证刻章 催情药 迷情药 游戏外挂 传奇私服'),
    weak: list('私服 外挂 代孕 套现'),
  },
];

/** Words of a text that speaks against the trade, not for it: 打击跨境赌博, 防范套现. */
export const againstIt =
  /打击|严打|严查|查处|查办|整治|治理|取缔|禁止|严禁|防范|警惕|远离|拒绝|抵制|反对|举报|谨防|识破|揭秘|曝光|案件|一案|犯罪|违法|涉嫌|判|刑|警方|公安|法院|检察|扫黄|专项行动|宣传/;
