import type { PageSnapshot } from '#core/evidence.ts';
import { sameSite } from './dated-items-links.ts';
import type { Box, Flow } from './dates/flow.ts';
import { rawText } from './text.ts';

type Family = { name: string; pattern: RegExp; sign?: string };

/** 列表接口 of the CMS families that fill their lists after the page has loaded. */
export const families: readonly Family[] = [
  { name: '大汉 jpage', pattern: /dataproxy\.jsp|morecolumndataproxy|\/module\/web\/jpage\//i },
  { name: '大汉 jpaas', pattern: /jpaas-publish-server|front\/page\/build\/unit|unitbuild\.js/i },
  { name: '大汉 xxgk', pattern: /\/module\/xxgk\/(?:search|tree)\.jsp|xxgk\/search\.jsp/i },
  { name: 'truecms', pattern: /messageController\/getMessage\.do/i },
  { name: '国泰新点 EWB', pattern: /getgovinfolist|lightfrontaction|getSearchInfoList|rest\/\w*front\w*action/i },
  {
    name: '广东 gkmlpt',
    sign: '/gkmlpt/',
    pattern: /\/gkmlpt\/(?:api|index)?[^"'\s]{0,80}["'][\s\S]{0,400}?\bSID\b|\bSID\s{0,2}[:=][\s\S]{0,400}?gkmlpt/i,
  },
];
/** What every pattern above has one of: most pages have none of them. */
export const anySign =
  /dataproxy|\/jpage\/|jpaas-|page\/build\/|unitbuild|xxgk\/|messageController|getgovinfolist|lightfrontaction|getSearchInfoList|rest\/|gkmlpt/i;
/** Characters of script text that are searched. */
const MAX_SCRIPT = 400_000;
const encoded = /\batob\s?\(/;
const template = /\{\{[\s\w.|$()'"[\]-]{1,80}\}\}/;
/** A script that asks for something. */
export const ajax = /\$\.(?:ajax|get|post|getJSON)\s?\(|\bfetch\s?\(|\baxios\b|XMLHttpRequest|\.load\s?\(\s?["']/;
/** Whole words only: a list of a county, a street or a state office, or below /static/, is none of these. */
const frameNoise =
  /(?<![a-z])(?:login|passport|tree|share|count(?:er)?|stats?|tongji|search|maps?|video|player|comments?)(?![a-z])|visitcount|hitcount|weather|tianqi|bdshare|qrcode|calendar|about:blank/i;
const listName = /list|data|news|items?|article|content|result|column|lb|tab/i;
/** Places that scripts fill with anything but items. */
const gadget =
  /weather|tianqi|count|visit|hits?$|login|user|search|share|date|time|clock|calendar|map|code|qr|player|banner|float|adv?s?\d*$|top$|menu|nav|foot|toolbar|captcha|dialog|mask|loading|jiucuo/i;
const containers = new Set(['ul', 'ol', 'tbody', 'dl']);

/**
 * 未读取的列表 — lists that a script or a same-site frame loads. `readFragments`: whether rows that Hanweb carries in the page were read; its proxy then
 * only serves further pages. Each entry is one line for the report.
 */
export function unreadLists(page: PageSnapshot, flow: Flow, readFragments: boolean): string[] {
  const found: string[] = [];
  const inline = flow.scripts
    .map((s) => `${s.attribs.src ?? ''} ${s.attribs.url ?? ''} ${s.attribs.querydata ?? ''} ${rawText(s)}`)
    .join('\n')
    .slice(0, MAX_SCRIPT);
  // A browser has run them; what they filled is on the page, and what they did not fill is still empty.
  const signed = !page.rendered && (anySign.test(inline) || anySign.test(frameSources(flow)));
  for (const family of signed ? families : []) {
    if (family.name === '大汉 jpage' && readFragments) continue;
    const m = family.pattern.exec(inline) ?? family.pattern.exec(frameSources(flow));
    if (m !== null) found.push(`${family.name}：${family.sign ?? m[0].slice(0, 80)}`);
  }
  if (!page.rendered && /\/gkmlpt\//.test(page.url) && !found.some((f) => f.startsWith('广东')))
    found.push('广东 gkmlpt：/gkmlpt/');
  for (const { src } of unreadFrames(page, flow)) found.push(`框架页：${src.slice(0, 120)}`);
  const empty = emptyLists(flow).slice(0, 40);
  if (!page.rendered && encoded.test(inline) && (empty.length > 0 || /["']pages["']/.test(inline)))
    found.push('编码的列表：atob');
  if (template.test(flow.text)) found.push('前端模板：{{ }}');
  if (flow.boxes.some(({ el: { attribs } }) => attribs['v-for'] !== undefined || attribs['ng-repeat'] !== undefined))
    found.push('前端模板：v-for');
  if (found.length === 0 && empty.length > 0) found.push(...filledByScript(page, inline, empty));
  return [...new Set(found)].slice(0, 20);
}

/** 同站框架页 that may hold a list: shown, and not by its name a login, a tree, a counter. */
export function unreadFrames(page: PageSnapshot, flow: Flow): { src: string; url: URL }[] {
  const found: { src: string; url: URL }[] = [];
  for (const frame of flow.frames) {
    const src = (frame.attribs.src ?? '').trim();
    if (
      src === '' ||
      frameNoise.test(src) ||
      /^(?:0|1)(?:px)?$/.test(frame.attribs.height ?? '') ||
      /display\s*:\s*none/i.test(frame.attribs.style ?? '')
    )
      continue;
    const url = URL.parse(src, page.url);
    if (url !== null && sameSite(url, URL.parse(page.url))) found.push({ src, url });
  }
  return found;
}

/**
 * 脚本填充的空列表 — places of lists that hold nothing and that a script with a request names. `except`: places among the scripts of the page whose
 * lists were read by their service.
 */
export function scriptFilled(page: PageSnapshot, flow: Flow, except: ReadonlySet<number>): string[] {
  const empty = emptyLists(flow).slice(0, 40);
  if (empty.length === 0) return [];
  const inline = flow.scripts
    .filter((_, i) => !except.has(i))
    .map((s) => rawText(s))
    .join('\n')
    .slice(0, MAX_SCRIPT);
  return [...new Set(filledByScript(page, inline, empty))].slice(0, 20);
}

/** Whether a place of a list on the page holds nothing at all. */
export function hasEmptyList(flow: Flow): boolean {
  return emptyLists(flow).length > 0;
}

function frameSources(flow: Flow): string {
  return flow.frames.map((f) => f.attribs.src ?? '').join('\n');
}

/** Containers of lists that hold nothing at all. */
export function emptyLists(flow: Flow): Box[] {
  return flow.boxes.filter((b) => {
    const { name, attribs, children } = b.el;
    if (b.chrome || !(containers.has(name) || name === 'div')) return false;
    if (children.some((c) => 'name' in c && c.name !== 'script')) return false;
    if (flow.text.slice(b.start, b.end).trim() !== '') return false;
    if (name !== 'div' || listName.test(`${attribs.id ?? ''} ${attribs.class ?? ''}`)) return true;
    return attribs.id !== undefined && !gadget.test(attribs.id);
  });
}

/** An empty list that a script with a request names, or that a call in the page hands to a function of such a script. */
function filledByScript(page: PageSnapshot, inline: string, empty: readonly Box[]): string[] {
  const all = [inline, ...page.scripts.slice(0, 40).map((s) => s.text.slice(0, MAX_SCRIPT))];
  const sources = all.filter((s) => ajax.test(s));
  if (sources.length === 0) return [];
  const found: string[] = [];
  for (const box of empty) {
    const { id, class: classes } = box.el.attribs;
    const ids = id ? [`#${id}`, `"${id}"`, `'${id}'`] : [];
    const names = [...ids, ...(classes?.split(/\s+/).filter(Boolean) ?? []).map((c) => `.${c}`)];
    const hit =
      names.find((n) => sources.some((s) => s.includes(n))) ??
      (id && !gadget.test(id) ? ids.find((n) => handedOver(inline, n.replace(/["']/g, ''))) : undefined);
    if (hit !== undefined) found.push(`脚本填充的列表：${hit.slice(0, 60)}`);
  }
  return found;
}

/** Functions that only look a place up. */
const lookUp = /(?:\$|jQuery|querySelector(?:All)?|getElementById|find|children|closest|is|not|eq)\s{0,3}$/;

/** `fill('#list', …)`, `target: '#list'`: a place given to somebody else by name, not looked up on the spot. */
function handedOver(inline: string, name: string): boolean {
  for (let i = inline.indexOf(name), n = 0; i >= 0 && n < 20; i = inline.indexOf(name, i + name.length), n++) {
    const before = /([(,:])\s{0,5}["']$/.exec(inline.slice(Math.max(0, i - 8), i));
    if (before === null || !/["']/.test(inline[i + name.length] ?? '')) continue;
    const opened = i - before[0].length;
    if (before[1] !== '(' || !lookUp.test(inline.slice(Math.max(0, opened - 24), opened))) return true;
  }
  return false;
}
