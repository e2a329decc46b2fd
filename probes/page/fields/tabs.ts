import { type Element, isTag, type ParentNode } from 'domhandler';

/** Levels looked up from a tab to the strip, and from the strip to the panels. */
const levels = 4;
/** Tabs of one strip. */
const maxTabs = 30;

/**
 * 选项卡的内容: the panel that a click on this tab shows; by its `#id`, else the panel at the same place among the panels as the tab among the tabs.
 * Null where no strip of tabs with as many panels stands here. `textOf` gives the beginning of an element's text.
 */
export function panelOf(tab: Element, textOf: (e: Element) => string): Element | null {
  for (let e: Element | null = tab, n = 0; e !== null && n < levels; e = parentOf(e), n++) {
    const target = (e.attribs.href ?? e.attribs['data-target'] ?? e.attribs['data-bs-target'] ?? '').trim();
    if (/^#[\w-]{1,60}$/.test(target)) return byId(rootOf(e), target.slice(1));
    const strip: Element | null = parentOf(e);
    if (strip === null) return null;
    const tabs = childTags(strip);
    if (tabs.length < 2 || tabs.length > maxTabs || tabs.some((t) => textOf(t) === '' || t.name !== e?.name)) continue;
    const place = tabs.indexOf(e);
    const found = panelAt(strip, tabs.length, place);
    if (found !== null) return found;
  }
  return null;
}

function panelAt(strip: Element, count: number, place: number): Element | null {
  for (let at: Element | null = strip, n = 0; at !== null && n < levels; at = parentOf(at), n++) {
    const after: Element[] = [];
    for (let s = at.next; s !== null && after.length <= maxTabs; s = s.next)
      if (isTag(s) && s.name !== 'script' && s.name !== 'style') after.push(s);
    const only = after[0];
    if (only === undefined) continue;
    const inside = childTags(only);
    if (inside.length === count) return inside[place] ?? null;
    if (after.length >= count && after.slice(0, count).every((p) => p.name === only.name)) return after[place] ?? null;
    return null;
  }
  return null;
}

function childTags(e: Element): Element[] {
  return e.children.filter(isTag).filter((c) => c.name !== 'script' && c.name !== 'style');
}

function parentOf(e: Element): Element | null {
  return e.parent !== null && isTag(e.parent) ? e.parent : null;
}

function rootOf(e: Element): ParentNode {
  let at: ParentNode = e;
  while (at.parent !== null) at = at.parent;
  return at;
}

function byId(root: ParentNode, id: string): Element | null {
  const todo: ParentNode[] = [root];
  for (let n = 0; todo.length > 0 && n < 50_000; n++) {
    const at = todo.pop() as ParentNode;
    if (isTag(at) && at.attribs.id === id) return at;
    for (const c of at.children) if (isTag(c)) todo.push(c);
  }
  return null;
}
