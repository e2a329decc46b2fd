import { type Element, isTag } from 'domhandler';
import { scriptTargets } from '../links/embedded.ts';
import { attr, isHidden, textOf } from '../text.ts';
import type { Candidate, Inert, Source } from './source.ts';

const markLink = /(?:^|\/\/)bszs\.conac\.cn\/sitename/i;
/** What every link of the mark holds: hardly any other does. */
const itsHost = /conac\.cn/i;
const markScript = /(?:^|\/\/)dcs\.conac\.cn\/js\//i;
const scriptFile = /\/(\d{2})\/(\d{3})\/(\d{4})\/(\d{8})\/(CA\d{21})\.js/i;
const localScript = /(?:^|\/)(CA\d{21})\.js/i;
/** 党政机关 is red, 事业单位 blue; the error state says that the mark is not valid here. */
const markImage =
  /(?:^|\/)(?:[a-z]_\d_)?(?:[\w-]{0,20}_)?(?:red|blue)(?:_error)?\.(?:png|gif|jpe?g)(?:$|\?)|dcs\.conac\.cn\/image|(?:^|\/)(?:dzjg|conac)[\w-]{0,20}\.(?:png|gif|jpe?g)/i;
const errorImage = /_error\.(?:png|gif|jpe?g)/i;

/**
 * 党政机关网站标识 (CONAC): a link to bszs.conac.cn or the script of dcs.conac.cn. Images are copied freely, so an image alone proves
 * nothing; the error image leaves a doubt.
 */
export function conacMarks(source: Source): { found: Candidate[]; inert: Inert[] } {
  const found: Candidate[] = [];
  const inert: Inert[] = [];
  const add = (e: Element, value: string, doubts: string[], score: number) =>
    found.push({
      value,
      place: source.placeOf(e, attr(e, 'href') || attr(e, 'src')),
      from: source.from,
      doubts,
      score,
    });
  for (const e of source.index.elements) {
    if (e.name === 'script') {
      const src = attr(e, 'src').trim();
      if (markScript.test(src)) add(e, localScript.exec(src)?.[1] ?? '', scriptDoubts(src), 5);
      else if (localScript.test(src))
        add(e, localScript.exec(src)![1]!, ['标识脚本不是从 dcs.conac.cn 加载的，可能不显示'], 2);
    } else if (e.name === 'a' || e.name === 'area') {
      const target = targetOf(e);
      if (!itsHost.test(target)) continue;
      if (markLink.test(target)) add(e, idOf(target), linkDoubts(e), 4);
      else if (/(?:^|\/\/)(?:www\.)?conac\.cn/i.test(target))
        inert.push({
          mark: 'conac',
          why: '链接指向 CONAC 首页，不是本站标识的查询页',
          place: source.placeOf(e, target),
        });
    } else if (e.attribs.onclick !== undefined && markLink.test(targetOf(e))) {
      add(e, idOf(targetOf(e)), e.name === 'img' ? [] : linkDoubts(e), 4);
    } else if (e.name === 'img' && isMarkImage(e)) {
      const link = linkAround(e);
      const target = link === null ? '' : targetOf(link);
      if (markLink.test(target) || /(?:^|\/\/)(?:www\.)?conac\.cn/i.test(target)) continue;
      const why =
        link === null
          ? '只有图片，没有指向 bszs.conac.cn 的链接'
          : `图片的链接是“${target.slice(0, 80)}”，不指向 bszs.conac.cn`;
      if (source.rendered) add(e, '', [`${why}；点击后去哪里要人看`], 0);
      else inert.push({ mark: 'conac', why, place: source.placeOf(e, attr(e, 'src')) });
    }
  }
  return { found, inert };
}

/** 标识编号 in the address of the query page. */
function idOf(target: string): string {
  return /[?&]id=([0-9A-F]{32})/i.exec(target)?.[1]?.toUpperCase() ?? '';
}

function isMarkImage(e: Element): boolean {
  const label = attr(e, 'alt') + attr(e, 'title');
  return (
    attr(e, 'id') === 'imgConac' ||
    /党政机关|事业单位.{0,4}标识|conac/i.test(label) ||
    (markImage.test(attr(e, 'src')) && !/(?:arrow|line|dot|bg)/i.test(attr(e, 'src')))
  );
}

function linkDoubts(e: Element): string[] {
  const doubts: string[] = [];
  const images = imagesIn(e);
  if (images.some((i) => errorImage.test(attr(i, 'src'))))
    doubts.push('标识图片是错误状态（_error），标识可能无效或不属于本站');
  if (images.length === 0 && textOf(e, 20) === '' && !/background/i.test(attr(e, 'style')))
    doubts.push('标识链接里没有图片，页面上可能看不见');
  if (hiddenUpwards(e) || (images.length > 0 && images.every(isHidden)))
    doubts.push('标识被样式隐藏，页面上可能看不见');
  return doubts;
}

/** The path repeats in the file name: 14/000/0000/40445163 → CA14 000 0000 40445163 …. */
function scriptDoubts(src: string): string[] {
  const m = scriptFile.exec(src);
  if (!m) return ['标识脚本的地址不合格式，可能不显示'];
  return m[5]!.toUpperCase().startsWith(`CA${m[1]}${m[2]}${m[3]}${m[4]}`)
    ? []
    : ['标识脚本的文件名与路径不一致，可能不显示'];
}

/** Where a link leads, also when a handler opens it. */
export function targetOf(e: Element): string {
  const href = attr(e, 'href').trim();
  if (href !== '' && href !== '#' && !/^javascript:/i.test(href)) return href;
  for (const name of Object.keys(e.attribs))
    if (name === 'href' || name.startsWith('on')) {
      const target = scriptTargets(attr(e, name))[0];
      if (target !== undefined) return target;
    }
  return href;
}

export function imagesIn(e: Element): Element[] {
  const found: Element[] = [];
  const visit = (n: Element) => {
    for (const child of n.children) {
      if (!isTag(child)) continue;
      if (child.name === 'img') found.push(child);
      visit(child);
    }
  };
  visit(e);
  return found;
}

export function linkAround(e: Element): Element | null {
  for (let p = e.parent; p !== null; p = p.parent) if (isTag(p) && p.name === 'a') return p;
  return null;
}

export function hiddenUpwards(e: Element): boolean {
  for (let p: Element | null = e; p !== null; p = p.parent !== null && isTag(p.parent) ? p.parent : null)
    if (isHidden(p)) return true;
  return false;
}
