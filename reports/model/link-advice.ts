import { explainLink } from '#core/link-texts.ts';
import { clean, clip } from './clean.ts';
import type { LinkValue } from './link-types.ts';

const documentFile = /\.(?:docx?|xlsx?|pptx?|pdf|wps|et|dps|ofd|ceb|rtf|txt|csv|zip|rar|7z|tar|gz)$/i;
const imageFile = /\.(?:jpe?g|png|gif|bmp|webp|svg|ico|tiff?)$/i;
const mediaFile = /\.(?:mp[34]|m4[av]|flv|wmv|wma|wav|mov|m3u8|webm)$/i;
/** Endings of names that are hosts when they stand where a folder should. */
const hostEnding = /^[a-z0-9][a-z0-9.-]{0,250}\.(?:cn|com|org|net|edu|gov)$/i;

/** 链接类别 by what a visitor is after. */
export type LinkThing = 'attachment' | 'image' | 'media' | 'script' | 'style' | 'frame' | 'page';

export const thingNames: Readonly<Record<LinkThing, string>> = {
  attachment: '附件',
  image: '图片',
  media: '音视频',
  script: '脚本',
  style: '样式文件',
  frame: '内嵌页面',
  page: '网页',
};

export function thingOf(v: LinkValue): LinkThing {
  const path = URL.parse(v.url)?.pathname ?? v.url;
  const tag = v.parents[0]?.tag ?? '';
  if (documentFile.test(path)) return 'attachment';
  if (tag === 'script') return 'script';
  if (tag === 'link' || /\.css$/i.test(path)) return /\.(?:ico|png)$/i.test(path) ? 'image' : 'style';
  if (imageFile.test(path) || tag === 'img') return 'image';
  if (mediaFile.test(path) || tag === 'video' || tag === 'audio') return 'media';
  return tag === 'iframe' || tag === 'frame' ? 'frame' : 'page';
}

/** 地址本身写错的迹象: said before all else, since restoring a page that never was helps nobody. */
export function mistypedAs(v: LinkValue): string | null {
  const url = URL.parse(v.url);
  if (url === null) return null;
  if (/^https?$/i.test(url.hostname)) return '地址写了两个 http://；删去多余的一个';
  let path = url.pathname;
  try {
    path = decodeURI(path);
  } catch {
    // Not UTF-8: read as it stands.
  }
  const inside = path.split('/').find((part) => hostEnding.test(part) && part.includes('.'));
  if (inside !== undefined && inside !== path.split('/').at(-1))
    return `地址中间夹着另一个域名 ${clip(clean(inside), 60)}，多半是链接漏写了开头的 http:// 或 https://；核对后改为完整网址`;
  if (/^(?:www\.)[^/]+$/i.test(path.split('/').at(-1) ?? ''))
    return `地址末尾是一个域名 ${clip(clean(path.split('/').at(-1) ?? ''), 60)}，多半是链接漏写了开头的 http:// 或 https://；核对后改为完整网址`;
  const variable = /undefined|\bnull\b|\bNaN\b|\{\{|\$\{|<%/.exec(path + url.search);
  if (variable) return `地址里有没有替换的程序变量（${clean(variable[0])}）；请检查生成这个链接的模板或脚本`;
  if (path.split('/').some((part) => part !== part.trim())) return '地址里夹有空格，多半是录入时带进去的；删去空格再试';
  if (/[，。；：、）】”’]$/u.test(path + url.search)) return '地址末尾多了一个中文标点，多半是录入时带进去的；删去再试';
  if (/%5C/i.test(url.pathname)) return '地址里有反斜杠；改成正斜杠 /';
  return null;
}

const lost: Readonly<Record<LinkThing, (v: LinkValue) => string>> = {
  attachment: () =>
    '附件已不在服务器上。请把附件重新上传并更新稿件里的链接；附件确已撤下的，删去链接，必要时在文中说明。网站迁移过的，检查附件目录是否整个漏迁',
  image: () => '图片已不在服务器上。请重新上传图片，或从页面里删去它；网站迁移过的，检查图片目录是否整个漏迁',
  media: () => '音视频文件已不在服务器上。请重新上传，或从页面里撤下播放器',
  script: () => '页面引用的脚本不存在，可能影响页面功能。请补回文件，或从模板里删去这一行引用',
  style: () => '页面引用的样式文件不存在，可能影响页面显示。请补回文件，或从模板里删去这一行引用',
  frame: () => '页面里内嵌的页面不存在，访客看到的是一块空白或错误提示。请恢复它，或撤下这个内嵌框',
  page: (v) =>
    v.external
      ? '对方已撤下这个网页。请到对方网站找到现用地址替换；找不到的，取消链接'
      : '请恢复这个页面，或把链接改到现用地址；栏目改版、稿件搬家的，在服务器上给旧地址设永久跳转（301），外面已收藏的旧链接也能打开',
};

const isGone = (v: LinkValue) => v.reason === 'HTTP_404' || v.reason === 'HTTP_410';

/** What to do about one target, the specific before the general. Chinese sentences, each complete. */
export function adviceFor(v: LinkValue): string[] {
  const typo = v.status === 'broken' ? mistypedAs(v) : null;
  if (typo !== null) return [`${typo}。`];
  if (v.status === 'broken' && isGone(v)) return [`${lost[thingOf(v)](v)}。`];
  if (v.status === 'broken' && v.reason === 'SOFT_404') {
    const thing = thingOf(v);
    if (v.external) return [`${lost[thing](v)}。`];
    return [
      `${thing === 'page' ? '请恢复所指内容，或更正、取消链接' : lost[thing](v)}。`,
      '这个地址不存在却答复“正常”（200）：请把网站的错误页设为返回状态码 404，否则检查程序和搜索引擎都会当它还在。',
    ];
  }
  if (v.external && v.reason.startsWith('TLS_') && v.status !== 'undeterminable')
    return ['证书是对方网站的：请告知对方更换；长期不改的，换成对方能正常打开的地址，或取消链接。'];
  return [explainLink(v).remedy];
}

/** What makes many links one piece of work. */
export function groupAdvice(o: {
  kind: 'target' | 'host' | 'family';
  thing: LinkThing;
  targets: number;
  host: string;
  template: boolean;
  pages: number;
  status: LinkValue['status'];
}): string[] {
  const out: string[] = [];
  if (o.kind === 'host' && o.targets > 1)
    out.push(
      `主机 ${clip(clean(o.host), 80)} 上的 ${o.targets} 个链接情况相同，当作一件事处理：一次查清，一并更换、取消或修复。`,
    );
  if (o.kind === 'family' && o.targets > 1)
    out.push(
      o.thing === 'page'
        ? `这 ${o.targets} 个地址同在一个目录、出自同一位置，多半是栏目迁移、改名或整批删除造成的：从这个目录查起，可一并恢复、跳转或从列表里撤下。`
        : `这 ${o.targets} 个${thingNames[o.thing]}的地址同属一类目录，多半是目录漏迁或整批删除造成的：从这个目录查起，可一并补回。`,
    );
  if (o.template && (o.status === 'broken' || o.status === 'caution'))
    out.push(
      `同一位置在 ${o.pages} 个以上的页面重复出现，多半是导航、页脚等公用模板：在模板里改一处，重新发布后各页一起改好，不必逐页修改。`,
    );
  return out;
}
