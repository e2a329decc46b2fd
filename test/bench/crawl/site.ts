/** A made-up government site of any size, the same for the same seed: each answer is put together when it is asked for. */

export type SiteShape = { pages: number; seed: number };

/** What stands beside the pages, whatever their number. */
const images = 200;
const attachments = 400;
const dead = 100;
const assets = ['/css/site.css', '/css/list.css', '/js/jquery.js', '/js/site.js'];
const imageBytes = 8_000;
const attachmentBytes = 40_000;
/** Characters that bring a page to 30 KB in UTF-8, markup and links included. */
const proseCharacters = 5_900;
const listLinks = 44;

export type Answer = { status: number; type: string; body: Buffer };
export type BenchSite = {
  /** Answer to a path, null where there is none: 404. */
  answer(path: string): Answer | null;
  /** Distinct addresses the site has or names. */
  urls: number;
  dead: readonly string[];
};

const topics = [
  '老旧小区改造',
  '农村公路养护',
  '义务教育招生',
  '医疗保险缴费',
  '防汛备汛',
  '春季植树',
  '企业用工',
  '文化惠民',
  '人才引进',
  '社区养老',
];
const sections = ['zwgk', 'xwdt', 'tzgg', 'zcwj', 'bszn', 'hdjl', 'tjsj', 'rsxx', 'ghjh', 'zjsl'];
const names = [
  '政务公开',
  '新闻动态',
  '通知公告',
  '政策文件',
  '办事指南',
  '互动交流',
  '统计数据',
  '人事信息',
  '规划计划',
  '走进示例',
];

/** xorshift: small, quick and the same everywhere. */
function random(seed: number): (below: number) => number {
  let x = (seed * 2_654_435_761 + 88_675_123) >>> 0 || 1;
  return (below) => {
    x ^= x << 13;
    x >>>= 0;
    x ^= x >>> 17;
    x ^= x << 5;
    x >>>= 0;
    return x % below;
  };
}

const pathOf = (page: number): string =>
  page === 0
    ? '/'
    : `/${sections[page % sections.length]}/2026${String((page % 12) + 1).padStart(2, '0')}/t2026_${page}.html`;
const deadPath = (i: number): string => `/${sections[i % sections.length]}/2019/lost_${i}.html`;
const imagePath = (i: number): string => `/images/2026/p${i}.jpg`;
const attachmentPath = (i: number): string => `/files/2026/f${i}.pdf`;

/** The site of 2,000 pages (30 KB, some 60 links each), 200 images, 400 attachments, 4 style sheets and scripts, 100 dead links. */
export function openSite({ pages, seed }: SiteShape): BenchSite {
  const prose = proseOf(random(seed), 200);
  const paths = Array.from({ length: pages }, (_, i) => pathOf(i));
  const numbers = new Map(paths.map((p, i) => [p, i]));
  const image = jpeg(imageBytes);
  const file = pdf(attachmentBytes);
  const code = Buffer.from('.a{margin:0}'.repeat(400));
  const files = new Map<string, Answer>();
  for (let i = 0; i < images; i++) files.set(imagePath(i), { status: 200, type: 'image/jpeg', body: image });
  for (let i = 0; i < attachments; i++)
    files.set(attachmentPath(i), { status: 200, type: 'application/pdf', body: file });
  for (const path of assets)
    files.set(path, { status: 200, type: path.endsWith('.js') ? 'text/javascript' : 'text/css', body: code });
  return {
    urls: pages + images + attachments + assets.length + dead,
    dead: Array.from({ length: dead }, (_, i) => deadPath(i)),
    answer(path) {
      const page = numbers.get(path);
      if (page !== undefined)
        return {
          status: 200,
          type: 'text/html; charset=utf-8',
          body: Buffer.from(pageOf(page, pages, seed, paths, prose)),
        };
      return files.get(path) ?? null;
    },
  };
}

