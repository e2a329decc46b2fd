import type { ItemAssessment, ScoreRange, SubjectAssessment } from '#core/assessment.ts';
import type { Observation } from '#core/observation.ts';
import type { Flow, Hundredths, Price } from '#core/policy.ts';
import type { Finding } from '#core/verdict.ts';
import { clean, clip } from '../model/clean.ts';
import { reviewsOf } from '../model/reviews.ts';
import {
  basisText,
  conclusionNames,
  costText,
  evidenceName,
  kindName,
  minuteText,
  partText,
  placeText,
  pointsText,
  reasonNames,
  scoreText,
} from '../model/words.ts';

export type ExplainInput = {
  runId: string;
  asOf: string;
  policy: { title: string; flow: Flow };
  subject: SubjectAssessment;
  /** Only this item; absent: all. */
  item?: string | undefined;
  /** Prices by item and fault; null: the policy has been changed since, and what it was is not known. */
  prices: ReadonlyMap<string, Readonly<Record<string, Price>>> | null;
  /** What the indicator of an item was given. */
  observationsOf(item: ItemAssessment): readonly Observation[];
  /** Path of the stored bytes; '' when they are gone. */
  evidencePath(sha256: string): string;
};

/** Lines of each list; what is left out is counted. */
const shownFindings = 200;
const shownObservations = 20;

const text = (s: string, max = 200) => clip(clean(s), max);

/** 说明 — how a conclusion came about: clause, settings, every record used, every finding with its evidence and price, and the sum. */
export function explainLines(o: ExplainInput): string[] {
  const { subject } = o.subject;
  const items = o.item === undefined ? o.subject.items : o.subject.items.filter((i) => i.itemId === o.item);
  const lines = [
    `${text(subject.name, 60)}（${subject.id}）  ${text(subject.address)}`,
    `检查编号 ${o.runId}，监测时间点 ${minuteText(o.asOf)}，${text(o.policy.title, 80)}`,
    `结论：${conclusionNames[o.subject.conclusion]}${o.subject.whole ? '（限已检项）' : ''}`,
  ];
  if (o.prices === null)
    lines.push('注意：指标体系在这次检查之后有改动，下面只列每项合计，不列单价。重新判定用 assess --as-of');
  for (const item of items) lines.push('', ...itemLines(item, o));
  if (o.item === undefined) lines.push('', ...sumLines(o));
  return lines;
}

function itemLines(item: ItemAssessment, o: ExplainInput): string[] {
  const lines = [`■ ${text(item.title, 60)}（${item.itemId}）  ${partText(item.part, item.points)}`];
  for (const c of item.clauses)
    lines.push(
      `  依据：${text(c.document, 80)}，${text(c.section, 80)}${c.verified ? '' : '（未核对原文）'}：${text(c.summary, 300)}`,
    );
  if (!item.applicable) return [...lines, `  不适用：${text(item.because)}`];
  const params = Object.entries(item.params).map(([k, v]) => `${k}=${JSON.stringify(v)}`);
  if (params.length > 0) lines.push(`  参数：${params.join('，')}`);
  lines.push(`  检查方法：${item.indicator.id} 第 ${item.indicator.version} 版；${basisText(item.verdict.basis)}`);
  lines.push(`  判定：${item.unexamined ? '未检' : outcomeText(item)}`);
  for (const note of [...(item.notes ?? []), ...(item.verdict.notes ?? [])]) lines.push(`  说明：${text(note, 300)}`);
  if (item.error !== undefined) lines.push(`  程序出错：${text(item.error, 300)}`);
  lines.push(...findingLines(item, o));
  for (const { finding, rule } of item.ignored ?? [])
    lines.push(
      `  按忽略规则不计：${text(finding.message)}（${text(rule.why, 80)}，${text(rule.person, 20)}，到 ${rule.expires}）`,
    );
  for (const { review: r, text: decision } of reviewsOf(item))
    lines.push(`  人工复核：${minuteText(r.at)} ${text(r.person, 20)} ${text(decision)}：${text(r.reason)}`);
  lines.push(...observationLines(o.observationsOf(item)));
  if (item.part !== 'veto' && item.part !== 'duty')
    lines.push(`  ${item.part === 'bonus' ? '得分' : '扣分'}：${arithmetic(item, o.prices)}`);
  return lines;
}

function outcomeText(item: ItemAssessment & { applicable: true }): string {
  const v = item.verdict;
  if (v.outcome === 'pass') return item.part === 'duty' ? '符合' : '没有发现问题';
  if (v.outcome === 'fail') return item.part === 'duty' ? '不符合' : '存在问题';
  return `${v.because.kind === 'suspect' ? '疑似，待人工确认' : '无法判定'}：${text(v.because.note, 300)}`;
}

