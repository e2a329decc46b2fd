import { z } from 'zod';
import { suggest } from './explain.ts';
import { organizationClasses, platforms } from './registry.ts';

/** 依据 — where a rule comes from, summed up in our own words. Never empty: a rule nobody can cite is not a rule. */
export const Clause = z.strictObject({
  /** 条款编号 in the list of clauses (data/policies/clauses) of the policy: the demands that the item carries out. */
  ids: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, '条款编号只用小写字母、数字和连字符'))
    .min(1)
    .optional(),
  document: z.string().min(1),
  section: z.string().min(1),
  summary: z.string().min(1),
  /** False when the wording was not seen in the document itself; printed in the report. */
  verified: z.boolean().default(true),
});
export type Clause = z.output<typeof Clause>;

/** 分: written as in the document (5, 0.5, 0.05), kept as integer hundredths. */
export type Hundredths = number;
export const Points = z
  .number()
  .nonnegative()
  .transform((p, ctx): Hundredths => {
    const h = Math.round(p * 100);
    if (Math.abs(h - p * 100) > 1e-9) ctx.addIssue({ code: 'custom', message: `${p} 超过两位小数` });
    return h;
  });

/** 扣分 of one fault: so much each time, or so much once. */
export const Price = z.union([
  Points.transform((each) => ({ each, once: false })),
  z.strictObject({ points: Points, once: z.literal(true) }).transform((p) => ({ each: p.points, once: true })),
]);
export type Price = z.output<typeof Price>;

const Params = z.record(z.string(), z.unknown());

/** 适用范围: a few named registry facts, not an expression. All that are given must hold. */
export const When = z.strictObject({
  site: z.enum(['portal', 'department', 'topic']).optional(),
  organizationClass: z.array(z.enum(organizationClasses)).optional(),
  outwardService: z.boolean().optional(),
  /** Accounts on these platforms only. */
  platform: z.array(z.enum(platforms)).min(1).optional(),
  /** Units that hold accounts, or accounts or sites, in use: those that are 主办单位 at all. */
  holds: z.enum(['accounts', 'any']).optional(),
});
export type When = z.output<typeof When>;

/** 部分: 单项否决, 扣分, 加分, 要求. A 要求 (duty) is met, not met or open; it has no points and never changes a score or a conclusion. */
export const parts = ['veto', 'deduction', 'bonus', 'duty'] as const;
export type Part = (typeof parts)[number];

/** 考核部分: `annual` items make up the 年度考核, counted apart from the 检查指标. */
const Stage = z.literal('annual');

/** What the text leaves open and how it was set here, or how the item is to be read. Printed with the item. Chinese. */
const Notes = z.array(z.string().min(1).max(300));

/** 指标项 */
export const Item = z.strictObject({
  title: z.string().min(1),
  indicator: z.string(),
  clause: Clause,
  params: Params.default({}),
  part: z.enum(parts),
  /** Absent: 检查指标. */
  stage: Stage.optional(),
  /** 分值: what the item can cost, or earn as a bonus. A veto and a duty have none. */
  points: Points.default(0),
  /** Fault name → price. A bonus is its points less what is missing, so bonuses use the same table. */
  deduct: z.record(z.string(), Price).default({}),
  /** 不重复扣分: findings on targets that these items already priced are left out. */
  notTwiceWith: z.array(z.string()).default([]),
  /** A failing verdict goes to a person before it counts. */
  reviewOnFail: z.boolean().default(false),
  /**
   * What becomes of the item where nobody has looked at all, neither the machine nor a person (nothing examined, nothing that could not be
   * seen). `unchecked` (未检): the score and conclusion are those of the checked items, and beside them stand the range and conclusion of the
   * whole index with this item open. `open` (无法判定): the item itself keeps the conclusion open, as anything does that was looked at in vain.
   */
  whenUnexamined: z.enum(['open', 'unchecked']).default('open'),
  when: When.default({}),
  notes: Notes.optional(),
});

/** 尚无检查指标的指标项: in the document, but with no indicator at all. Always 未检, printed in the report so that no score looks complete. */
export const UncheckedItem = z.strictObject({
  title: z.string().min(1),
  subject: z.enum(['organization', 'site', 'account']),
  part: z.enum(['veto', 'deduction', 'bonus']),
  points: Points.default(0),
  stage: Stage.optional(),
  section: z.string().min(1),
});

/**
 * 计分方式, each written in code. `hundred-with-bonus`: each site and account by itself: veto, then 100 less capped deductions, gate, bonus.
 * `mean-of-accounts`: each account that way, but the unit is rated: any veto is 0, else the mean of its accounts, relative to the best unit
 * of its class.
 */
export const scoringShapes = ['hundred-with-bonus', 'mean-of-accounts'] as const;

/** 计分流程 */
export const Flow = z.strictObject({
  /** Absent: `hundred-with-bonus`. */
  shape: z.enum(scoringShapes).optional(),
  /** 同类单位, for `mean-of-accounts`: title of the class → classes of organizations that are compared with one another. */
  classes: z.record(z.string().min(1).max(40), z.array(z.enum(organizationClasses)).min(1)).optional(),
  base: Points,
  /** 低于此分不合格 (exactly this passes). */
  failBelow: Points,
  /** 高于此分进入加分环节 (exactly this does not). */
  bonusAbove: Points,
  /**
   * 没有对外服务职能的单位: full mark without the service items (75); the rest is multiplied by base / exemptFull, rounded half up to 0.01,
   * before the gates. Absent: no such rule.
   */
  exemptFull: Points.optional(),
  /** Which score of such a unit the two gates read: converted (the default) or as counted from `exemptFull`. The text does not say. */
  gatesOn: z.enum(['converted', 'counted']).optional(),
});
export type Flow = z.output<typeof Flow>;

