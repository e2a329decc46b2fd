import { resolve } from 'node:path';
import { type Coverage, countOf, coverageOf } from '#core/coverage.ts';
import type { AnyIndicator } from '#core/indicator.ts';
import type { Policy, Price } from '#core/policy.ts';
import { programRoot } from '../app.ts';
import { loadClauses } from '../store/files/clauses.ts';
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
    '# 条款覆盖',
    '',
    '每个文件的每一条要求由哪个指标检查，程序可以独自判定什么。F 程序可以独自判定，P 程序找线索、由人认定，N 由人检查记录；“允许”是条款的性质，“实际”是程序现在做的。与 `xuncha coverage` 相同。',
    '',
    ...[...loadClauses(dirs).values()]
      .sort((a, b) => (a.policy < b.policy ? -1 : 1))
      .flatMap((list) => coveragePage(coverageOf(list, loadPolicy(list.policy, dirs, indicators).policy, indicators))),
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

const binds = { organization: '单位', site: '网站', account: '账号' };

function coveragePage(c: Coverage): string[] {
  const n = countOf(c.rows);
  return [
    `## \`${c.policy.id}\` ${c.document}`,
    '',
    `${n.clauses} 条：程序判定 ${n.decided} 条，程序找线索、由人认定 ${n.prepared} 条，由人检查记录 ${n.recorded} 条，没有指标项 ${n.without} 条。`,
    '',
    row(['条款', '要求', '约束对象', '允许', '指标项（指标）', '实际', '程序可以独自判定', '交给人']),
    row(['---', '---', '---', '---', '---', '---', '---', '---']),
    ...c.rows.flatMap(({ clause, items }) => {
      const head = [
        `\`${clause.id}\` ${clause.section}`,
        clause.demand,
        clause.binds.map((b) => binds[b]).join('、'),
        clause.check ?? '—',
      ];
      if (items.length === 0) return [row([...head, '—', '—', clause.without ?? '', ''])];
      return items.map((i) => row([...head, `\`${i.id}\`（\`${i.indicator}\`）`, i.claim, i.alone, i.person]));
    }),
    '',
  ];
}
