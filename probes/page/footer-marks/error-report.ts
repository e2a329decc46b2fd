import type { Element } from 'domhandler';
import { attr, squeeze, textOf } from '../text.ts';
import { hiddenUpwards, imagesIn, linkAround, targetOf } from './conac.ts';
import type { Candidate, Inert, Source } from './source.ts';

const official = /^(?:https?:)?\/\/zfwzgl\.www\.gov\.cn\//i;
const legacy = /^(?:https?:)?\/\/pucha\.kaipuyun\.cn\//i;
const legacyAddress = /^(?:https?:)?\/\/121\.43\.68\.40(?:[:/]|$)/;
const entryFile = /\/exposure\/jiucuo\.|(?:^|\/)jiucuo\.js/i;
const fullName = /政府网站找错/;

/**
 * 「我为政府网站找错」入口: the script or the page of zfwzgl.www.gov.cn. Older hosts leave a doubt; an image without a link is no
 * entry; a correction page of the site's own (网站纠错) is another thing.
 */
export function errorReports(source: Source): { found: Candidate[]; inert: Inert[] } {
  const found: Candidate[] = [];
  const inert: Inert[] = [];
  const add = (e: Element, address: string, code: string, doubts: string[]) => {
    const { score, note } = hostOf(address);
    if (note !== null) doubts.push(note);
    if (code === '') doubts.push('入口没有带网站标识码');
    if (hiddenUpwards(e)) doubts.push('入口被样式隐藏，页面上可能看不见');
    found.push({ value: code, place: source.placeOf(e, address), from: source.from, doubts, score });
  };
  for (const e of source.index.elements) {
    if (e.name === 'script') {
      const src = attr(e, 'src').trim();
      if (src !== '' && (attr(e, 'id') === '_jiucuo_' || entryFile.test(src))) add(e, src, codeOf(e, src), []);
    } else if (e.name === 'a' || e.name === 'area') readLink(source, e, add, inert);
    else if (e.attribs.onclick !== undefined && isEntry(targetOf(e))) add(e, targetOf(e), codeOf(e, targetOf(e)), []);
    else if (e.name === 'img') readImage(source, e, add, inert);
  }
  return { found, inert };
}

type Add = (e: Element, address: string, code: string, doubts: string[]) => void;

function readLink(source: Source, e: Element, add: Add, inert: Inert[]): void {
  const target = targetOf(e);
  if (isEntry(target)) {
    const bare = imagesIn(e).length === 0 && textOf(e, 20) === '' && !/background/i.test(attr(e, 'style'));
    add(e, target, codeOf(e, target), bare ? ['入口里没有文字和图片，页面上可能看不见'] : []);
    return;
  }
  const label = labelOf(e);
  if (!/找错|纠错/.test(label) || label.length > 30) return;
  if (fullName.test(label) && isAddress(target)) add(e, target, codeOf(e, target), []);
  else
    inert.push({
      mark: 'errorReport',
      why: isAddress(target) ? '指向其他纠错页，不是“我为政府网站找错”入口' : '“找错”没有有效的链接',
      place: source.placeOf(e, `${label} ${target}`),
    });
}

/** What every address of the entry holds: hardly any other does. */
const itsSigns = /zfwzgl|kaipuyun|121\.43\.68\.40|jiucuo/i;

function isEntry(target: string): boolean {
  if (!itsSigns.test(target)) return false;
  return (
    official.test(target) || legacy.test(target) || legacyAddress.test(target) || /\/exposure\/jiucuo\./i.test(target)
  );
}

function readImage(source: Source, e: Element, add: Add, inert: Inert[]): void {
  const src = attr(e, 'src').trim();
  const opened = /\bLink\(\s?['"](\w{8,12})['"]/.exec(attr(e, 'onclick'))?.[1];
  if (opened !== undefined && /jiucuo/i.test(src + attr(e, 'id'))) {
    // What jiucuo.js has written into the page: the image says which host the script came from.
    add(e, src, opened.toLowerCase(), []);
    return;
  }
  if (!/jiucuo|zhaocuo/i.test(src) && !/政府网站找错/.test(attr(e, 'alt') + attr(e, 'title'))) return;
  const link = linkAround(e);
  if (link !== null || attr(e, 'onclick') !== '') return; // told by the link
  const written = /[?&]v=(\w{8,12})/.exec(src)?.[1] ?? '';
  if (source.rendered) add(e, src, written.toLowerCase(), ['只有图片，点击后去哪里要人看']);
  else inert.push({ mark: 'errorReport', why: '只有图片，没有链接或脚本', place: source.placeOf(e, src) });
}

function hostOf(address: string): { score: number; note: string | null } {
  if (official.test(address)) return { score: 5, note: null };
  if (legacy.test(address)) return { score: 4, note: '入口用的是旧地址 pucha.kaipuyun.cn，应改为 zfwzgl.www.gov.cn' };
  if (legacyAddress.test(address)) return { score: 3, note: '入口用的是旧 IP 地址 121.43.68.40，可能已经失效' };
  return { score: 2, note: '入口地址不是 zfwzgl.www.gov.cn' };
}

/** 网站标识码 that the entry carries, '' when none. */
function codeOf(e: Element, address: string): string {
  const own = attr(e, 'sitecode') || attr(e, 'site_code');
  const m = /[?&](?:amp;)?site_?code=([^&#\s]{1,20})/i.exec(address);
  return squeeze(own || (m?.[1] ?? ''))
    .trim()
    .toLowerCase();
}

function labelOf(e: Element): string {
  const title = attr(e, 'title');
  // Most links hold one text and nothing else.
  if (title === '' && e.children.length === 1 && e.children[0]!.type === 'text') return textOf(e, 60);
  const images = imagesIn(e).map(
    (i) => attr(i, 'alt') + attr(i, 'title') + (/jiucuo|zhaocuo/i.test(attr(i, 'src')) ? '找错' : ''),
  );
  return squeeze(`${textOf(e, 60)}${title}${images.join('')}`).trim();
}

function isAddress(target: string): boolean {
  return target !== '' && !/^(?:#|javascript:|about:)/i.test(target);
}