const Change = z.strictObject({
  clause: Clause,
  title: z.string().optional(),
  params: Params.optional(),
  points: Points.optional(),
  deduct: z.record(z.string(), Price).optional(),
  reviewOnFail: z.boolean().optional(),
  notTwiceWith: z.array(z.string()).optional(),
  whenUnexamined: z.enum(['open', 'unchecked']).optional(),
  when: When.optional(),
  /** Added to those of the item. */
  notes: Notes.optional(),
  drop: z.literal(true).optional(),
});

export const PolicyFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  effectiveFrom: z.iso.date(),
  /** What a reader must know of this policy, printed in the report. */
  notes: z.array(z.string()).default([]),
  extends: z.string().optional(),
  flow: Flow.optional(),
  items: z.record(z.string(), Item).default({}),
  changes: z.record(z.string(), Change).default({}),
  unchecked: z.record(z.string(), UncheckedItem).default({}),
});
export type PolicyFile = z.output<typeof PolicyFile>;

export type PolicyItem = Omit<z.output<typeof Item>, 'clause'> & {
  id: string;
  /** Policy that brought the item in. */
  from: string;
  /** The item's own clause first, then each change's. */
  clauses: readonly Clause[];
};
export type Policy = {
  id: string;
  title: string;
  effectiveFrom: string;
  notes: readonly string[];
  flow: Flow;
  items: readonly PolicyItem[];
  unchecked: readonly (z.output<typeof UncheckedItem> & { id: string })[];
};

/** A policy file that cannot be resolved: path inside the file, what is wrong, how to mend it. */
export type PolicyFault = { policy: string; place: string; message: string; hint: string };
export type Resolved = { ok: true; policy: Policy } | { ok: false; faults: [PolicyFault, ...PolicyFault[]] };

/** Inheritance: `extends` brings items, `changes` alters or drops them, `items` adds. Pure. */
export function resolve(id: string, files: ReadonlyMap<string, PolicyFile>, seen: readonly string[] = []): Resolved {
  const fail = (place: string, message: string, hint: string): Resolved => ({
    ok: false,
    faults: [{ policy: id, place, message, hint }],
  });
  const file = files.get(id);
  if (!file) return fail('', `没有名为“${id}”的指标体系`, suggest(id, [...files.keys()].sort()));
  if (seen.includes(id)) return fail('extends', `自己继承自己：${[...seen, id].join(' → ')}`, '断开其中一处 extends');
  if (file.extends !== undefined && !files.has(file.extends))
    return fail('extends', `没有名为“${file.extends}”的指标体系`, suggest(file.extends, [...files.keys()].sort()));
  const parent = file.extends === undefined ? undefined : resolve(file.extends, files, [...seen, id]);
  if (parent && !parent.ok) return parent;
  const base = parent?.policy;
  const flow = file.flow ?? base?.flow;
  if (!flow) return fail('flow', '没有计分流程，也没有可继承的', '写上 flow，或用 extends 继承');

  const faults: PolicyFault[] = [];
  const items = new Map((base?.items ?? []).map((i) => [i.id, i]));
  for (const [itemId, change] of Object.entries(file.changes)) {
    const was = items.get(itemId);
    if (!was) {
      faults.push({
        policy: id,
        place: `changes.${itemId}`,
        message: '要改的指标项不是继承来的',
        hint: items.size === 0 ? '没有 extends 时只能写 items' : suggest(itemId, items.keys()),
      });
      continue;
    }
    if (change.drop) items.delete(itemId);
    else {
      const { clause, params, notes, drop: _, ...rest } = change;
      const given = Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== undefined));
      items.set(itemId, {
        ...was,
        ...given,
        ...(notes === undefined ? {} : { notes: [...(was.notes ?? []), ...notes] }),
        params: { ...was.params, ...params },
        clauses: [...was.clauses, clause],
      });
    }
  }
  for (const [itemId, item] of Object.entries(file.items)) {
    if (items.has(itemId)) {
      faults.push({
        policy: id,
        place: `items.${itemId}`,
        message: '与继承来的指标项重名',
        hint: '要修改它，写到 changes 下面',
      });
      continue;
    }
    const { clause, ...rest } = item;
    items.set(itemId, { ...rest, id: itemId, from: id, clauses: [clause] });
  }
  const first = faults[0];
  if (first) return { ok: false, faults: [first, ...faults.slice(1)] };

  const unchecked = new Map((base?.unchecked ?? []).map((u) => [u.id, u]));
  for (const [uid, u] of Object.entries(file.unchecked)) unchecked.set(uid, { ...u, id: uid });
  return {
    ok: true,
    policy: {
      id,
      title: file.title,
      effectiveFrom: file.effectiveFrom,
      notes: [...(base?.notes ?? []), ...file.notes],
      flow,
      items: [...items.values()],
      unchecked: [...unchecked.values()].filter((u) => !items.has(u.id)),
    },
  };
}
