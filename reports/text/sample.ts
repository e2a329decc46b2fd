import { type Sample, sampleRules } from '#core/sample.ts';
import { clean, clip } from '../model/clean.ts';
import { minuteText } from '../model/words.ts';

/** 抽样结果 as lines for a terminal: seed and candidates first, so that a second inspector can draw the same. */
export function sampleLines(
  samples: readonly Sample[],
  o: { asOf: string; names: ReadonlyMap<string, string> },
): string[] {
  const lines: string[] = [];
  for (const s of samples) {
    const { name, unit, count } = sampleRules[s.kind];
    const scope = o.names.get(s.scope);
    lines.push(
      `${scope === undefined ? '' : `${clip(clean(scope), 60)}（${s.scope}）：`}${name}，种子 ${clean(s.seed)}，记录截至 ${minuteText(o.asOf)}，候选 ${s.of} ${unit}（摘要 ${s.digest}）`,
    );
    if (s.of === 0) lines.push('  没有候选：监测记录里还没有这类内容。先执行 xuncha crawl 或 run，或由人另行确定');
    else if (s.of < s.wanted) lines.push(`  不足 ${s.wanted} ${unit}，全部检查：`);
    else if (count === 'over-half') lines.push(`  抽 ${s.wanted} ${unit}（超过一半）：`);
    for (const [i, c] of s.drawn.entries()) {
      const title = clip(clean(c.title), 80);
      lines.push(`  ${i + 1}. ${[title, c.day, clip(clean(c.id), 200)].filter((t) => t !== '').join('  ')}`);
    }
  }
  return lines.length === 0 ? ['台账里没有要检查的网站。'] : lines;
}
