import type { NetworkProbe, PageProbe } from '#probes/probe.ts';
import { row } from './markdown.ts';

const roles = { home: '首页', list: '列表页', article: '内容页', other: '其他页' };

export function probesPage(
  pages: readonly PageProbe[],
  network: readonly Pick<NetworkProbe, 'id' | 'version' | 'title' | 'produces'>[],
): string {
  return [
    '# 探测（probes）',
    '',
    '由 `npm run docs` 生成，请勿手改。探测只回答一个问题，写下一种监测记录；不知道任何阈值。',
    '',
    row(['编号', '名称', '监测记录', '问谁']),
    row(['---', '---', '---', '---']),
    ...network.map((p) => row([`\`${p.id}\` v${p.version}`, p.title, `\`${p.produces}\``, '网络'])),
    ...pages.map((p) =>
      row([`\`${p.id}\` v${p.version}`, p.title, `\`${p.produces}\``, p.on.map((r) => roles[r]).join('、')]),
    ),
    '',
  ].join('\n');
}
