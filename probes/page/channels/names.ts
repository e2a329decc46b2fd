import type { ChannelType } from '#core/channel-types.ts';
import { compact } from '../text.ts';

/** What a name, a tag or an address says of the type of a channel. `sure`: hardly anything else is called so. */
export type TypeSign = { type: ChannelType; sure: boolean };

/** Links of the frame around every page, and what does something instead of holding information. */
const utility =
  /^(?:首页\S{0,2}|网站首页|返回首页|主页|网站主页|回到首页|站点地图|网站地图|网站导航|联系(?:我们|方式)|关于(?:我们|本站)|网站(?:声明|说明|纠错|标识码)|隐私(?:声明|政策|保护)?|版权(?:声明|所有)?|法律声明|免责声明|使用帮助|帮助(?:中心)?|登录|登陆|注册|用户登录|退出|个人中心|用户(?:中心|空间)|我的主页|搜索|检索|高级搜索|站内搜索|智能问答|设为首页|加入收藏|收藏本站|收藏|打印|关闭|无障碍\S{0,6}|长者\S{0,4}|适老\S{0,4}|关怀版|大字版|繁體\S{0,4}|繁体\S{0,4}|简体\S{0,4}|手机版|移动版|触屏版|电脑版|rss\S{0,4}|english|中文版?|微信|微博|客户端|公众号|新媒体矩阵|二维码|更多\S{0,4}|more|上一[页篇]|下一[页篇]|首[页]|[末尾]页|详情|查看\S{0,4}|正文|内容|返回\S{0,4}|顶部|当前位置|友情链接|相关链接|省政府\S{0,4}|国务院\S{0,6}|中国政府网|\S{0,8}人民政府(?:网|门户网站)?|ipv6|我为政府网站找错|党政机关|事业单位)$/i;

