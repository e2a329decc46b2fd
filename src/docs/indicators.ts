import type { AnyIndicator } from '#core/indicator.ts';
import { row } from './markdown.ts';

const subjects = { site: '网站', account: '账号', organization: '单位' };

export function indicatorsPage(indicators: readonly AnyIndicator[]): string {
  return [
    '# 检查指标（indicators）',
    '',
    '由 `npm run docs` 生成，请勿手改。每个指标是一个纯函数：监测记录 → 判定；阈值来自指标体系的参数。',
    '',
    row(['编号', '名称', '对象', '所需记录', '能发现的问题', '机器可以独自判定', '交给人']),
    row(['---', '---', '---', '---', '---', '---', '---']),
    ...indicators.map((i) =>
      row([
        `\`${i.id}\` v${i.version}`,
        `${i.title}：${i.description}`,
        subjects[i.subject as keyof typeof subjects],
        i.needs.map((n: string) => `\`${n}\``).join(' '),
        Object.entries(i.faults)
          .map(([fault, name]) => `\`${fault}\` ${name}`)
          .join('；'),
        i.machine.alone,
        i.machine.person,
      ]),
    ),
    '',
  ].join('\n');
}
