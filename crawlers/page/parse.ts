import { type Document, DomHandler } from 'domhandler';
import { Parser } from 'htmlparser2';

/** Elements nested deeper become siblings, as in browsers. */
const MAX_DEPTH = 512;
/** What no real page needs: beyond it the markup is a bomb, not a page. */
const BOMB_DEPTH = 8_000;
const MAX_NODES = 500_000;
/** Between two chunks the parser can be stopped. */
const CHUNK = 32 * 1024;

/**
 * 解析网页 — one tolerant pass with start indices. Depth is cut at what browsers allow, so that whoever walks the tree may recurse.
 * Null: too many nodes or too deep to be a page.
 */
export function parsePage(html: string): Document | null {
  const dom = new DomHandler(undefined, { withStartIndices: true });
  let depth = 0;
  let deepest = 0;
  let nodes = 0;
  const parser = new Parser({
    onparserinit: (p) => dom.onparserinit(p),
    onopentag(name, attributes) {
      depth++;
      nodes++;
      if (depth > deepest) deepest = depth;
      dom.onopentag(name, attributes);
      if (depth > MAX_DEPTH) dom.onclosetag();
    },
    onclosetag() {
      if (depth <= MAX_DEPTH) dom.onclosetag();
      depth--;
    },
    ontext(data) {
      nodes++;
      dom.ontext(data);
    },
    oncomment: (data) => dom.oncomment(data),
    oncommentend: () => dom.oncommentend(),
    oncdatastart: () => dom.oncdatastart(),
    oncdataend: () => dom.oncdataend(),
    onprocessinginstruction: (name, data) => dom.onprocessinginstruction(name, data),
    onend: () => dom.onend(),
  });
  for (let i = 0; i < html.length; i += CHUNK) {
    parser.write(html.slice(i, i + CHUNK));
    if (deepest > BOMB_DEPTH || nodes > MAX_NODES) return null;
  }
  parser.end();
  return dom.root;
}
