import { explainIssues, suggest } from './explain.ts';
import type { AnyIndicator } from './indicator.ts';
import type { Policy, PolicyFault, PolicyFile, PolicyItem } from './policy.ts';

/** A policy whose items are known to be computable: each with its indicator, and params complete with the indicator's defaults. */
export type CheckedPolicy =
  | { ok: true; policy: Policy; indicators: readonly AnyIndicator[] }
  | { ok: false; faults: [PolicyFault, ...PolicyFault[]] };

/** What a resolved policy must satisfy together with the indicators there are: every name known, every price chargeable. Pure. */
export function checkPolicy(
  policy: Policy,
  indicators: readonly AnyIndicator[],
  files: ReadonlyMap<string, PolicyFile>,
): CheckedPolicy {
  const byId = new Map(indicators.map((i) => [i.id, i]));
  const chain = chainOf(policy.id, files);
  const faults: PolicyFault[] = [...flowFaults(policy, chain)];
  const items: PolicyItem[] = [];
  const used: AnyIndicator[] = [];
  for (const item of policy.items) {
    const origin = originOf(item, chain);
    const indicator = byId.get(item.indicator);
    if (!indicator) {
      const hint = suggest(item.indicator, byId.keys());
      faults.push({ ...origin('indicator'), message: `没有名为“${item.indicator}”的检查指标`, hint });
      continue;
    }
    if (!used.includes(indicator)) used.push(indicator);
    faults.push(...priceFaults(item, indicator, policy, origin));
    const parsed = indicator.params.safeParse(item.params);
    if (parsed.success) items.push({ ...item, params: parsed.data as Record<string, unknown> });
    else
      for (const e of explainIssues(parsed.error.issues, indicator.params, item.params)) {
        const key = e.place.split(/[.[]/)[0] ?? '';
        const at = origin('params', key);
        const place = e.place === '' ? at.place : `${at.place}.${e.place}`;
        faults.push({ policy: at.policy, place, message: e.message, hint: e.hint ?? '' });
      }
  }
  const [first, ...rest] = faults;
  return first ? { ok: false, faults: [first, ...rest] } : { ok: true, policy: { ...policy, items }, indicators: used };
}

type Chain = readonly { id: string; file: PolicyFile }[];
type Place = { policy: string; place: string };
type Origin = (field: 'indicator' | 'params' | 'deduct' | 'points' | 'notTwiceWith' | 'stage', key?: string) => Place;

/** The policy and those it inherits from, itself first. */
function chainOf(id: string, files: ReadonlyMap<string, PolicyFile>): Chain {
  const chain: { id: string; file: PolicyFile }[] = [];
  for (let at: string | undefined = id; at !== undefined && !chain.some((c) => c.id === at); ) {
    const file: PolicyFile | undefined = files.get(at);
    if (!file) break;
    chain.push({ id: at, file });
    at = file.extends;
  }
  return chain;
}

/** Where a field of an item was written last: the nearest change that sets it, else the item itself. */
function originOf(item: PolicyItem, chain: Chain): Origin {
  return (field, key) => {
    for (const { id, file } of chain) {
      if (id === item.from) break;
      const change = file.changes[item.id];
      const value = change && field in change ? change[field as keyof typeof change] : undefined;
      if (value === undefined) continue;
      if (field === 'params' && key !== undefined && !(key in (value as object))) continue;
      return { policy: id, place: `changes.${item.id}.${field}` };
    }
    return { policy: item.from, place: `items.${item.id}.${field}` };
  };
}

function priceFaults(item: PolicyItem, indicator: AnyIndicator, policy: Policy, origin: Origin): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const prices = Object.entries(item.deduct);
  const say = (place: Place, message: string, hint: string) => faults.push({ ...place, message, hint });
  const at = (place: Place, key: string): Place => ({ policy: place.policy, place: `${place.place}.${key}` });
  if (item.part === 'veto' || item.part === 'duty') {
    const name = item.part === 'veto' ? '单项否决' : '要求';
    if (prices.length > 0) say(origin('deduct'), `${name}没有扣分标准`, '删去 deduct，或把 part 改为 deduction');
    if (item.points > 0) say(origin('points'), `${name}没有分值`, '删去 points，或把 part 改为 deduction');
    if (item.part === 'duty' && item.stage !== undefined)
      say(origin('stage'), '要求不计入年度考核', '删去 stage，或把 part 改为 veto、deduction、bonus');
  } else {
    if (item.points === 0) say(origin('points'), '没有分值，怎样都扣不了分', '写上 points');
    if (prices.length === 0)
      say(origin('deduct'), '没有扣分标准', `给问题定价，可用的有：${Object.keys(indicator.faults).join('、')}`);
  }
  for (const [fault, price] of prices) {
    if (!Object.hasOwn(indicator.faults, fault)) {
      const message = `检查指标“${indicator.id}”不会发现“${fault}”这种问题`;
      say(at(origin('deduct'), fault), message, suggest(fault, Object.keys(indicator.faults)));
    } else if (item.points > 0 && price.each > item.points) {
      say(
        at(origin('deduct'), fault),
        `每次扣 ${price.each / 100} 分，超过本项分值 ${item.points / 100} 分`,
        '改正扣分标准或分值',
      );
    }
  }
  for (const other of item.notTwiceWith) {
    if (other === item.id || !policy.items.some((i) => i.id === other)) {
      const known = policy.items.filter((i) => i.id !== item.id).map((i) => i.id);
      say(origin('notTwiceWith'), `没有名为“${other}”的其他指标项`, suggest(other, known));
    }
  }
  return faults;
}