function pageOf(page: number, pages: number, seed: number, paths: readonly string[], prose: readonly string[]): string {
  const r = random(seed * 1_000_003 + page + 1);
  const title = `关于${topics[page % topics.length]}第${page}号任务进展情况的通报`;
  const items: string[] = [];
  const link = (to: number) => {
    const name = `示例市${topics[to % topics.length]}工作第${to}号任务安排`;
    items.push(
      `<li class="item"><span class="date">2026-${String((to % 12) + 1).padStart(2, '0')}-${String((to % 28) + 1).padStart(2, '0')}</span><a href="${paths[to]}" title="${name}" target="_blank">${name}</a></li>`,
    );
  };
  // Every page hangs on another one; the other links lead anywhere.
  for (let k = 1; k <= 10; k++) if (page * 10 + k < pages) link(page * 10 + k);
  while (items.length < listLinks - 2) link(r(pages));
  // Files and lost pages are spread so that each is named by some pages.
  for (let i = page % 200, n = 0; i < attachments && n < 2; i += 200, n++)
    items.push(`<li><a href="${attachmentPath(i)}">附件${i}：示例市任务清单.pdf</a></li>`);
  if (page % 10 === 3) {
    const lost = Math.floor(page / 10) % dead;
    items.push(`<li><a href="${deadPath(lost)}">已经撤下的第${lost}号旧闻</a></li>`);
  }
  const text: string[] = [];
  for (let n = 0; n < proseCharacters; ) {
    const p = prose[r(prose.length)]!;
    text.push(`<p style="text-indent:2em">${p}</p>`);
    n += p.length;
  }
  const pictures = [0, 1, 2]
    .map((k) => `<p><img src="${imagePath((page * 3 + k) % images)}" alt="现场照片"></p>`)
    .join('\n');
  return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${title}-示例市人民政府</title>
<meta name="SiteName" content="示例市人民政府"><meta name="SiteIDCode" content="0000000001">
<meta name="ColumnName" content="${names[page % names.length]}"><meta name="PubDate" content="2026-05-0${(page % 9) + 1} 10:00">
${assets.map((a) => (a.endsWith('.js') ? `<script src="${a}"></script>` : `<link rel="stylesheet" href="${a}">`)).join('\n')}
</head><body>
<div class="header"><div class="top">示例市人民政府门户网站</div><ul class="nav"><li><a href="/">首页</a></li>
${names.map((name, i) => `<li><a href="${paths[(i + 1) % pages]}">${name}</a></li>`).join('\n')}</ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="${paths[((page % 10) + 1) % pages]}">${names[page % names.length]}</a></div>
<div class="main"><h1>${title}</h1><p class="info">发布时间：2026-05-0${(page % 9) + 1}　来源：示例市政府办</p>
<div class="content">${text.join('\n')}
${pictures}</div>
<ul class="list">
${items.join('\n')}
</ul></div>
<div class="footer"><p>主办：示例市人民政府办公室　<a href="${paths[1 % pages]}">网站地图</a>　<a href="${paths[2 % pages]}">联系我们</a>　<a href="${paths[3 % pages]}">关于本站</a></p>
<p>网站标识码：0000000001　示ICP备00000000号　联系电话：000-00000000</p></div>
</body></html>`;
}

function proseOf(r: (below: number) => number, count: number): string[] {
  return Array.from({ length: count }, () => {
    let out = '';
    for (let i = 0; i < 3 + r(4); i++)
      out += `示例市有关部门就${topics[r(topics.length)]}工作作出安排，第${r(900)}项任务由各街道和乡镇分头落实，相关情况按月公开，接受群众监督。`;
    return out;
  });
}

function jpeg(size: number): Buffer {
  const body = Buffer.alloc(size, 0x5a);
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]).copy(body);
  return body;
}

function pdf(size: number): Buffer {
  const body = Buffer.alloc(size, 0x20);
  body.write('%PDF-1.4\n');
  return body;
}
