import { resolve } from 'node:path';
import type { AnyIndicator } from '#core/indicator.ts';
import type { Policy, Price } from '#core/policy.ts';
import { programRoot } from '../app.ts';
import { loadPolicies, loadPolicy } from '../store/files/policies.ts';
import { row } from './markdown.ts';

const parts = { veto: '单项否决', deduction: '扣分', bonus: '加分', duty: '要求' };
const points = (hundredths: number) => String(hundredths / 100);
const price = (p: Price) => `${points(p.each)}${p.once ? '（只扣一次）' : '/处'}`;

export function policiesPage(indicators: readonly AnyIndicator[]): string {
  const dirs = [resolve(programRoot, 'data/policies')];
  const ids = [...loadPolicies(dirs).keys()].sort();
  const all = ids.map((id) => loadPolicy(id, dirs, indicators).policy);
  return [
    '# 指标体系（policies）',
    '',
    '由 `npm run docs` 生成，请勿手改。一个 YAML 文件一套；每一项、每一处改动都注明依据。',
    '',
    ...all.flatMap(page),
  ].join('\n');
}

function page(p: Policy): string[] {
  return [
    `## \`${p.id}\` ${p.title}（${p.effectiveFrom} 起）`,
    '',
    ...p.notes.flatMap((n) => [`- ${n}`]),
    '',
    row(['指标项', '部分', '分值', '指标', '参数', '扣分', '依据']),
    row(['---', '---', '---', '---', '---', '---', '---']),
    ...p.items.map((i) =>
      row([
        `\`${i.id}\` ${i.title}`,
        parts[i.part],
        i.part === 'veto' || i.part === 'duty' ? '' : points(i.points),
        `\`${i.indicator}\``,
        Object.entries(i.params)
          .map(([k, v]) => `${k}=${JSON.stringify(v)}`)
          .join(' '),
        Object.entries(i.deduct)
          .map(([fault, d]) => `${fault} ${price(d)}`)
          .join('；'),
        i.clauses
          .map((c) => `${c.document}·${c.section}：${c.summary}${c.verified ? '' : '（未核对原文）'}`)
          .join('；本地：'),
      ]),
    ),
    '',
    ...(p.unchecked.length === 0
      ? []
      : [
          `没有检查指标：${p.unchecked.map((u) => `${u.title}${u.part === 'veto' ? '' : ` ${points(u.points)} 分`}`).join('、')}。`,
          '',
        ]),
  ];
}
