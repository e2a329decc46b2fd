import { Parser } from 'htmlparser2';
import { expect } from 'vitest';

type Seen = { tags: Set<string>; attributes: [tag: string, name: string, value: string][]; text: string; css: string };
/** What a browser makes of a report: elements, attributes, text. */
export function parse(source: string): Seen {
  const seen: Seen = { tags: new Set(), attributes: [], text: '', css: '' };
  let inStyle = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      seen.tags.add(name);
      inStyle = name === 'style';
      for (const [k, v] of Object.entries(attributes)) seen.attributes.push([name, k, v]);
    },
    ontext(text) {
      if (inStyle) seen.css += text;
      else seen.text += text;
    },
    onclosetag() {
      inStyle = false;
    },
    oncomment() {
      seen.tags.add('!--');
    },
  });
  parser.end(source);
  return seen;
}

const allowedTags = new Set(
  `html head meta title style body main header nav section footer h1 h2 h3 h4 p ul ol li a b span bdi br small div dl dt dd
   table thead tbody tr th td details summary img`.split(/\s+/),
);
const allowedAttributes = new Set(
  'lang charset http-equiv content name id class href rel target scope colspan aria-label open src alt width'.split(
    ' ',
  ),
);

/** Nothing runs, nothing loads, every link leads into the report, to evidence beside it, or to the inspected site. */
export function expectHarmless(source: string) {
  const seen = parse(source);
  expect([...seen.tags].filter((t) => !allowedTags.has(t))).toEqual([]);
  expect(seen.attributes.filter(([, name]) => !allowedAttributes.has(name))).toEqual([]);
  const ids = new Set(seen.attributes.filter(([, n]) => n === 'id').map(([, , v]) => v));
  for (const [tag, name, value] of seen.attributes) {
    if (name === 'href') {
      expect(tag).toBe('a');
      if (value.startsWith('#')) expect(ids).toContain(value.slice(1));
      else expect(value).toMatch(/^(?:https?:\/\/|[A-Za-z0-9._~%-][^:]*$)/);
    }
    // A picture lies inside the report or is not there.
    if (name === 'src') {
      expect(tag).toBe('img');
      expect(value).toMatch(/^data:image\/jpeg;base64,[A-Za-z0-9+/]+={0,2}$/);
    }
    if (name === 'id') expect(value).toMatch(/^[A-Za-z0-9_-]+$/);
  }
  expect(seen.css.match(/url\((?!"data:)/g)).toBeNull();
  expect(seen.css).not.toMatch(/@import/);
  expect(source).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/);
  expect(source.isWellFormed()).toBe(true);
  return seen;
}
