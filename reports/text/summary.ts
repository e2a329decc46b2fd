import { clean, clip, clipAddress } from '../model/clean.ts';
import { listName } from '../model/lists.ts';
import type { FindingView, ItemView, ReportModel, SubjectView } from '../model/types.ts';
import { wrap } from './width.ts';

export type SummaryOptions = {
  /** Columns of the terminal. */
  width: number;
};

/** Lines of each list; the rest stands in the report. */
const FINDINGS = 8;
const SUBJECTS = 12;
const INFORMATION = 3;
/** Fewer findings than this are read one by one; of more, it helps to know where they lie. */
const SPREAD_FROM = 5;

const score = (s: SubjectView) => (s.score ? `${s.scoreText} 分` : s.scoreText);
const limited = (partial: boolean) => (partial ? '（限已检项）' : '');
const text = (s: string, max = 160) => clip(clean(s), max);

const severity = (i: ItemView) => (i.part === 'veto' ? Number.POSITIVE_INFINITY : (i.cost?.upper ?? 0));

type Group = { item: ItemView; all: readonly FindingView[] };

const onHome = (s: SubjectView, all: readonly FindingView[]) => all.some((f) => f.target === s.address);

/** Findings that are mended alike, one group each: forty dead links of one template are one thing to do. */
function groupsOf(s: SubjectView): Group[] {
  return s.items
    .flatMap((item) =>
      [
        ...Map.groupBy(
          item.part === 'bonus' ? [] : item.findings,
          (f) => `${f.fault}\n${f.certainty}\n${f.remedy}`,
        ).values(),
      ].map((all) => ({
        item,
        all,
      })),
    )
    .sort((a, b) => {
      const [x, y] = [severity(a.item), severity(b.item)];
      if (x !== y) return y > x ? 1 : -1;
      return Number(onHome(s, b.all)) - Number(onHome(s, a.all)) || b.all.length - a.all.length;
    });
}

