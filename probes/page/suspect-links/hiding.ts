import { type Element, isTag } from 'domhandler';
import { attr, type PageIndex, rawText } from '../text.ts';

/** What every way below has one of: most declaration blocks have none. */
const mayHide = /none|hidden|opacity|font-size|-\d{3}|:\s*-\s*\d|background/i;

/** Ways of hiding that a declaration block can hold; null when it hides nothing. */
export function hidingStyle(style: string): string | null {
  if (!mayHide.test(style)) return null;
  const s = style.toLowerCase().replace(/\s+/g, '');
  const has = (pattern: RegExp) => pattern.test(s);
  if (has(/(?:^|;)display:none/)) return 'display:none';
  if (has(/(?:^|;)visibility:hidden/)) return 'visibility:hidden';
  if (has(/(?:^|;)opacity:0(?:\.0+)?(?:!|;|$)/)) return 'opacity:0';
  if (has(/(?:^|;)font-size:[01](?:\.\d+)?(?:px|pt|em|%)?(?:!|;|$)/) && !has(/(?:^|;)font-size:1em/))
    return 'font-size 接近 0';
  if (has(/(?:^|;)(?:left|right|top|bottom|text-indent|margin(?:-left|-top)?):-\d{3,}(?:\.\d+)?(?:px|em|pt)/))
    return '移到屏幕之外';
  if (has(/(?:^|;)overflow:hidden/) && has(/(?:^|;)(?:max-)?(?:height|width):[01](?:px|pt|em|%)?(?:!|;|$)/))
    return '高度或宽度接近 0';
  const color = /(?:^|;)color:([^;!]{2,30})/.exec(s)?.[1];
  const background = /(?:^|;)background(?:-color)?:([^;!]{2,30})/.exec(s)?.[1];
  if (color !== undefined && color === background) return '文字与背景同色';
  return null;
}

/** How an element hides what is in it, by its own attributes. */
export function hidingElement(e: Element): string | null {
  if (e.attribs.hidden !== undefined) return 'hidden 属性';
  if (e.name === 'marquee') {
    const size = /^\s*[01](?:px)?\s*$/;
    if (size.test(attr(e, 'height')) || size.test(attr(e, 'width'))) return '滚动区域高度或宽度接近 0';
    if (/^\d{3,}$/.test(attr(e, 'scrollamount').trim())) return '滚动速度快到看不清';
  }
  return e.attribs.style === undefined ? null : hidingStyle(e.attribs.style);
}

/**
 * Classes and ids that rules in the page's own `<style>` hide. `display:none` in a rule is how menus wait for the mouse, so the caller
 * treats it as weaker than an inline style.
 */
export function hidingRules(index: PageIndex): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const e of index.elements) {
    if (e.name !== 'style') continue;
    const css = rawText(e).slice(0, 200_000);
    let start = 0;
    for (let open = css.indexOf('{'); open >= 0 && found.size < 2_000; open = css.indexOf('{', start)) {
      const close = css.indexOf('}', open);
      if (close < 0) break;
      // Inside a media query the selector begins after the inner brace.
      const inner = css.lastIndexOf('{', close);
      const how = hidingStyle(css.slice(inner + 1, Math.min(close, inner + 1000)));
      if (how !== null) {
        const selectors = css.slice(Math.max(start, css.lastIndexOf('{', inner - 1) + 1), inner);
        for (const selector of selectors.slice(-500).split(',')) {
          // Only plain `.name` and `#name`: longer selectors say where, and that is not worked out here.
          const name = /^\s*(?:[a-z]{1,10})?([.#][\w-]{1,60})\s*$/i.exec(selector)?.[1];
          if (name !== undefined) found.set(name, how);
        }
      }
      start = close + 1;
    }
  }
  return found;
}

/** What hides this element: the nearest element at or above it that hides its content, and how. */
export function hiderOf(
  e: Element,
  rules: ReadonlyMap<string, string>,
  known: Map<Element, { element: Element; how: string } | null>,
): { element: Element; how: string } | null {
  const seen = known.get(e);
  if (seen !== undefined) return seen;
  const how = hidingElement(e) ?? byRule(e, rules);
  const parent = e.parent !== null && isTag(e.parent) ? e.parent : null;
  const found = how !== null ? { element: e, how } : parent === null ? null : hiderOf(parent, rules, known);
  known.set(e, found);
  return found;
}

function byRule(e: Element, rules: ReadonlyMap<string, string>): string | null {
  if (rules.size === 0) return null;
  const id = attr(e, 'id');
  const own = id === '' ? undefined : rules.get(`#${id}`);
  if (own !== undefined) return `样式表 ${own}`;
  for (const c of attr(e, 'class').split(/\s+/)) {
    const how = c === '' ? undefined : rules.get(`.${c}`);
    if (how !== undefined) return `样式表 ${how}`;
  }
  return null;
}
