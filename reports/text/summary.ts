import { clean, clip, clipAddress } from '../model/clean.ts';
import type { ItemView, ReportModel, SubjectView } from '../model/types.ts';
import { wrap } from './width.ts';

export type SummaryOptions = {
  /** Columns of the terminal. */
  width: number;
};

/** Lines of each list; the rest stands in the report. */
const FINDINGS = 8;
const SUBJECTS = 12;

const score = (s: SubjectView) => (s.score ? `${s.scoreText} 分` : s.scoreText);
const limited = (partial: boolean) => (partial ? '（限已检项）' : '');
const text = (s: string, max = 160) => clip(clean(s), max);

const severity = (i: ItemView) => (i.part === 'veto' ? Number.POSITIVE_INFINITY : (i.cost?.upper ?? 0));

function findings(s: SubjectView, width: number): string[] {
  const rows = s.items
    .filter((i) => i.findings.length > 0)
    .sort((a, b) => (severity(a) === severity(b) ? 0 : severity(b) > severity(a) ? 1 : -1))
    .flatMap((item) => item.findings.map((f) => ({ item, f })));
  const lines = rows.slice(0, FINDINGS).flatMap(({ item, f }) => {
    const place = f.evidence.find((e) => e.place !== '') ?? f.evidence[0];
    const where = place
      ? `${clipAddress(place.url, 120)}${place.place === '' ? '' : `，${text(place.place, 120)}`}`
      : '';
    const cost = item.part === 'veto' ? '单项否决' : item.costText;
    const mark = f.certainty === 'suspected' ? '△ 疑似：' : '× ';
    return [
      ...wrap(`${mark}${text(f.message)}〔${text(item.title, 40)}，${cost}〕`, width, '  ', '    '),
      ...wrap(`位置：${where}`, width, '    ', '          '),
      ...wrap(`怎么改：${text(f.remedy)}`, width, '    ', '            '),
    ];
  });
  return rows.length > FINDINGS ? [...lines, `  另有 ${rows.length - FINDINGS} 处，见报告`] : lines;
}

/** What one round could not tell: open questions, what was not seen, what is not checked at all. */
function open(s: SubjectView, m: ReportModel, width: number): string[] {
  const lines: string[] = [];
  const undecided = s.items.filter((i) => i.mark === 'undeterminable');
  if (undecided.length > 0) {
    lines.push('', '这次无法判定：');
    for (const i of undecided)
      lines.push(...wrap(`？ ${text(i.title, 60)}：${text(i.because)}（${i.basis}）`, width, '  ', '    '));
  }
  if (s.openQuestions.length > 0) {
    lines.push('', '复核以下事项即可定论：');
    for (const q of s.openQuestions.slice(0, FINDINGS))
      lines.push(...wrap(`△ ${text(q.itemTitle, 60)}（${q.effectText}）：${text(q.note)}`, width, '  ', '    '));
  }
  if (s.unseen.length > 0) {
    lines.push('', '没有看到的（不扣分，也不算通过）：');
    for (const u of s.unseen)
      lines.push(...wrap(`- ${u.kindName} ${u.count} 次：${u.reasonName}。${u.advice}`, width, '  ', '    '));
  }
  if (s.information.length > 0) {
    lines.push('', '提示信息（不计分）：');
    for (const i of s.information.slice(0, FINDINGS)) lines.push(...wrap(`- ${text(i.message)}`, width, '  ', '    '));
  }
  const scope = m.scope.find((r) => r.type === s.type);
  if (scope?.partial) lines.push('', ...wrap(`未检项不扣分也不算通过。${scope.text}`, width));
  return lines;
}

function single(m: ReportModel, s: SubjectView, width: number): string[] {
  const passed = s.items.filter((i) => i.mark === 'pass');
  const notApplicable = s.items.filter((i) => i.mark === 'not-applicable');
  const found = findings(s, width);
  return [
    ...wrap(
      `${text(s.name)}${s.address === '' || s.address === s.name ? '' : `  ${clipAddress(s.address, 120)}`}`,
      width,
    ),
    ...wrap(`结论：${s.conclusionText}${limited(s.partial)}；得分：${score(s)}`, width),
    ...wrap(text(s.reason, 300), width),
    ...(found.length > 0
      ? [
          '',
          `发现的问题（${s.counts.confirmed} 处${s.counts.suspected > 0 ? `，疑似 ${s.counts.suspected} 处` : ''}）：`,
          ...found,
        ]
      : []),
    ...(passed.length > 0
      ? [
          '',
          '未发现问题：',
          ...passed.flatMap((i) => wrap(`√ ${text(i.title, 60)}（${i.basis}）`, width, '  ', '    ')),
        ]
      : []),
    ...notApplicable.flatMap((i) => wrap(`— ${text(i.title, 60)}：不适用，${text(i.basis)}`, width, '  ', '    ')),
    ...open(s, m, width),
  ];
}

function many(m: ReportModel, width: number): string[] {
  const lines = [
    ...wrap(m.title, width),
    ...m.ledger.flatMap((r) =>
      wrap(
        `${r.typeName} ${r.total} 个：不合格 ${r.unqualified}，待复核 ${r.undetermined}，合格 ${r.qualified}${limited(m.scope.find((s) => s.type === r.type)?.partial ?? false)}`,
        width,
      ),
    ),
  ];
  for (const [conclusion, mark] of [
    ['unqualified', '×'],
    ['undetermined', '△'],
  ] as const) {
    const mine = m.subjects.filter((s) => s.conclusion === conclusion);
    if (mine.length === 0) continue;
    lines.push('', `${mine[0]?.conclusionText ?? ''}：`);
    for (const s of mine.slice(0, SUBJECTS))
      lines.push(...wrap(`${mark} ${text(s.name, 60)}（${score(s)}）：${text(s.reason, 120)}`, width, '  ', '    '));
    if (mine.length > SUBJECTS) lines.push(`    另有 ${mine.length - SUBJECTS} 个，见报告`);
  }
  if (m.reviewQueue.length > 0) lines.push('', ...wrap(`待复核 ${m.reviewQueue.length} 项，影响最大的是：`, width));
  for (const q of m.reviewQueue.slice(0, 5))
    lines.push(
      ...wrap(
        `△ ${text(q.subject, 60)}·${text(q.itemTitle, 40)}（${q.effectText}）：${text(q.note)}`,
        width,
        '  ',
        '    ',
      ),
    );
  if (m.unseen.length > 0) {
    lines.push('', '没有看到的（不扣分，也不算通过）：');
    for (const u of m.unseen)
      lines.push(
        ...wrap(`- ${u.reasonName} ${u.count} 次，涉及 ${u.subjects.length} 个对象。${u.advice}`, width, '  ', '    '),
      );
  }
  const partial = m.scope.filter((s) => s.partial);
  if (partial.length > 0)
    lines.push('', ...partial.flatMap((s, i) => wrap(`${i === 0 ? '未检项不扣分也不算通过。' : ''}${s.text}`, width)));
  return lines;
}

/** 控制台摘要: the conclusion, the worst findings, and what could not be told or seen. Ends with a line end. */
export function summaryOf(model: ReportModel, options: SummaryOptions): string {
  const width = Math.max(40, Math.min(options.width, 160));
  const [only] = model.subjects;
  const body = model.single && only ? single(model, only, width) : many(model, width);
  const notes = model.run.notes.flatMap((n) => wrap(`注意：${text(n, 300)}`, width, '', '      '));
  return `${[...body, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`;
}
