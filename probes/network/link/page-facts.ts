import { Parser } from 'htmlparser2';

/** What an answer page says about itself: the parts that error pages betray themselves by. */
export type PageFacts = {
  title: string;
  /** Texts of h1, h2 and h3, in order. */
  headings: string[];
  /** Visible text, one entry a block, blanks collapsed. */
  blocks: string[];
  /** Visible characters without blanks. */
  length: number;
  /** Characters outside links in blocks of at least 20: running text. */
  prose: number;
  /** Texts inside `alert("…")`. */
  alerts: string[];
  /** Where a meta refresh or a one-line script sends the visitor, as written; null when it does not. */
  jump: string | null;
  /** Hosts of the meta tag SiteDomain (网站域名), as written. */
  siteDomain: string | null;
  /** Little text and a script that would bring it: what a visitor sees is not in these bytes. */
  shell: boolean;
};

const inline = new Set(
  'a abbr acronym b bdi bdo big cite code em font i ins kbd label mark q s small span strike strong sub sup tt u'.split(
    ' ',
  ),
);
const silent = new Set(['script', 'style', 'noscript', 'template', 'svg', 'textarea', 'select']);
const heading = new Set(['h1', 'h2', 'h3']);
const maxBlocks = 4000;
const squeeze = (text: string): string => text.replace(/[\s\u00a0\u3000]+/g, ' ').trim();
const solid = (text: string): number => text.replace(/[\s\u00a0\u3000]+/g, '').length;

/** Reads one page. Cost is linear in its length; broken markup gives what can be read. */
export function readPageFacts(html: string): PageFacts {
  const facts: PageFacts = {
    title: '',
    headings: [],
    blocks: [],
    length: 0,
    prose: 0,
    alerts: [],
    jump: null,
    siteDomain: null,
    shell: false,
  };
  let block = '';
  let linked = 0;
  let anchors = 0;
  let hidden = 0;
  let inTitle = false;
  let inHeading = 0;
  let headingText = '';
  let script = '';
  let inScript = false;
  let scripts = 0;
  let scriptJump: string | null = null;
  let mount = false;

  const flush = (): void => {
    const text = squeeze(block);
    if (text !== '' && facts.blocks.length < maxBlocks) {
      const length = solid(text);
      facts.blocks.push(text);
      facts.length += length;
      if (length - linked >= 20) facts.prose += length - linked;
    }
    block = '';
    linked = 0;
  };

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (!inline.has(name)) flush();
        if (silent.has(name)) hidden++;
        if (name === 'title' && facts.title === '') inTitle = true;
        else if (name === 'a') anchors++;
        else if (heading.has(name)) inHeading++;
        else if (name === 'script') {
          scripts++;
          inScript = true;
          script = '';
        } else if (name === 'meta') {
          if ((attributes.name ?? '').toLowerCase() === 'sitedomain')
            facts.siteDomain = (attributes.content ?? '').trim();
          if ((attributes['http-equiv'] ?? '').toLowerCase() === 'refresh') {
            const to = /^\s*(\d{0,6})[\d.]*\s*[;,]\s*url\s*=\s*["']?([^"']{1,2000})/i.exec(attributes.content ?? '');
            if (to?.[2] !== undefined && Number(to[1] ?? 0) <= 10) facts.jump = to[2].trim();
          }
        } else if (/^(app|root|__next|__nuxt|main-app)$/.test(attributes.id ?? '')) mount = true;
        else if (name === 'iframe' || name === 'frame') mount = true;
      },
      ontext(text) {
        if (inTitle) facts.title += text;
        else if (inScript) script += script.length < 20_000 ? text : '';
        else if (hidden === 0) {
          block += text;
          if (anchors > 0) linked += solid(text);
          if (inHeading > 0) headingText += text;
        }
      },
      onclosetag(name) {
        if (name === 'title') inTitle = false;
        else if (name === 'a') anchors = Math.max(0, anchors - 1);
        else if (name === 'script') {
          inScript = false;
          for (const alert of script.matchAll(/\balert\s*\(\s*["']([^"'\n]{2,200})["']/g))
            if (facts.alerts.length < 5) facts.alerts.push(squeeze(alert[1] ?? ''));
          scriptJump ??= jumpOf(script);
        } else if (heading.has(name)) {
          inHeading = Math.max(0, inHeading - 1);
          const text = squeeze(headingText);
          if (text !== '' && facts.headings.length < 50) facts.headings.push(text);
          headingText = '';
        }
        if (silent.has(name)) hidden = Math.max(0, hidden - 1);
        if (!inline.has(name)) flush();
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(html);
  parser.end();
  flush();
  facts.title = squeeze(facts.title);
  // A jump in a page full of text belongs to some event handler; in a page without text it is the page.
  if (facts.jump === null && facts.length < 80) facts.jump = scriptJump;
  facts.shell = facts.length < 200 && facts.jump === null && facts.alerts.length === 0 && (mount || scripts > 0);
  return facts;
}

/** Address a script sends the visitor to without being asked: `location.href = '…'`, `location.replace('…')`. */
function jumpOf(script: string): string | null {
  if (script.length > 4000 || /\bfunction\b|=>/.test(script)) return null;
  const to =
    /\blocation(?:\.href)?\s*=\s*["']([^"'\n]{1,2000})["']/.exec(script) ??
    /\blocation\.(?:replace|assign)\s*\(\s*["']([^"'\n]{1,2000})["']/.exec(script);
  return to?.[1]?.trim() ?? null;
}

/** A block without what changes from answer to answer: digits, addresses, blanks. */
const bare = (block: string): string =>
  block
    .replace(/[\w./:%?=&#~-]{6,}/g, (word) => (/[/.%?=&\d]/.test(word) ? '' : word))
    .replace(/[\d\s]+/g, '')
    .toLowerCase();

/** Whether two titles are the same but for what changes from answer to answer. Pages whose titles are not are never the same page. */
export const sameTitle = (a: string, b: string): boolean => bare(squeeze(a)) === bare(squeeze(b));

/** Characters of `a` in blocks that `b` does not have. */
function novelty(a: readonly string[], b: readonly string[]): { novel: number; all: number } {
  const known = new Set(b);
  let novel = 0;
  let all = 0;
  for (const block of a) {
    all += block.length;
    if (!known.has(block)) novel += block.length;
  }
  return { novel, all };
}

/**
 * Whether two answers are the same page: same title and at most one hundredth (or four characters) of text that the other has not, both
 * ways. Strict on purpose: pages of one site share header and footer, and an empty column differs from an error page by a few words.
 * `partial`: the first body was cut, so only its text can be looked for in the other.
 */
export function samePage(a: PageFacts, b: PageFacts, partial = false): boolean {
  if (bare(a.title) !== bare(b.title)) return false;
  const blocksA = a.blocks.map(bare).filter((x) => x !== '');
  const blocksB = b.blocks.map(bare).filter((x) => x !== '');
  const within = (x: { novel: number; all: number }): boolean => x.novel <= Math.max(4, x.all / 100);
  // The block at the cut is half a block.
  if (partial) return blocksA.length > 1 && within(novelty(blocksA.slice(0, -1), blocksB));
  return within(novelty(blocksA, blocksB)) && within(novelty(blocksB, blocksA));
}
