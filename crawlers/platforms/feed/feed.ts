import { at, idOf, jsonOf, listOf, textOf } from '../data.ts';
import type { Feed } from './shape.ts';
import { readXmlFeed } from './xml.ts';

const maxItems = 500;

/** RSS, RDF, Atom or JSON Feed out of the text of an answer. Null: none of them. `refused`: one that is not read, Chinese. */
export function readFeed(text: string): Feed | { refused: string } | null {
  const first = /\S/.exec(text.slice(0, 1_000).replace(/^\ufeff/, ''))?.[0];
  if (first === '{') return readJsonFeed(text);
  return first === '<' ? readXmlFeed(text) : null;
}

/** JSON Feed 1 and 1.1. */
function readJsonFeed(text: string): Feed | null {
  const json = jsonOf(text);
  const version = textOf(at(json, 'version'), 100) ?? '';
  const items = at(json, 'items');
  if (!version.startsWith('https://jsonfeed.org/version/') || !Array.isArray(items)) return null;
  return {
    format: 'json',
    ...present({ title: textOf(at(json, 'title'), 500), link: textOf(at(json, 'home_page_url'), 2_000) }),
    items: listOf(items)
      .slice(0, maxItems)
      .map((item) =>
        present({
          id: idOf(at(item, 'id')),
          link: textOf(at(item, 'url'), 2_000),
          title: textOf(at(item, 'title'), 500),
          text: textOf(at(item, 'summary'), 5_000) ?? textOf(at(item, 'content_text'), 5_000),
          published: textOf(at(item, 'date_published'), 80),
          updated: textOf(at(item, 'date_modified'), 80),
        }),
      ),
  };
}

function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)) as never;
}
