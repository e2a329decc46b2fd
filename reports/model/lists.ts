import type { Assessment, Conclusion } from '#core/assessment.ts';
import type { Part } from '#core/policy.ts';
import type {
  FindingView,
  ItemView,
  LedgerRow,
  NotApplicableRow,
  OrganizationRow,
  RectificationGroup,
  RectificationRow,
  ReportModel,
  ScopeRow,
  SubjectView,
  Tally,
} from './types.ts';
import { partText, pointsText, reasonNames, typeNames, typeOrder } from './words.ts';

/** Name in a list over all subjects: accounts of one office often bear one name on every platform. */
export const listName = (s: Pick<SubjectView, 'type' | 'kindText' | 'name'>): string =>
  s.type === 'account' ? `${s.kindText}“${s.name}”` : s.name;

const parts = ['veto', 'deduction', 'bonus'] as const;

export function tally(conclusions: readonly Conclusion[]): Tally {
  const count = (c: Conclusion) => conclusions.filter((x) => x === c).length;
  return {
    unqualified: count('unqualified'),
    undetermined: count('undetermined'),
    qualified: count('qualified'),
    // Subjects with duties only are rated by nothing: they are in no tally.
    total: conclusions.filter((c) => c !== 'unrated').length,
  };
}

export function ledgerOf(subjects: readonly SubjectView[]): LedgerRow[] {
  return typeOrder
    .map((type) => ({
      type,
      typeName: typeNames[type],
      ...tally(subjects.filter((s) => s.type === type).map((s) => s.conclusion)),
    }))
    .filter((row) => row.total > 0);
}

/** Nothing of the 检查指标; what is open then belongs to the 年度考核. */
const emptyText = (open: number) =>
  open > 0 ? `检查指标没有指标项，年度考核有 ${open} 项未检` : '没有计分或单项否决的指标项';

type RatedPart = (typeof parts)[number];
/** Counts towards a score or a conclusion: duties are listed by themselves. */
const rates = <T extends { part: Part }>(i: T): i is T & { part: RatedPart } => i.part !== 'duty';

/** How much of the policy this run could check, per kind of subject: so that no score looks complete. */
export function scopeOf(a: Assessment): ScopeRow[] {
  const single = a.subjects.length === 1;
  const types = typeOrder.filter(
    (t) =>
      a.subjects.some((s) => s.subject.type === t && s.items.some(rates)) ||
      (!single && a.policy.unchecked.some((u) => u.subject === t)),
  );
  return types.map((type) => {
    const mine = a.subjects.filter((s) => s.subject.type === type);
    const unexamined = unexaminedItems(mine);
    const checkedItems = new Map(
      mine.flatMap((s) =>
        s.items.flatMap((i) => (rates(i) && !unexamined.has(i.itemId) ? [[i.itemId, i] as const] : [])),
      ),
    );
    const unchecked = [
      ...unexamined.values(),
      ...a.policy.unchecked
        .filter((u) => u.subject === type)
        .map((u) => ({ ...u, title: u.stage === 'annual' ? `年度考核·${u.title}` : u.title, where: '全部' })),
    ];
    const sum = (items: Iterable<{ part: 'veto' | 'deduction' | 'bonus'; points: number }>) => {
      const all = [...items];
      const of = (part: (typeof parts)[number]) => {
        const mine = all.filter((i) => i.part === part);
        return { items: mine.length, points: mine.reduce((n, i) => n + i.points, 0) };
      };
      return { veto: of('veto'), deduction: of('deduction'), bonus: of('bonus') };
    };
    // 年度考核 is counted apart.
    const main = (i: { stage?: 'annual' | undefined }) => i.stage === undefined;
    const [done, left] = [sum([...checkedItems.values()].filter(main)), sum(unchecked.filter(main))];
    const partial = unchecked.length > 0;
    const share = (part: (typeof parts)[number]): string | null => {
      const [d, l] = [done[part], left[part]];
      if (d.items + l.items === 0) return null;
      if (part === 'veto') return `单项否决 ${d.items + l.items} 项中已检 ${d.items} 项`;
      const name = part === 'deduction' ? '扣分项' : '加分项';
      return `${name} ${pointsText(d.points + l.points)} 分（${d.items + l.items} 项）中已检 ${pointsText(d.points)} 分（${d.items} 项）`;
    };
    const shares = parts.map(share).filter((s) => s !== null);
    return {
      type,
      typeName: typeNames[type],
      partial,
      checked: done,
      unchecked: left,
      text: `${typeNames[type]}：${shares.length > 0 ? shares.join('，') : emptyText(unchecked.length)}。`,
      uncheckedItems: unchecked.map((u) => ({
        title: u.title,
        part: u.part,
        partText: partText(u.part, u.points),
        section: u.section,
        where: u.where,
      })),
    };
  });
}

/** Items that nobody looked at for one subject or more: such an item does not count as checked, and the list says for how many. */
function unexaminedItems(subjects: Assessment['subjects']) {
  const out = new Map<
    string,
    { title: string; part: RatedPart; points: number; section: string; where: string; stage?: 'annual' }
  >();
  const rows = subjects.flatMap((s) => s.items.filter(rates)).filter((i) => i.applicable);
  for (const [id, same] of Map.groupBy(rows, (i) => i.itemId)) {
    const open = same.filter((i) => i.unexamined === true);
    const [first] = open;
    if (first === undefined) continue;
    const where = open.length === same.length ? '全部' : `${same.length} 个中的 ${open.length} 个`;
    const { part, points, stage } = first;
    const title = stage === 'annual' ? `年度考核·${first.title}` : first.title;
    const section = first.clauses.at(-1)?.section ?? '';
    out.set(id, { title, part, points, section, where, ...(stage === undefined ? {} : { stage }) });
  }
  return out;
}

