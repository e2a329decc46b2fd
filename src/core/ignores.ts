import { z } from 'zod';
import { daysBetween, isDay } from './calendar.ts';
import { type LinkReason, linkReasons } from './observation.ts';

/** Longest a rule may stand, in days: what nobody looks at again after a year is no decision any more. */
export const longestIgnoreDays = 366;
const mostRules = 5_000;

const Day = z.iso.date('日期写成 2026-01-31 的样子');
const Text = (max: number) => z.string().trim().min(1, '不能为空').max(max, `不超过 ${max} 个字符`);

/** 忽略规则 — a person's decision that a link is known not to open and is not to be charged, until a day. */
export const IgnoreRule = z
  .strictObject({
    /** Site id of the register, or `all`. */
    site: Text(64),
    /** Exactly this address, as the report prints it (a fragment is left out). */
    url: Text(2_000).optional(),
    /** Every address that begins so. Holds whole host names only: the scheme and host are part of it. */
    prefix: Text(2_000).optional(),
    /** Every address on this host (with port where there is one). */
    host: Text(255).optional(),
    /** Only while the check gives this reason: a rule for a 404 must not hide that the domain is gone later. */
    reason: z.enum(linkReasons).optional(),
    /** 忽略的原因. */
    why: Text(500),
    /** 经办人. */
    person: Text(60),
    /** 登记日期, first day of the rule. */
    recorded: Day,
    /** 到期日, last day of the rule. */
    expires: Day,
  })
  .superRefine((rule, context) => {
    const bad = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    const given = (['url', 'prefix', 'host'] as const).filter((k) => rule[k] !== undefined);
    if (given.length === 0) context.addIssue({ code: 'custom', message: 'url、prefix、host 要写其中一项' });
    if (given.length > 1) bad(given[1] as string, `${given.join('、')} 只能写一项`);
    if (rule.prefix !== undefined && normalUrl(rule.prefix) === null)
      bad('prefix', 'prefix 要写以 http:// 或 https:// 开头的完整网址');
    if (rule.host !== undefined && hostOf(rule.host) === null)
      bad('host', 'host 只写域名（非默认端口时带端口），不带 http:// 和路径');
    if (!isDay(rule.recorded) || !isDay(rule.expires)) return;
    const days = daysBetween(rule.recorded, rule.expires);
    if (days < 0) bad('expires', '到期日不能早于登记日期 recorded');
    else if (days > longestIgnoreDays) bad('expires', `一条规则最长有效 ${longestIgnoreDays} 天，到期后重新核实再登记`);
  });
export type IgnoreRule = z.infer<typeof IgnoreRule>;

/** 忽略规则文件 `ignores.yaml` in the data folder. */
export const IgnoreFile = z.strictObject({
  version: z.literal(1),
  rules: z.array(IgnoreRule).max(mostRules),
});
export type IgnoreFile = z.infer<typeof IgnoreFile>;

/** 规则状态 on a day: 有效, 已到期, 尚未生效. */
export type IgnoreState = 'live' | 'expired' | 'pending';

export function ignoreState(rule: Pick<IgnoreRule, 'recorded' | 'expires'>, day: string): IgnoreState {
  if (day > rule.expires) return 'expired';
  return day < rule.recorded ? 'pending' : 'live';
}

/** 忽略的对象 in words. */
export function ignoreText(rule: IgnoreRule): string {
  const what =
    rule.url !== undefined
      ? `网址 ${rule.url}`
      : rule.prefix !== undefined
        ? `以 ${rule.prefix} 开头的网址`
        : `主机 ${rule.host ?? ''} 上的全部网址`;
  return rule.reason === undefined ? what : `${what}（仅限原因代码 ${rule.reason}）`;
}

/** The rules that speak of one link. */
export type IgnoreMatch = {
  /** In force: the link is not charged. */
  live?: IgnoreRule;
  /** Would be, had it not run out: the link counts, and the report says so. */
  expired?: IgnoreRule;
  /** All of them, in force or run out: which rules are still of use. */
  every: readonly IgnoreRule[];
};

/** 规则匹配 for one site on one day. Rules are read once, so that ten thousand links meet thousands of rules in no time. Pure. */
export function ignoreMatcher(
  rules: readonly IgnoreRule[],
  siteId: string,
  day: string,
): (link: { url: string; reason: LinkReason }) => IgnoreMatch {
  const urls = new Map<string, IgnoreRule[]>();
  const hosts = new Map<string, IgnoreRule[]>();
  const prefixes: { prefix: string; rule: IgnoreRule }[] = [];
  const put = (map: Map<string, IgnoreRule[]>, key: string, rule: IgnoreRule) =>
    map.set(key, [...(map.get(key) ?? []), rule]);
  for (const rule of rules) {
    if ((rule.site !== 'all' && rule.site !== siteId) || ignoreState(rule, day) === 'pending') continue;
    if (rule.url !== undefined) put(urls, normalUrl(rule.url) ?? rule.url, rule);
    else if (rule.host !== undefined) put(hosts, hostOf(rule.host) ?? rule.host, rule);
    else if (rule.prefix !== undefined) prefixes.push({ prefix: normalUrl(rule.prefix) ?? rule.prefix, rule });
  }
  return ({ url, reason }) => {
    const address = normalUrl(url) ?? url;
    const host = URL.parse(url)?.host ?? '';
    const found = [
      ...(urls.get(address) ?? []),
      ...prefixes.filter((p) => address.startsWith(p.prefix)).map((p) => p.rule),
      ...(hosts.get(host) ?? []),
    ].filter((r) => r.reason === undefined || r.reason === reason);
    const live = found.find((r) => ignoreState(r, day) === 'live');
    const expired = found.find((r) => ignoreState(r, day) === 'expired');
    return { ...(live ? { live } : {}), ...(live || !expired ? {} : { expired }), every: found };
  };
}

/** Address as it is compared: scheme and host in lower case, percent-encoding as browsers send it, no fragment. Null: no web address. */
function normalUrl(text: string): string | null {
  const url = URL.parse(text.trim());
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  url.hash = '';
  return url.href;
}

/** Host as it is compared, port included. Null: not a bare host. */
function hostOf(text: string): string | null {
  if (/[\s/\\?#@]/.test(text)) return null;
  const host = URL.parse(`http://${text}/`)?.host ?? '';
  return host === '' ? null : host;
}
