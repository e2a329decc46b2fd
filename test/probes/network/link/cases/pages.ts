/** Pages of the invented city 示例市 in the shapes of real ones. All text is made up. */

const topics = [
  '老旧小区改造',
  '农村公路养护',
  '义务教育招生',
  '医疗保险缴费',
  '防汛备汛',
  '春季植树',
  '企业用工',
  '公共文化服务',
];

/** Running text that differs with `seed`. */
export function prose(seed: number, sentences = 14): string {
  const out: string[] = [];
  for (let i = 0; i < sentences; i++) {
    const topic = topics[(seed * 3 + i) % topics.length];
    out.push(
      `示例市有关部门就${topic}工作作出安排，第${seed}号任务第${i + 1}项由各街道和乡镇分头落实，相关情况按月公开，接受群众监督。`,
    );
  }
  return out.join('');
}

const nav = [
  '首页',
  '政务公开',
  '政务服务',
  '互动交流',
  '走进示例',
  '专题专栏',
  '政策文件',
  '通知公告',
  '统计数据',
  '人事信息',
]
  .map((name, i) => `<li><a href="/lm${i}/">${name}</a></li>`)
  .join('');
const header = `<div class="top">示例市人民政府门户网站</div><ul class="nav">${nav}</ul>`;
const footer =
  '<div class="footer"><p>主办：示例市人民政府办公室　承办：示例市大数据局</p><p>网站标识码：0000000001　备案序号：示ICP备00000000号</p><p>联系电话：000-00000000</p></div>';

/** A page in the site's frame. */
export function framed(title: string, body: string, head = ''): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${header}<div class="main">${body}</div>${footer}</body></html>`;
}

export function article(seed: number, title = `关于第${seed}号任务进展情况的通报`): string {
  return framed(
    `${title}-示例市人民政府`,
    `<h1>${title}</h1><p class="info">发布时间：2026-0${(seed % 9) + 1}-1${seed % 10}　来源：示例市政府办</p><div class="content"><p>${prose(seed)}</p></div>`,
  );
}

export const home = framed(
  '示例市人民政府门户网站',
  `<h2>要闻动态</h2><ul>${Array.from({ length: 20 }, (_, i) => `<li><a href="/yw/${1000 + i}.html">示例市召开第${'一二三四五六七八九十'[i % 10]}次${topics[i % topics.length]}工作会议</a></li>`).join('')}</ul>`,
);

/** Encoded as GBK: only the characters of the fixture's own pages are needed. */
export function gbk(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(new Uint8Array([lead, trail]));
      if (character.length === 1 && !table.has(character)) table.set(character, [lead, trail]);
    }
  const out: number[] = [];
  for (const character of text) {
    if (character < '\x80') out.push(character.charCodeAt(0));
    else out.push(...(table.get(character) ?? [0x3f]));
  }
  return Uint8Array.from(out);
}
