import type { ScoreRange } from '#core/assessment.ts';
import type { ComparedSubject, Comparison, FindingChange } from '#core/compare.ts';
import { clean, clip } from '../model/clean.ts';
import { conclusionNames, minuteText, scoreText } from '../model/words.ts';

const changeNames: Record<FindingChange, string> = {
  new: '新增',
  worse: '加重（疑似变为确认）',
  still: '仍在',
  eased: '减轻（确认变为疑似）',
  fixed: '已解决',
  unsettled: '这次没有看成，不知是否还在',
};
const changes = Object.keys(changeNames) as FindingChange[];
/** Findings of one subject printed; JSON has them all. */
const shown = 30;

/** 前后对比 as lines for a terminal: what changed first, subjects without any change only counted. */
export function compareLines(c: Comparison): string[] {
  const lines = [
    `前：${c.before.runId}（${minuteText(c.before.asOf)}，${clean(c.before.policy)}）`,
    `后：${c.after.runId}（${minuteText(c.after.asOf)}，${clean(c.after.policy)}）`,
    ...c.cautions.map((text) => `注意：${clean(text)}`),
  ];
  const total = changes.map((change) => ({ change, n: sum(c.subjects, change) })).filter(({ n }) => n > 0);
  lines.push(
    total.length === 0
      ? '两次都没有发现问题。'
      : `问题合计：${total.map(({ change, n }) => `${changeNames[change]} ${n} 个`).join('，')}。`,
  );
  const moved = c.subjects.filter(isMoved);
  for (const subject of moved) lines.push('', ...subjectLines(subject));
  const same = c.subjects.length - moved.length;
  if (same > 0) lines.push('', `另有 ${same} 个对象没有变化。`);
  return lines;
}

const sum = (subjects: readonly ComparedSubject[], change: FindingChange) =>
  subjects.reduce((n, s) => n + s.findings.filter((f) => f.change === change).length, 0);

function isMoved(s: ComparedSubject): boolean {
  return (
    s.conclusion.before !== s.conclusion.after ||
    rangeText(s.score.before) !== rangeText(s.score.after) ||
    s.findings.some((f) => f.change !== 'still')
  );
}

function subjectLines(s: ComparedSubject): string[] {
  const { before, after } = s.conclusion;
  const name = (c: typeof before) => (c === null ? '没有检查' : conclusionNames[c]);
  const conclusion = before === after ? name(after) : `${name(before)} → ${name(after)}`;
  const [was, is] = [rangeText(s.score.before), rangeText(s.score.after)];
  const score = was === is ? is : `${was === '' ? '不计分' : was} → ${is === '' ? '不计分' : is}`;
  const lines = [`${clip(clean(s.name), 60)}（${s.id}）：${conclusion}${score === '' ? '' : `，${score}`}`];
  const told = s.findings.filter((f) => f.change !== 'still');
  for (const f of told.slice(0, shown))
    lines.push(`  ${changeNames[f.change]}：[${clean(f.title)}] ${clip(clean(f.finding.message), 160)}`);
  if (told.length > shown) lines.push(`  ……另有 ${told.length - shown} 个，见 --json`);
  const still = s.findings.length - told.length;
  if (still > 0) lines.push(`  仍在：${still} 个`);
  return lines;
}

const rangeText = (range: ScoreRange | null) => (range === null ? '' : `${scoreText(range)} 分`);
