import type { Conclusion, DutyConclusion, Review, ScoreRange } from '#core/assessment.ts';
import type { Evidence, Locator } from '#core/evidence.ts';
import type { SubjectType } from '#core/indicator.ts';
import type { ObservationKind, UnobservedReason } from '#core/observation.ts';
import type { Hundredths, Part } from '#core/policy.ts';
import type { Basis } from '#core/verdict.ts';
import { clip } from './clean.ts';
import type { Mark } from './types.ts';

export const conclusionNames: Record<Conclusion, string> = {
  unqualified: '不合格',
  undetermined: '待复核',
  qualified: '合格',
  unrated: '不评定',
};
/** Worst first: the order of every list of subjects. */
export const conclusionOrder: Record<Conclusion, number> = {
  unqualified: 0,
  undetermined: 1,
  qualified: 2,
  unrated: 3,
};

/** 要求的结论. */
export const dutyNames: Record<DutyConclusion, string> = { 'not-met': '不符合', open: '待核实', met: '符合' };

export const typeNames: Record<SubjectType, string> = {
  organization: '单位',
  site: '政府网站',
  account: '政务新媒体',
};
export const typeOrder: readonly SubjectType[] = ['organization', 'site', 'account'];

export const markNames: Record<Mark, string> = {
  fail: '存在问题',
  suspect: '疑似，待复核',
  undeterminable: '无法判定',
  unexamined: '未检',
  pass: '未发现问题',
  'not-applicable': '不适用',
};

/** 判定 of a duty (要求): it is met or not, whatever the index calls a fault. */
export const dutyMarkNames: Record<Mark, string> = {
  fail: '不符合',
  suspect: '疑似不符合，待核实',
  undeterminable: '待核实',
  unexamined: '未核实',
  pass: '符合',
  'not-applicable': '不适用',
};

const evidenceNames: Record<Evidence['kind'], string> = {
  exchange: '访问记录',
  html: '网页源码',
  screenshot: '截图',
  certificate: '证书',
  import: '导入文件',
};

/** 佐证名称 with what its reader must know of it: bytes that a browser built, a picture of what the page hides. */
export function evidenceName(e: Evidence): string {
  const name = evidenceNames[e.kind];
  if (e.rendered === true) return `${name}（浏览器打开后）`;
  return e.revealed === true ? `${name}（页面隐藏的内容已显示出来）` : name;
}

/** 未能观察的原因, and who can do what about it. */
export const reasonNames: Record<UnobservedReason, { name: string; advice: string }> = {
  'local-network': { name: '检查一方网络故障', advice: '与被检查单位无关；网络恢复后补测，不作为问题。' },
  overload: { name: '检查程序过载', advice: '与被检查单位无关；降低并发或换机后重测。' },
  blocked: {
    name: '被对方防护设备拦截',
    advice: '请检查人员用浏览器打开核实，或由单位把检查地址加入白名单后重测。',
  },
  'login-required': { name: '需要登录才能查看', advice: '请单位提供后台导出或截图，由检查人员录入。' },
  unparsed: { name: '页面版式无法识别', advice: '请检查人员人工查看，并把页面反馈给程序维护人员。' },
  'needs-browser': {
    name: '需要浏览器渲染',
    advice: '本机没有可用的浏览器；安装 Chrome 或 Chromium 后重测，或人工查看。',
  },
  'not-collected': { name: '没有采集到', advice: '按所列原因处理后补测，或导入数据后重新判定。' },
  crashed: { name: '检查程序出错', advice: '与被检查单位无关；重测，仍出错请反馈给程序维护人员。' },
  cancelled: { name: '检查被中止', advice: '与被检查单位无关；重新运行即可补测。' },
};

const kindNames: Readonly<Record<ObservationKind, string>> = {
  'site.access': '首页访问',
  'site.address-forms': '登记网址的其他写法',
  'site.crawl': '全站抓取',
  'site.ipv6': 'IPv6 支持',
  'site.channels': '栏目发现',
  'channel.update': '栏目更新情况',
  'page.tags': '页面标签',
  'page.footer-marks': '页脚标识',
  'page.dated-items': '页面上的更新条目',
  'page.publish-date': '稿件发布时间',
  'page.suspect-links': '暗链线索',
  'page.clues': '内容线索',
  'page.service-guide': '办事指南',
  'page.letters': '公开的留言',
  'page.interpretation': '政策文件与解读',
  'link.status': '链接状态',
  'account.posts': '账号发布记录',
  'account.profile': '账号状态与资料',
  'account.replies': '留言与答复记录',
  'account.clues': '账号内容线索',
  'manual.record': '人工记录',
  'relay.list': '重要政务信息清单',
  'inspection.run': '检查覆盖面',
};

