import type { Locator } from '#core/evidence.ts';
import type { ClueKind } from '#core/lexicon.ts';

/** 线索来源: a word list or a rule of the program, with the day it is of. */
export type ClueSource = { id: string; title: string; date: string };

/** One clue before it is placed; places cost time and are worked out only for what is reported. */
export type ClueHit = {
  kind: ClueKind;
  /** What was found, personal data masked. */
  text: string;
  /** Why it is a clue, Chinese, one sentence without a full stop. */
  why: string;
  source: ClueSource;
  confidence: 'high' | 'low';
  place(): Locator;
};

/** 规则 of the program, as sources of clues: what it looks for, and the day it was last set. */
const ruleDates = {
  'rule-identity-number': ['公民身份号码校验规则（GB 11643）', '2026-11-22'],
  'rule-bank-card': ['银行卡号校验规则（Luhn 与发卡前缀）', '2026-11-22'],
  'rule-mobile-list': ['姓名与手机号成列规则', '2026-11-22'],
  'rule-leader': ['本站领导信息栏目对照', '2026-11-22'],
  'rule-title': ['首页标题与登记名称对照', '2026-11-22'],
  'rule-encoded-title': ['标题数字字符引用规则', '2026-11-22'],
  'rule-two-titles': ['重复标题规则', '2026-11-22'],
  'rule-noise': ['干扰内容规则', '2026-11-22'],
  'rule-script': ['挂马脚本手法规则', '2026-11-22'],
  'rule-future-date': ['日期晚于查看日规则', '2026-11-22'],
  'rule-date-tags': ['可见日期与标签对照规则', '2026-11-22'],
  'rule-one-day': ['整个列表同一日期规则', '2026-11-22'],
} as const;
export type RuleId = keyof typeof ruleDates;

/** A rule as the source of a clue. */
export function ruleSource(id: RuleId): ClueSource {
  const [title, date] = ruleDates[id];
  return { id, title, date };
}
