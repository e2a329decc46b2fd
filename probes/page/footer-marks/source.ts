import type { Element } from 'domhandler';
import type { Locator, PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { locate, locateText } from '../locate.ts';
import { type FlatText, type PageIndex, pageIndex } from '../text.ts';

export type FooterMarks = ObservationValue<'page.footer-marks'>;
export type MarkName = FooterMarks['inert'][number]['mark'];
export type Mark = NonNullable<FooterMarks['icp']>;
export type Inert = FooterMarks['inert'][number];

/** A mark that one place of the page offers; the best of them is the mark of the page. */
export type Candidate = Mark & {
  /** How much speaks for its being the mark of the site rather than a mention. */
  score: number;
};

/** Something that shows marks: the page, or the HTML that a script writes into it. */
export type Source = {
  from: Mark['from'];
  /** Doubts that hold for whatever is found here. */
  doubts: readonly string[];
  /** Scripts have run: a click handler may be bound to an image without leaving a trace in the markup. */
  rendered: boolean;
  index: PageIndex;
  /** Visible text with full-width letters, digits and punctuation made half-width; same length as the text of the index. */
  text: string;
  placeOf(element: Element, text?: string): Locator;
  placeOfText(start: number, end: number): Locator;
};

/** ０-９Ａ-Ｚ：（） → 0-9A-Z:() without changing any offset. */
export function fold(text: string): string {
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0xff01 || code > 0xff5e) continue;
    out += text.slice(from, i) + String.fromCharCode(code - 0xfee0);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

export function pageSource(page: PageSnapshot): Source {
  const index = pageIndex(page.document);
  return {
    from: 'page',
    doubts: [],
    rendered: page.rendered,
    index,
    text: fold(index.visible.text),
    placeOf: (element, text) => locate(page, element, text),
    placeOfText: (start, end) => locateText(page, index.visible, start, end),
  };
}

/** Text that an attribute or inline style hides. A script may yet show it, so what stands there leaves a doubt. */
export function hiddenSource(page: PageSnapshot): Source | null {
  const { hidden, ...index } = pageIndex(page.document);
  if (hidden.text === '') return null;
  return {
    from: 'page',
    doubts: ['被样式隐藏，页面上可能看不见'],
    rendered: page.rendered,
    // Links and scripts are looked at once, with the page.
    index: { ...index, hidden, visible: hidden, elements: [] },
    text: fold(hidden.text),
    placeOf: (element, text) => locate(page, element, text),
    placeOfText: (start, end) => locateText(page, hidden, start, end),
  };
}

/** What a script writes: every place in it is the place of the script element. */
export function writtenSource(index: PageIndex, from: Mark['from'], at: Locator, doubts: readonly string[]): Source {
  const withText = (text: string): Locator => (text.trim() === '' ? at : { ...at, text: text.trim().slice(0, 200) });
  return {
    from,
    doubts,
    rendered: false,
    index,
    text: fold(index.visible.text),
    placeOf: (_, text) => withText(text ?? ''),
    placeOfText: (start, end) => withText(index.visible.text.slice(start, end)),
  };
}

/** Text of the block (paragraph, cell, list row) around an offset. */
export function blockAround(flat: Pick<FlatText, 'text'>, offset: number): string {
  const start = flat.text.lastIndexOf('\n', offset - 1) + 1;
  const end = flat.text.indexOf('\n', offset);
  return flat.text.slice(start, end < 0 ? undefined : end);
}