/** Where many findings lie, by the first folder of their addresses: `/zwgk/ 12 处、/xwzx/ 5 处`. */
function spreadText(all: readonly FindingView[]): string {
  if (all.length < SPREAD_FROM) return '';
  const folders = Map.groupBy(all, (f) => /^https?:\/\/[^/]+(\/[^/?#]{1,40}\/)/.exec(f.target)?.[1] ?? '');
  folders.delete('');
  const top = [...folders].sort((a, b) => b[1].length - a[1].length).slice(0, 3);
  return top.length === 0 ? '' : `多在 ${top.map(([folder, fs]) => `${text(folder, 40)} ${fs.length} 处`).join('、')}`;
}

function findings(s: SubjectView, width: number): string[] {
  const groups = groupsOf(s);
  const lines = groups.slice(0, FINDINGS).flatMap(({ item, all }, i) => {
    const [f] = all;
    if (f === undefined) return [];
    const place = f.evidence.find((e) => e.place !== '') ?? f.evidence[0];
    const page = place ? (place.url === s.address ? '首页' : clipAddress(place.url, 120)) : '';
    const where = place ? `${page}${place.place === '' ? '' : `，${text(place.place, 120)}`}` : '';
    const cost = item.part === 'veto' ? '单项否决' : `${item.findings.length > 1 ? '本项共' : ''}${item.costText}`;
    const mark = f.certainty === 'suspected' ? '△ 疑似：' : '× ';
    const more = all.length > 1 ? ` 等 ${all.length} 处` : '';
    const spread = spreadText(all);
    return [
      ...wrap(
        `${mark}${text(f.message).replace(/。$/, '')}${more}〔${text(item.title, 40)}，${cost}〕`,
        width,
        '  ',
        '    ',
      ),
      ...wrap(`位置：${where}`, width, '    ', '          '),
      ...(spread === '' ? [] : wrap(`分布：${spread}`, width, '    ', '          ')),
      ...wrap(
        `怎么改：${f.remedy === groups[i - 1]?.all[0]?.remedy ? '同上' : text(f.remedy)}`,
        width,
        '    ',
        '            ',
      ),
    ];
  });
  const left = groups.slice(FINDINGS).reduce((n, g) => n + g.all.length, 0);
  return left > 0 ? [...lines, `  另有 ${left} 处，见报告`] : lines;
}

function detailOf(u: SubjectView['unseen'][number]): string {
  const detail = u.examples.find((e) => e.detail !== '')?.detail ?? '';
  return detail === '' ? '' : `（${text(detail, 80)}）`;
}

/** What one round could not tell, and what was not seen at all. */
function open(s: SubjectView, width: number): string[] {
  const lines: string[] = [];
  const undecided = s.items.filter((i) => i.mark === 'undeterminable');
  if (undecided.length > 0) {
    lines.push('', '这次看不出来的（不算通过，也不算不合格）：');
    for (const i of undecided) {
      const effect = s.openQuestions.find((q) => q.itemId === i.id)?.effectText;
      const matters = effect === undefined ? '' : `〔${effect}〕`;
      lines.push(...wrap(`？ ${text(i.title, 60)}：${text(i.because)}${matters}`, width, '  ', '    '));
    }
  }
  if (s.unseen.length > 0) {
    lines.push('', '没有看到的（不扣分，也不算通过）：');
    for (const u of s.unseen)
      lines.push(
        ...wrap(`- ${u.kindName} ${u.count} 次：${u.reasonName}${detailOf(u)}。${u.advice}`, width, '  ', '    '),
      );
  }
  if (s.information.length > 0) {
    lines.push('', '提示信息（不计分）：');
    for (const i of s.information.slice(0, INFORMATION))
      lines.push(...wrap(`- ${text(i.message)}`, width, '  ', '    '));
    if (s.information.length > INFORMATION) lines.push(`  另有 ${s.information.length - INFORMATION} 条，见报告`);
  }
  return lines;
}

function single(m: ReportModel, s: SubjectView, width: number): string[] {
  const passed = s.items.filter((i) => i.mark === 'pass');
  const notApplicable = s.items.filter((i) => i.mark === 'not-applicable');
  const scope = m.scope.find((r) => r.type === s.type);
  const found = findings(s, width);
  return [
    ...wrap(
      `${text(s.name)}${s.address === '' || s.address === s.name ? '' : `  ${clipAddress(s.address, 120)}`}`,
      width,
    ),
    ...wrap(`结论：${s.conclusionText}${limited(s.partial)}；得分：${score(s)}`, width),
    ...wrap(text(s.reason, 300), width),
    // Before anything else is read: how little of the index a score covers, and what one round can say.
    ...(s.whole ? wrap(s.whole.text, width) : []),
    ...(scope?.partial ? wrap(`未检项不扣分也不算通过。${scope.text}`, width) : []),
    ...notes(m, width),
    ...(found.length > 0
      ? [
          '',
          `发现的问题（${s.counts.confirmed} 处${s.counts.suspected > 0 ? `，另有疑似 ${s.counts.suspected} 处须人工确认` : ''}；要紧的在前）：`,
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
    ...open(s, width),
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
      lines.push(
        ...wrap(`${mark} ${text(listName(s), 60)}（${score(s)}）：${text(s.reason, 120)}`, width, '  ', '    '),
      );
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

const notes = (m: ReportModel, width: number) =>
  m.run.notes.flatMap((n) => wrap(`注意：${text(n, 300)}`, width, '', '      '));

/** 控制台摘要: the conclusion, the worst findings, and what could not be told or seen. Ends with a line end. */
export function summaryOf(model: ReportModel, options: SummaryOptions): string {
  const width = Math.max(40, Math.min(options.width, 160));
  const [only] = model.subjects;
  if (model.single && only) return `${single(model, only, width).join('\n')}\n`;
  const after = notes(model, width);
  return `${[...many(model, width), ...(after.length > 0 ? ['', ...after] : [])].join('\n')}\n`;
}
