import { type AnyNode, type Element, isTag } from 'domhandler';
import { attr } from '../text.ts';
import { blockAround, type Source } from './source.ts';

/**
 * 页脚区域的判定. A number or a name is the site's own mark when it stands where footers stand, and a mention when it stands where
 * articles stand. No single sign is safe (old sites have no footer class; sloppy ones wrap the footer in `.content`), so signs are
 * added up:
 *
 * - nearest named container is a footer (`<footer>`, id or class with foot, copyright, 版权 …): +4; only named `bottom`: +2
 * - nearest named container is an article body: −4; only named `content` or the like: −2
 * - other footer words nearby (版权所有, ICP备, 公网安备, 标识码, 技术支持, 网站地图 …): +1 a kind, at most +3
 * - last 600 characters of the visible text: +1
 * - alone in its block, or nearly: +1
 * - inside a long sentence: −3
 * - the page has a footer container with footer words, and this place is outside it: −3
 */
export type Zone = { score(start: number, end: number): number };

const words: readonly RegExp[] = [
  /ICP\s?备/gi,
  /公网安备|公安机关备案|公安备案/g,
  /标识码/g,
  /版权所有|copyright|©|all rights? reserved/gi,
  /技术支持|技术维护|运行维护/g,
  /主办\s?(?:单位|方)?\s?:|承办\s?(?:单位)?\s?:/g,
  /网站地图|站点地图/g,
  /联系我们|网站声明|关于我们|隐私声明|网站说明/g,
  /分辨率|浏览器/g,
];
/** How near a word must stand, in characters; a footer container needs none. */
const NEAR = 250;
const END = 600;

const footerName =
  /(?:^|[^a-z])(?:foot(?:er|_|-|\b|[0-9]|box|bj|bg|nr|con|wrap|main|info|er[a-z]*)|copy_?-?right|banquan|bqxx|yejiao|dibu|ft-)|版权|页脚/i;
const bottomName = /(?:^|[^a-z])(?:bottom|btm|foot)/i;
const bodyName =
  /trs_?(?:u?editor)|trs_editor_view|(?:^|\s)zoom(?:\s|$)|ucap-?content|zfxxgk_zw|(?:^|[^a-z])article|news-?_?(?:text|body|con)|(?:info|main)-?_?text|detail-?_?(?:con|text|body)|xl-?_?(?:con|nr)/i;
const contentName = /(?:^|[^a-z])(?:content|detail|main-?_?con)/i;

type Container = 'footer' | 'bottom' | 'body' | 'content' | null;

export function zoneOf(source: Source): Zone {
  const { text, index } = source;
  const kinds = new Map<Element, Container>();
  const containerAt = (offset: number): Container => {
    const node = index.visible.nodeAt(offset);
    return node === null ? null : nearest(node, kinds);
  };
  let read: { stands: readonly Stand[]; hasFooter: boolean } | null = null;
  const signs = () => {
    const stands = standsIn(text);
    const inFooter = new Set(stands.filter((s) => containerAt(s.at) === 'footer').map((s) => s.kind));
    return { stands, hasFooter: inFooter.size >= 2 };
  };
  return {
    score(start, end) {
      // Many texts (scripts, hidden panels) hold nothing that asks.
      read ??= signs();
      const { stands, hasFooter } = read;
      const container = containerAt(start);
      const near = new Set(
        stands.filter((s) => (s.at < start - 3 || s.at > end) && Math.abs(s.at - start) <= NEAR).map((s) => s.kind),
      );
      // The words that belong to the place itself (the label of a number) prove nothing.
      for (const s of stands) if (s.at >= start - 3 && s.at <= end) near.delete(s.kind);
      const block = blockAround({ text }, start);
      let score = Math.min(near.size, 3);
      if (container === 'footer') score += 4;
      if (container === 'bottom') score += 2;
      if (container === 'body') score -= 4;
      if (container === 'content') score -= 2;
      if (start > text.length - END) score += 1;
      if (block.length <= end - start + 30) score += 1;
      if (block.length > 120 && block.includes('。')) score -= 3;
      if (hasFooter && container !== 'footer') score -= 3;
      return score;
    },
  };
}

/** One footer word of the text. */
type Stand = { kind: number; at: number };

function standsIn(text: string): Stand[] {
  const stands: Stand[] = [];
  words.forEach((pattern, kind) => {
    for (const m of text.matchAll(pattern)) stands.push({ kind, at: m.index });
  });
  return stands;
}

function nearest(node: AnyNode, known: Map<Element, Container>): Container {
  const passed: Element[] = [];
  let found: Container = null;
  for (let n: AnyNode | null = node; n !== null; n = n.parent) {
    if (!isTag(n)) continue;
    const seen = known.get(n);
    if (seen !== undefined) {
      found = seen;
      break;
    }
    passed.push(n);
    found = kindOf(n);
    if (found !== null) break;
  }
  for (const e of passed) known.set(e, found);
  return found;
}

function kindOf(e: Element): Container {
  if (e.name === 'footer' || attr(e, 'role') === 'contentinfo') return 'footer';
  if (e.name === 'article') return 'body';
  const name = `${attr(e, 'id')} ${attr(e, 'class')}`;
  if (name.length < 2) return null;
  if (footerName.test(name)) return 'footer';
  if (bodyName.test(name)) return 'body';
  if (bottomName.test(name)) return 'bottom';
  return contentName.test(name) ? 'content' : null;
}
