import type { Assessment, ScoreRange, UnitAssessment, UnitPart } from '#core/assessment.ts';
import { listName } from './lists.ts';
import { clauseViews } from './subject.ts';
import type { DutyRow, ItemView, SubjectView, UnitRow } from './types.ts';
import { scoreText, typeNames, typeOrder } from './words.ts';

const told: Partial<Record<ItemView['mark'], number>> = { fail: 0, suspect: 1 };

/** 要求落实情况, demand by demand in the order of the policy: who does not meet it, who is in doubt, of how many nothing is known. */
export function dutiesOf(a: Assessment, subjects: readonly SubjectView[]): DutyRow[] {
  const views = new Map(subjects.map((s) => [s.id, s]));
  const rows = new Map<string, { type: string; subject: SubjectView; item: ItemView; clauses: DutyRow['clauses'] }[]>();
  for (const s of a.subjects)
    for (const item of s.items) {
      const subject = views.get(s.subject.id);
      const view = subject?.items.find((i) => i.id === item.itemId);
      if (item.part !== 'duty' || !item.applicable || !subject || !view) continue;
      const row = { type: s.subject.type, subject, item: view, clauses: clauseViews(item.clauses) };
      rows.set(item.itemId, [...(rows.get(item.itemId) ?? []), row]);
    }
  const all = [...rows].map(([itemId, mine]): DutyRow & { type: string } => {
    const [first] = mine as [(typeof mine)[number]];
    const count = (...marks: ItemView['mark'][]) => mine.filter((m) => marks.includes(m.item.mark)).length;
    return {
      itemId,
      type: first.type,
      title: first.item.title,
      typeName: typeNames[first.type as keyof typeof typeNames],
      clauses: first.clauses,
      met: count('pass'),
      notMet: count('fail'),
      open: count('suspect', 'undeterminable', 'unexamined'),
      unexamined: count('unexamined'),
      subjects: mine
        .filter((m) => told[m.item.mark] !== undefined)
        .sort((x, y) => (told[x.item.mark] ?? 9) - (told[y.item.mark] ?? 9))
        .map((m) => ({
          name: listName(m.subject),
          anchor: m.item.anchor,
          mark: m.item.mark,
          markText: m.item.markText,
        })),
    };
  });
  return typeOrder.flatMap((type) => all.filter((r) => r.type === type).map(({ type: _, ...row }) => row));
}

const partTitles: Record<UnitPart['stage'], string> = { inspection: '检查指标', annual: '年度考核' };
const range = (r: ScoreRange) => scoreText(r);

/** 单位得分, unit by unit; the two parts stand side by side and are not added. */
export function unitsOf(units: readonly UnitAssessment[], subjects: readonly SubjectView[]): UnitRow[] {
  const views = new Map(subjects.map((s) => [s.id, s]));
  const names = new Map(units.map((u) => [u.organization.id, u.organization.name]));
  return units.map((u) => ({
    id: u.organization.id,
    name: u.organization.name,
    className: u.class ?? '不在同类单位之列',
    accounts: u.accounts.map((a) => {
      const view = views.get(a.id);
      return {
        name: view === undefined ? a.name : listName(view),
        anchor: view?.anchor ?? null,
        text: [a.inspection, a.annual].flatMap((s) => (s === null ? [] : [range(s)])).join('；年度考核 '),
      };
    }),
    parts: u.parts.map((p) => ({
      title: partTitles[p.stage],
      state: p.state,
      finalText: p.final === null ? '' : range(p.final),
      text: partText(p, u, names),
    })),
  }));
}

function partText(p: UnitPart, u: UnitAssessment, names: ReadonlyMap<string, string>): string {
  switch (p.state) {
    case 'no-class':
      return '指标体系没有把这类单位列为考核对象，不计分。';
    case 'no-accounts':
      return `台账里没有该单位${u.skipped > 0 ? `在用的账号（已关停、注销 ${u.skipped} 个）` : '的账号'}，没有账号可评，不计分，也不参加同类比较。`;
    case 'nothing-scored':
      return '账号没有计分项，不计分。';
    case 'vetoed':
      return '出现单项否决情形，判定为不合格，直接得 0 分。';
    case 'rated': {
      const { mean, best } = p;
      if (mean === null || best === null) return '';
      const who = best.units.map((id) => names.get(id) ?? id);
      const shown = who.slice(0, 3).join('、') + (who.length > 3 ? ` 等 ${who.length} 个` : '');
      const veto = p.vetoOpen ? '有单项否决情形尚不能判定，下限按 0 分算；' : '';
      if (best.range.upper === 0) return `${veto}单位得分 ${range(mean)}，同类单位最高得分为 0，最终得分按 0 分计。`;
      const sure = who.length === 1;
      return `${veto}${u.accounts.length} 个账号的平均分 ${range(mean)}；同类单位最高得分 ${range(best.range)}（${sure ? '' : '可能是'}${shown}）。`;
    }
  }
}