/** 监测内容. A kind this version does not know (an older or newer assessment) is shown as it is called. */
export function kindName(kind: string): string {
  return (kindNames as Readonly<Record<string, string>>)[kind] ?? kind;
}

export const decisionNames: Record<Review['decision'], string> = {
  confirm: '确认问题属实',
  reject: '认定问题不成立',
  pass: '改判为未发现问题',
  fail: '判定为存在问题',
  appeal: '单位申诉',
};

/** 分值 as people write it: at least `least` decimals, never more than two. */
export function pointsText(h: Hundredths, least = 0): string {
  const sign = h < 0 ? '-' : '';
  const abs = Math.abs(Math.round(h));
  const whole = Math.floor(abs / 100);
  let decimals = String(abs % 100).padStart(2, '0');
  while (decimals.length > least && decimals.endsWith('0')) decimals = decimals.slice(0, -1);
  return decimals === '' ? `${sign}${whole}` : `${sign}${whole}.${decimals}`;
}

/** 得分 or 得分区间: `97.5`, `92.0–97.5`. */
export function scoreText(range: ScoreRange): string {
  const lower = pointsText(range.lower, 1);
  return range.lower === range.upper ? lower : `${lower}–${pointsText(range.upper, 1)}`;
}

/** 扣分 of an item at both ends, or what a bonus earns. Empty for a veto and a duty. */
export function costText(part: Part, points: Hundredths, cost: ScoreRange): string {
  if (part === 'veto' || part === 'duty') return '';
  const between = (a: Hundredths, b: Hundredths) => (a === b ? pointsText(a) : `${pointsText(a)}–${pointsText(b)}`);
  if (part === 'bonus') return `得 ${between(points - cost.upper, points - cost.lower)} 分`;
  return cost.upper === 0 ? '不扣分' : `扣 ${between(cost.lower, cost.upper)} 分`;
}

export function partText(part: Part, points: Hundredths): string {
  if (part === 'veto') return '单项否决';
  if (part === 'duty') return '要求，不计分';
  return `${part === 'bonus' ? '加分' : '扣分'}项，${pointsText(points)} 分`;
}

const shanghai = (iso: string): string | null => {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return null;
  const shifted = new Date(at + 8 * 3_600_000);
  return Number.isNaN(shifted.getTime()) ? null : shifted.toISOString();
};

/** 北京时间 `2026-11-22 10:05`; what is no instant is shown as it came. */
export function minuteText(iso: string): string {
  const s = shanghai(iso);
  return s === null ? clip(iso, 32) : `${s.slice(0, 10)} ${s.slice(11, 16)}`;
}

/** 北京时间的日期. */
export function dayText(iso: string): string {
  return shanghai(iso)?.slice(0, 10) ?? clip(iso, 32);
}

/** 判定依据的范围, in words: 检查 168 次访问，另有 3 次无法观察，2026-11-15 至 2026-11-22. */
export function basisText(b: Basis): string {
  if (b.examined === 0 && b.unobserved === 0) return '没有可供判断的观察记录';
  const measure = /^[次个条篇项处天份封件家页]/u.exec(b.unit)?.[0];
  const short = measure ?? b.unit;
  const parts: string[] = [];
  if (b.examined === 0) parts.push(`${b.unobserved} ${b.unit}全部无法观察`);
  else {
    parts.push(`检查 ${b.examined} ${b.unit}`);
    if (b.unobserved > 0) parts.push(`另有 ${b.unobserved} ${short}无法观察`);
  }
  if (b.from !== '' && b.to !== '') {
    const [from, to] = [dayText(b.from), dayText(b.to)];
    parts.push(from === to ? from : `${from} 至 ${to}`);
  }
  return parts.join('，');
}

/** 位置 in words: 源码第 12 行第 5 列，选择器 …，附近文字“…”. */
export function placeText(l: Locator | undefined, kind: Evidence['kind']): string {
  if (l === undefined) return '';
  const source = kind === 'html' || kind === 'screenshot' ? '源码' : '';
  const parts: string[] = [];
  if (l.line !== undefined) parts.push(`${source}第 ${l.line} 行${l.column === undefined ? '' : `第 ${l.column} 列`}`);
  if (l.selector !== undefined && l.selector !== '') parts.push(`选择器 ${l.selector}`);
  if (l.text !== undefined && l.text.trim() !== '') parts.push(`附近文字“${l.text.trim()}”`);
  return parts.join('，');
}