function dutiesText(subjects: readonly SubjectView[]): string {
  const all = subjects.flatMap((s) => s.duties ?? []);
  if (all.length === 0) return '';
  const sum = (key: 'met' | 'notMet' | 'open') => all.reduce((n, d) => n + d[key], 0);
  return `符合 ${sum('met')}，不符合 ${sum('notMet')}，待核实 ${sum('open')}`;
}

/** 单位汇总: units with the most 不合格 first, then 待复核; equal ones in the order of the register. */
export function organizationsOf(subjects: readonly SubjectView[]): OrganizationRow[] {
  const groups = Map.groupBy(subjects, (s) => s.organization);
  return [...groups]
    .map(([organization, all]) => ({ organization, all, mine: all.filter((s) => !s.unrated) }))
    .map(({ organization, all, mine }) => ({
      organization,
      anchor: all.find((s) => s.type === 'organization')?.anchor ?? null,
      dutiesText: dutiesText(all),
      ...tally(mine.map((s) => s.conclusion)),
      confirmed: mine.reduce((n, s) => n + s.counts.confirmed, 0),
      suspected: mine.reduce((n, s) => n + s.counts.suspected, 0),
      subjects: mine.map((s) => ({
        name: listName(s),
        anchor: s.anchor,
        conclusion: s.conclusion,
        conclusionText: s.conclusionText,
      })),
    }))
    .sort((a, b) => b.unqualified - a.unqualified || b.undetermined - a.undetermined || b.confirmed - a.confirmed);
}

const partRank = { veto: 0, deduction: 1, bonus: 2, duty: 3 } as const;

function rowsOf(item: ItemView): (RectificationRow & { points: number })[] {
  // What a bonus lacks need not be mended.
  if (item.part === 'bonus') return [];
  const groups = Map.groupBy(item.findings, (f) => `${f.fault}\n${f.certainty}\n${f.remedy}`);
  return [...groups.values()].map((mine) => {
    const first = mine[0] as FindingView;
    const since = mine.map((f) => f.since).filter((s) => s !== null);
    return {
      itemTitle: item.title,
      itemAnchor: item.anchor,
      part: item.part,
      costText:
        item.part === 'veto' || item.part === 'duty'
          ? item.partText
          : `${item.findings.length > 1 ? '本项共' : ''}${item.costText}`,
      certainty: first.certainty,
      count: mine.length,
      message: first.message,
      place: first.target,
      since: since.length > 0 ? (since.sort()[0] as string) : null,
      seen: first.seen,
      remedy: first.remedy,
      points: item.cost?.upper ?? 0,
    };
  });
}

/** 整改清单: confirmed before suspected, vetoes before points, more points first; grouped by subject. */
export function rectificationOf(subjects: readonly SubjectView[]): RectificationGroup[] {
  return subjects
    .map((s) => ({
      name: listName(s),
      organization: s.organization,
      anchor: s.anchor,
      conclusion: s.conclusion,
      conclusionText: s.conclusionText,
      rows: s.items
        .flatMap(rowsOf)
        .sort(
          (a, b) =>
            Number(a.certainty === 'suspected') - Number(b.certainty === 'suspected') ||
            partRank[a.part] - partRank[b.part] ||
            b.points - a.points,
        )
        .map(({ points: _, ...row }) => row),
    }))
    .filter((g) => g.rows.length > 0);
}

export function unseenOf(subjects: readonly SubjectView[]): ReportModel['unseen'] {
  const byReason = new Map<string, { count: number; subjects: { name: string; anchor: string; count: number }[] }>();
  for (const s of subjects) {
    for (const [reason, groups] of Map.groupBy(s.unseen, (u) => u.reason)) {
      const count = groups.reduce((n, g) => n + g.count, 0);
      const row = byReason.get(reason) ?? { count: 0, subjects: [] };
      row.count += count;
      row.subjects.push({ name: listName(s), anchor: s.anchor, count });
      byReason.set(reason, row);
    }
  }
  const names: Readonly<Record<string, { name: string; advice: string }>> = reasonNames;
  return [...byReason]
    .map(([reason, row]) => ({
      reason,
      reasonName: names[reason]?.name ?? reason,
      advice: names[reason]?.advice ?? '',
      ...row,
    }))
    .sort((x, y) => y.count - x.count);
}

export function notApplicableOf(subjects: readonly SubjectView[]): NotApplicableRow[] {
  const rows = subjects.flatMap((s) =>
    s.items.filter((i) => i.mark === 'not-applicable').map((item) => ({ item, subject: s })),
  );
  return [...Map.groupBy(rows, (r) => `${r.item.id}\n${r.item.basis}`).values()].map((mine) => {
    const { item } = mine[0] as (typeof mine)[number];
    return {
      title: item.title,
      because: item.basis,
      clause: item.clauses.at(-1) ?? null,
      subjects: mine.map((r) => ({ name: listName(r.subject), anchor: r.subject.anchor })),
    };
  });
}