function findingLines(item: ItemAssessment & { applicable: true }, o: ExplainInput): string[] {
  const lines: string[] = [];
  for (const [i, f] of item.verdict.findings.slice(0, shownFindings).entries()) {
    const price = priceText(f, o.prices?.get(item.itemId));
    lines.push(`  问题 ${i + 1}：${f.certainty === 'confirmed' ? '确认' : '疑似'}  ${text(f.message, 400)}${price}`);
    if (f.since !== undefined) lines.push(`    首次发现：${minuteText(f.since)}`);
    for (const e of f.evidence.slice(0, 5)) {
      const path = o.evidencePath(e.sha256);
      const place = placeText(e.locator, e.kind);
      lines.push(
        `    佐证：${evidenceName(e)} ${minuteText(e.capturedAt)} ${text(e.url, 160)}${place === '' ? '' : `，${text(place)}`}`,
        `      ${path === '' ? `原件已不在，SHA-256 ${e.sha256}` : path}`,
      );
    }
    if (f.evidence.length > 5) lines.push(`    另有 ${f.evidence.length - 5} 份佐证`);
  }
  const left = item.verdict.findings.length - shownFindings;
  if (left > 0) lines.push(`  另有 ${left} 个问题，见 assessment.json`);
  return lines;
}

function priceText(f: Finding, prices: Readonly<Record<string, Price>> | undefined): string {
  const price = prices !== undefined && Object.hasOwn(prices, f.fault) ? prices[f.fault] : undefined;
  if (price === undefined) return '';
  return `（${price.once ? '合计' : '每处'} ${pointsText(price.each)} 分）`;
}

function observationLines(all: readonly Observation[]): string[] {
  const lines: string[] = [];
  for (const [kind, some] of Map.groupBy(all, (x) => x.kind)) {
    const seen = some.filter((x) => x.status === 'observed').length;
    lines.push(`  用到的记录：${kindName(kind)} ${some.length} 条，其中看到 ${seen} 条`);
    for (const x of some.slice(-shownObservations)) {
      const what = x.status === 'observed' ? '看到' : `没看成（${reasonNames[x.reason].name}：${text(x.detail, 80)}）`;
      lines.push(`    ${minuteText(x.slot)} ${text(x.target, 120)} ${what}，${x.probe.id} 第 ${x.probe.version} 版`);
    }
    if (some.length > shownObservations) lines.push(`    更早的 ${some.length - shownObservations} 条没有列出`);
  }
  return lines;
}

/** The price of one item as it adds up: `页脚 0.5 × 2 = 1，封顶 3，扣 1 分`. */
function arithmetic(
  item: ItemAssessment & { applicable: true },
  prices: ReadonlyMap<string, Readonly<Record<string, Price>>> | null,
): string {
  const result = costText(item.part, item.points, item.cost);
  const table = prices?.get(item.itemId);
  if (table === undefined) return result;
  const terms: string[] = [];
  let sum: Hundredths = 0;
  for (const [fault, some] of Map.groupBy(item.verdict.findings, (f) => f.fault)) {
    const price = Object.hasOwn(table, fault) ? table[fault] : undefined;
    if (price === undefined) continue;
    const cost = price.once ? price.each : price.each * some.length;
    sum += cost;
    terms.push(price.once ? pointsText(price.each) : `${pointsText(price.each)} × ${some.length}`);
  }
  if (terms.length === 0) return result;
  const capped = sum > item.points ? `，封顶 ${pointsText(item.points)}` : '';
  return `${terms.join(' + ')} = ${pointsText(sum)}${capped}；${result}${item.cost.lower === item.cost.upper ? '' : '（低端只算确认的，高端把疑似和看不清的都算上）'}`;
}

/** The sum of the subject, as the flow of the policy runs. */
function sumLines({ subject: s, policy }: ExplainInput): string[] {
  if (s.score === null)
    return s.items.some((i) => i.applicable && i.part === 'veto' && i.verdict.outcome === 'fail')
      ? ['合计：出现单项否决，直接判定，不再计分']
      : ['合计：这个对象不计分'];
  const priced = s.items.filter(
    (i): i is ItemAssessment & { applicable: true } => i.applicable && !i.unexamined && i.stage === undefined,
  );
  const lost = total(priced.filter((i) => i.part === 'deduction').map((i) => i.cost));
  const earned = total(
    priced
      .filter((i) => i.part === 'bonus')
      .map((i) => ({ lower: i.points - i.cost.upper, upper: i.points - i.cost.lower })),
  );
  const range = (r: ScoreRange) =>
    r.lower === r.upper ? pointsText(r.lower) : `${pointsText(r.lower)}–${pointsText(r.upper)}`;
  const { flow } = policy;
  return [
    `合计：满分 ${pointsText(flow.base)}，扣 ${range(lost)}，加分项可得 ${range(earned)}（基础分高于 ${pointsText(flow.bonusAbove)} 才计入，恰为此分不计），得 ${scoreText(s.score)} 分；低于 ${pointsText(flow.failBelow)} 分不合格，恰为此分合格`,
    ...(flow.exemptFull === undefined
      ? []
      : [
          `（没有对外服务职能的单位，从 ${pointsText(flow.exemptFull)} 分扣起，再乘 ${pointsText(flow.base)} ÷ ${pointsText(flow.exemptFull)}，四舍五入到 0.01）`,
        ]),
    ...(s.whole === undefined
      ? []
      : [
          `连同未检项：${s.whole.score === null ? '不计分' : `${scoreText(s.whole.score)} 分`}，${conclusionNames[s.whole.conclusion]}`,
        ]),
    ...s.openQuestions.map((q) => `待复核：${text(q.note, 200)}`),
  ];
}

const total = (costs: readonly ScoreRange[]): ScoreRange => ({
  lower: costs.reduce((n, c) => n + c.lower, 0),
  upper: costs.reduce((n, c) => n + c.upper, 0),
});
