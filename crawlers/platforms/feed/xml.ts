import { Parser } from 'htmlparser2';
import type { Feed, FeedItem } from './shape.ts';

/** Nesting, items and characters of one field beyond which nothing more is read. */
const maxDepth = 40;
const maxItems = 500;
const maxField = 20_000;
/** Between two chunks the parser can be stopped. */
const chunk = 32 * 1024;

/** Field of an item by the element's name; prefixes of the usual namespaces are part of it. */
const itemFields: Readonly<Record<string, keyof FeedItem>> = {
  title: 'title',
  link: 'link',
  guid: 'id',
  id: 'id',
  pubDate: 'published',
  published: 'published',
  issued: 'published',
  'dc:date': 'published',
  'dcterms:issued': 'published',
  'dcterms:created': 'published',
  updated: 'updated',
  modified: 'updated',
  'dcterms:modified': 'updated',
  description: 'text',
  summary: 'text',
};
const feedFields: Readonly<Record<string, 'title' | 'link' | 'built'>> = {
  title: 'title',
  link: 'link',
  lastBuildDate: 'built',
  updated: 'built',
};

/**
 * RSS 0.9x, 1.0 (RDF) and 2.0, Atom — one pass, no tree. Entities of a DTD are never expanded, and a feed that declares some is refused: no
 * feed needs them, every bomb does. Null: not a feed.
 */
export function readXmlFeed(text: string): Feed | { refused: string } | null {
  let root: Feed['format'] | null | undefined;
  let refused: string | undefined;
  const items: FeedItem[] = [];
  const head: { title?: string; link?: string; built?: string } = {};
  const path: string[] = [];
  let item: FeedItem | undefined;
  let field: { of: 'item' | 'feed'; name: string; parts: string[]; size: number; depth: number } | undefined;
  let done = false;

  const begin = (of: 'item' | 'feed', name: string) => {
    field = { of, name, parts: [], size: 0, depth: path.length };
  };
  const finish = () => {
    if (field === undefined) return;
    const value = field.parts.join('').trim();
    const { of, name } = field;
    field = undefined;
    if (value === '') return;
    // The first of a kind counts: a repeated element is an addition.
    if (of === 'feed') head[name as 'title'] ??= value;
    else if (item !== undefined) item[name as 'title'] ??= value;
  };

  const parser = new Parser(
    {
      onprocessinginstruction(name, data) {
        if (!/^!doctype/i.test(name)) return;
        if (data.includes('[') || /<!entity/i.test(data)) refused = '自带 DTD 实体声明，可能是实体炸弹，没有读';
      },
      onopentag(rawName, attributes) {
        const name = rawName.replace(/^(?:atom|a10|rss|rdf):/, '');
        path.push(name);
        if (path.length > maxDepth) {
          refused = '层层嵌套，不是正常的订阅';
          return;
        }
        if (root === undefined) root = rootOf(name, attributes);
        if (root === null) return;
        const parent = path.at(-2) ?? '';
        if (item === undefined && (name === 'item' || name === 'entry')) {
          if (items.length >= maxItems) done = true;
          else item = {};
          return;
        }
        const inItem = item !== undefined && (parent === 'item' || parent === 'entry');
        const inHead = item === undefined && (parent === 'channel' || parent === 'feed');
        if (name === 'link' && attributes.href !== undefined) {
          // Atom: the plain or alternate link is the page; self, enclosure and others are not.
          const rel = attributes.rel ?? 'alternate';
          if (rel === 'alternate' && inItem && item !== undefined) item.link ??= attributes.href.slice(0, 2_000);
          if (rel === 'alternate' && inHead) head.link ??= attributes.href.slice(0, 2_000);
          return;
        }
        if (inItem) {
          const known = itemFields[name];
          if (known !== undefined) begin('item', known);
          if (name === 'guid' && attributes.isPermaLink === 'false' && item !== undefined) item.plainId = true;
        } else if (inHead) {
          const known = feedFields[name];
          if (known !== undefined) begin('feed', known);
        }
      },
      ontext(data) {
        if (field === undefined || field.size >= maxField) return;
        const part = data.slice(0, maxField - field.size);
        field.parts.push(part);
        field.size += part.length;
      },
      onclosetag() {
        if (field !== undefined && path.length <= field.depth) finish();
        const name = path.pop();
        if (
          (name === 'item' || name === 'entry') &&
          item !== undefined &&
          !path.includes('item') &&
          !path.includes('entry')
        ) {
          items.push(item);
          item = undefined;
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  for (let i = 0; i < text.length && refused === undefined && root !== null && !done; i += chunk)
    parser.write(text.slice(i, i + chunk));
  if (refused !== undefined) return { refused };
  if (root === undefined || root === null) return null;
  // A last item that was cut off is left out with the end: what stands before it is whole.
  return { format: root, ...head, items };
}

function rootOf(name: string, attributes: Readonly<Record<string, string>>): Feed['format'] | null {
  if (name === 'rss') return 'rss';
  if (name === 'RDF') return 'rdf';
  if (name === 'feed') return attributes.xmlns === undefined || attributes.xmlns.includes('Atom') ? 'atom' : null;
  return null;
}