function flowFaults(policy: Policy, chain: Chain): PolicyFault[] {
  const { flow } = policy;
  const from = chain.find((c) => c.file.flow !== undefined)?.id ?? policy.id;
  const faults: PolicyFault[] = [];
  if (flow.failBelow > flow.base || flow.bonusAbove > flow.base) {
    faults.push({
      policy: from,
      place: 'flow',
      message: '及格线或加分线高于满分',
      hint: '检查 base、failBelow、bonusAbove',
    });
  }
  if (flow.bonusAbove < flow.failBelow) {
    faults.push({ policy: from, place: 'flow', message: '加分线低于及格线', hint: '检查 failBelow 和 bonusAbove' });
  }
  if (flow.exemptFull !== undefined && (flow.exemptFull === 0 || flow.exemptFull > flow.base)) {
    faults.push({
      policy: from,
      place: 'flow.exemptFull',
      message: '免检单位的满分应大于 0 且不高于 base',
      hint: '例如 75',
    });
  }
  const mean = flow.shape === 'mean-of-accounts';
  if (mean && flow.classes === undefined)
    faults.push({
      policy: from,
      place: 'flow.classes',
      message: '计分方式 mean-of-accounts 要写明哪些单位是同类',
      hint: '写类别名称和单位类别，如 市直部门: [department]',
    });
  if (!mean && flow.classes !== undefined)
    faults.push({
      policy: from,
      place: 'flow.classes',
      message: '只有计分方式 mean-of-accounts 才分同类单位',
      hint: '删去 classes，或写上 shape: mean-of-accounts',
    });
  if (mean && flow.exemptFull !== undefined)
    faults.push({
      policy: from,
      place: 'flow.exemptFull',
      message: '计分方式 mean-of-accounts 只评账号，没有免检折算',
      hint: '删去 exemptFull',
    });
  const twice = Object.values(flow.classes ?? {})
    .flat()
    .find((c, i, all) => all.indexOf(c) !== i);
  if (twice !== undefined)
    faults.push({
      policy: from,
      place: 'flow.classes',
      message: `单位类别“${twice}”归在两类里`,
      hint: '一类单位只归一类',
    });
  if (flow.gatesOn !== undefined && flow.exemptFull === undefined)
    faults.push({ policy: from, place: 'flow.gatesOn', message: '没有免检折算，用不着 gatesOn', hint: '删去 gatesOn' });
  return faults;
}