/** Names that a channel may have at all: some ideographs, short. */
export function isChannelName(name: string): boolean {
  const n = compact(name);
  return n.length >= 2 && n.length <= 16 && /[\u4e00-\u9fff]{2}/.test(n) && !utility.test(n) && !sentence.test(n);
}
/** Titles of articles rather than names: punctuation of sentences, dates, years with 年度 aside. */
const sentence = /[，。！？；“”"《》]|\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}/;

/** The name of the channel out of what a link, a heading or a trail shows. */
export function cleanName(text: string): string {
  return compact(text)
    .replace(/^[>＞»›·•●■◆▶►|｜:：【[\-—]+|[>＞»›|｜:：】\]\-—]+$/g, '')
    .replace(/(?:更多|more)[>＞»]*$/i, '')
    .slice(0, 40);
}

type Rule = { type: ChannelType; sure?: RegExp; maybe?: RegExp; not?: RegExp };

/** In order: the first that fits. What stands earlier is the narrower word (办事统计 before 办事, 政策解读 before 政策). */
const rules: readonly Rule[] = [
  {
    type: 'service-statistics',
    sure: /^(?:\S{0,4})?(?:办事|办件|办理|受理|服务|审批|业务办理)(?:情况|数据|工作)?统计\S{0,4}$/,
    maybe: /统计\S{0,2}办件|办件\S{0,2}(?:公示|数据)/,
    not: /留言|来信|信件|咨询/,
  },
  {
    type: 'interpretation',
    sure: /^(?:\S{0,6})?(?:政策|文件|专家|媒体|图文|视频|部门|领导|负责人|上级|本级|文字|音频|动漫)?解读\S{0,3}$|^(?:政策)?图解\S{0,4}$|^一图读懂$/,
    maybe: /解读|图解|读懂|政策问答/,
    not: /数据解读|统计解读/,
  },
  { type: 'other', sure: /领导(?:讲话|信箱|批示|留言|调研)|讲话/, not: /信箱/ },
  {
    type: 'leaders',
    sure: /^\S{0,6}?(?:领导(?:信息|之窗|介绍|简介|班子|成员|分工|机构|简历|队伍|名录|干部|之家)?|负责人(?:信息|介绍|简介)?|(?:局|班子)成员|领导班子(?:成员)?|县长之窗|市长之窗)$/,
    not: /活动|小组|信箱|留言/,
  },
  {
    type: 'survey',
    sure: /征集(?:调查|意见|反馈|公告)?$|意见征[集求]|(?:网上|在线|民意|问卷)(?:调查|征集)|调查征集|问卷/,
    maybe: /征[集求]|调查|投票|民意|听证/,
    not: /统计调查|普查|调查队|调查研究|公报|征收/,
  },
  {
    type: 'other',
    sure: /^\S{0,4}(?:信访|举报|纪检|监察|巡察|在线访谈|访谈)\S{0,6}$/,
    not: /咨询|建言/,
  },
  {
    type: 'consultation',
    sure: /咨询(?:投诉|建议|服务|建言)|咨询建言|投诉(?:咨询|建议)|(?:县长|市长|区长|书记|局长|镇长|乡长|领导|主任|政府)信箱|(?:网上|在线|我要|政策)咨询|我要(?:写信|咨询|问)|网上问政|网络问政|留言(?:板|选登|反馈|公开|咨询)?$|来信(?:选登|选编|办理)|建言献策/,
    maybe: /咨询|投诉|信箱|意见箱|留言|问政|来信|互动|问答|回复选登/,
    not: /咨询电话|法律咨询|智能问答|政策问答/,
  },
  {
    type: 'interpretation',
    maybe: /回应关切/,
  },
  {
    type: 'notices',
    sure: /^(?:本?[县市区局镇乡委办院]|街道|部门|单位|政府|政务|最新|重要|综合|县级|市级|信息)?(?:通知公告|公告通知|公示公告|公告公示|通知通告|通告公告|通知公示|公告栏|通知|公告|公示|通告)栏?$/,
    maybe: /通知|公告|公示|通告/,
    not: /双公示|文件|政策|办件/,
  },
  {
    type: 'policy',
    sure: /^\S{0,6}?(?:政策文件|规范性文件|政府文件|部门文件|文件资料|政策法规|法律法规|法规(?:文件|规章|政策)|行政规章|政府规章|政策发布|政策公开|最新政策|上级文件|本级文件|文件通知|公文)(?:库|公开|汇编)?$/,
    maybe: /政策|法规|规章|规范性文件|文件|公报/,
    not: /下载|党内|咨询|问答|兑现|统计公报|办理结果|备案|档案/,
  },
  {
    type: 'functions',
    sure: /^\S{0,6}?(?:机构职能|单位职能|部门职能|工作职能|主要职[能责]|工作职责|部门职责|单位职责|职能职责|机构设置|内设机构|组织机构|机构信息|机构编制|下属单位|直属(?:机构|单位)|三定方案)$/,
    maybe: /职能|职责|机构|科室|处室/,
    not: /中介|金融机构|培训机构|检测机构|养老机构|医疗机构|概况/,
  },
  {
    type: 'overview',
    sure: /^\S{0,6}?(?:概况|概览|概貌|县情|区情|市情|省情|镇情|乡情|简介|基本情况|概况信息)(?:信息|介绍)?$|^走进\S{1,6}$|^(?:魅力|印象)\S{1,4}$/,
    maybe: /概况|简介|县情|市情|历史沿革|行政区划|自然地理|人文|风土/,
    not: /项目|企业|景区|景点|产品/,
  },
  {
    type: 'data',
    sure: /^\S{0,6}?(?:数据(?:发布|开放|公开|资源|中心|查询|专栏)|统计(?:信息|数据|公报|分析|月报|年鉴|快讯|资料)|经济数据|主要指标|数据解读|统计解读|政府数据)$/,
    maybe: /数据|统计/,
    not: /执法数据|留言|来信|信件/,
  },
  {
    type: 'services',
    sure: /^\S{0,4}?(?:办事服务|办事指南|办事大厅|办事流程|办事指引|网上办事|网上办理|在线办事|在线服务|政务服务|便民服务|公共服务|服务指南|服务事项|服务清单|行政审批|行政许可|表格下载|办理指南|办事公开|一件事)$/,
    maybe: /办事|服务|便民|事项|审批|表格|办件|指南/,
    not: /热线|公开指南|志愿|社会化服务|企业名录|服务中心$|征求|领导/,
  },
  {
    type: 'news',
    sure: /(?:要闻|动态|新闻|快讯|快报|资讯|政务活动|工作进展|工作信息|信息快递)$/,
    maybe: /要闻|动态|新闻|资讯|快讯|头条|今日\S{2,4}|领导活动|公务活动|政务活动|工作交流|传真|活动报道|信息速递/,
    not: /新闻发布|动态管理|动态调整|视频|图片/,
  },
  {
    type: 'other',
    sure: /专题|专栏|公开(?:指南|目录|年报|制度|工作|规定|要求)|年度报告|年报|依申请|信息公开|政务公开|党建|党务|视频|图片|图库|发布会|人事|招[聘考录]|考试|规划|计划|总结|财政|预决?算|决算|招标|采购|中标|应急|建议提案|提案|双公示|权责|权力|清单|重点领域|扶贫|乡村振兴|廉政|执法|招商|旅游|文化|学习|规章制度|下载|活动|制度/,
  },
];

/** 栏目名称 → 类型; null: the name alone says nothing. */
export function typeOfName(name: string): TypeSign | null {
  const n = cleanName(name);
  for (const { type, sure, maybe, not } of rules) {
    if (not?.test(n) === true) continue;
    if (sure?.test(n) === true) return { type, sure: true };
    if (maybe?.test(n) === true) return { type, sure: false };
  }
  return null;
}

/** Words of the vocabulary of the ColumnType tag that are no channel of their own, or none with a rule. */
const tagWords: Readonly<Record<string, ChannelType>> = {
  概况信息: 'overview',
  机构职能: 'functions',
  负责人信息: 'leaders',
  工作动态: 'news',
  政策文件: 'policy',
  信息公开指南: 'other',
  信息公开目录: 'other',
  信息公开年报: 'other',
  依申请公开: 'other',
  数据发布: 'data',
  数据开放: 'data',
  政策解读: 'interpretation',
  回应关切: 'other',
  办事服务: 'services',
  咨询投诉: 'consultation',
  征集调查: 'survey',
  在线访谈: 'other',
};

/** ColumnType → types, most telling first: the tag is free text in the wild and may hold several. */
export function typesOfTag(tag: string): ChannelType[] {
  const found: ChannelType[] = [];
  for (const word of tag.split(/[,，、;；|/\s]+/).slice(0, 10)) {
    const type = tagWords[compact(word)] ?? typeOfName(word)?.type;
    if (type !== undefined && !found.includes(type)) found.push(type);
  }
  // 信息公开，政策文件: the general word comes beside the telling one.
  return found.length > 1 ? found.filter((t) => t !== 'other') : found;
}

const pathWords: readonly (readonly [ChannelType, RegExp])[] = [
  [
    'news',
    /^(?:zwyw|bmdt|gzdt|xwdt|xwzx|jrxw|zwdt|yw|xyw|sxyw|xydt|hydt|qxdt|xzdt|jcdt|ldhd|zwxw|xwxx|ywdt|ywyw|yaowen|news|xinwen|dongtai|gzjz|dtxw|dtyw|bdyw|dtxx|zwhd)$/,
  ],
  ['notices', /^(?:tzgg|gsgg|gggs|tztg|ggtz|gszl|tongzhi|gonggao|gongshi|notice|tzgs|gg|tz|gs)$/],
  ['interpretation', /^(?:zcjd|wjjd|jd|jiedu|zjjd|mtjd|zcjdhy|jdhy|zctj|tj?jd|spjd|bmjd)$/],
  ['policy', /^(?:zcwj|zcfg|gfxwj|xzgfxwj|zfwj|bmwj|flfg|wjzl|zcfb|zhengce|gfwj|fgwj|xzgz|zfgb|zcwjk|sjwj|bjwj|fggw)$/],
  ['leaders', /^(?:ldxx|ldzc|ldjs|ldbz|ldjj|ldcy|ldfg|lingdao|ld|leader)$/],
  ['functions', /^(?:jgzn|jgsz|zzjg|nsjg|dwzn|zyzz|zyzn|jgxx|bmzn|gzzn|znzz|zn|xsdw|zsjg)$/],
  ['overview', /^(?:gk|xq|sq|qq|bmgk|jggk|xqgk|dwgk|jbqk|gaikuang|zjxx|xjgk|bdgk|gaikuo|gkxx)$/],
  ['service-statistics', /^(?:bstj|bjtj|bltj|fwtj|sltj)$/],
  ['data', /^(?:sjfb|tjxx|tjsj|sjkf|tjgb|data|shuju|sjzx|tjyb|tjnj|zfsj)$/],
  ['services', /^(?:bsfw|bszn|wsbs|zwfw|bmfw|bsdt|fwzn|xzxk|zxbs|bslc|ggfw)$/],
  ['consultation', /^(?:zxts|zxjy|zxzx|jzxx|xzxx|qzxx|szxx|lyb|liuyan|wszx|wszz|ldxxiang|zxly|zwzx|lyxd)$/],
  ['survey', /^(?:yjzj|wsdc|dczj|zjdc|myzj|zxdc|zqyj|zxzj|diaocha|zjyj|wjdc)$/],
];

/** Folder names of an address → type: habits of Chinese sites, never proof. */
export function typeOfPath(address: string): ChannelType | null {
  const url = URL.parse(address);
  if (url === null) return null;
  const parts = url.pathname.toLowerCase().split('/').filter(Boolean);
  // The document says what its folder says, and index says nothing.
  for (const part of parts.reverse().slice(0, 2)) {
    const word = part.replace(/\.\w{2,6}$/, '').replace(/[_-]?\d{1,8}$/, '');
    const hit = pathWords.find(([, pattern]) => pattern.test(word));
    if (hit !== undefined) return hit[0];
    if (word !== '' && !/^(?:index|default|list|col|channel|subpage)$/.test(word)) return null;
  }
  return null;
}

/** Titles of a list → what most of them are; null: nothing stands out, or too few. */
export function typeOfTitles(titles: readonly string[]): ChannelType | null {
  if (titles.length < 4) return null;
  const share = (pattern: RegExp) => titles.filter((t) => pattern.test(t)).length / titles.length;
  if (share(/解读|图解|读懂|问答/) >= 0.6) return 'interpretation';
  if (share(/〔\d{4}〕|\[\d{4}\]\d+号|关于印发|管理办法|实施(?:方案|细则|意见)|条例|规定/) >= 0.6) return 'policy';
  if (share(/公告|公示|通告|通知/) >= 0.7) return 'notices';
  return null;
}
