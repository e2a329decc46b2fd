import { type AnyNode, type Document, DomHandler, isTag, isText } from 'domhandler';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { decodeHtml } from '#crawlers/page/charset.ts';
import { parsePage } from '#crawlers/page/parse.ts';
import { bytesOf, isMarkup, readLabels } from '../../bench/corpus/pages.ts';
import { corpusDir } from '../../harness/pages.ts';

/** The same depth as `parsePage` allows. */
const MAX_DEPTH = 512;

/** What the library makes of a page, elements nested too deep made siblings. */
function libraryTree(html: string): Document {
  const dom = new DomHandler(undefined, { withStartIndices: true });
  let depth = 0;
  new Parser({
    onparserinit: (p) => dom.onparserinit(p),
    onopentag(name, attributes) {
      depth++;
      dom.onopentag(name, attributes);
      if (depth > MAX_DEPTH) dom.onclosetag();
    },
    onclosetag() {
      if (depth <= MAX_DEPTH) dom.onclosetag();
      depth--;
    },
    ontext: (data) => dom.ontext(data),
    oncomment: (data) => dom.oncomment(data),
    oncommentend: () => dom.oncommentend(),
    onprocessinginstruction: (name, data) => dom.onprocessinginstruction(name, data),
    onend: () => dom.onend(),
  }).end(html);
  return dom.root;
}

/** A tree as text, one line a node; every link between nodes is looked at on the way. */
function dump(root: Document): string {
  const lines: string[] = [];
  const walk = (node: AnyNode, depth: number) => {
    const own =
      isTag(node) || isText(node) || node.type === 'comment' || node.type === 'directive'
        ? JSON.stringify([
            'name' in node ? node.name : '',
            'data' in node ? node.data : '',
            'attribs' in node ? Object.entries(node.attribs) : '',
          ])
        : '';
    lines.push(`${depth} ${node.type} ${node.startIndex} ${own}`);
    if (!('children' in node)) return;
    node.children.forEach((child, i) => {
      if (
        child.parent !== node ||
        child.prev !== (node.children[i - 1] ?? null) ||
        child.next !== (node.children[i + 1] ?? null)
      )
        lines.push(`${depth + 1} BAD LINKS`);
      walk(child, depth + 1);
    });
  };
  walk(root, 0);
  return lines.join('\n');
}

const compare = (html: string) => {
  const ours = parsePage(html);
  expect(ours, 'no tree').not.toBeNull();
  expect(dump(ours!), JSON.stringify(html.slice(0, 2_000))).toBe(dump(libraryTree(html)));
};

/** What pages and broken pages are made of. */
const pieces = [
  ...[
    '<',
    '</',
    '>',
    '/>',
    '/',
    '<!',
    '<!-',
    '<!--',
    '-->',
    '--',
    '->',
    '<!-->',
    '<!--->',
    '--!>',
    '<![CDATA[',
    '<![CDA',
    ']]>',
    ']]',
    '<?',
    '?>',
    '<?php echo 1 ?>',
    '<!DOCTYPE html>',
    '<!doctype HTML PUBLIC "-//W3C//DTD">',
  ],
  ...[' ', '\n', '\t', '\r', '\f', '\u000b', '\u00a0', '=', '"', "'", ' = ', '`', '\0', '\u001c', '\u000f'],
  ...[
    '<p>',
    '</p>',
    '<P CLASS=a>',
    '<br>',
    '</br>',
    '<br/>',
    '<hr />',
    '<div>',
    '</div>',
    '</div >',
    '</div\n x="1">',
    '<div/>',
    '<ul>',
    '<li>',
    '</li>',
    '</ul>',
    '<table>',
    '<tr>',
    '<td>',
    '<th>',
    '<tbody>',
    '</table>',
    '</tr>',
    '<dl><dt>',
    '<dd>',
    '<option>',
    '<select>',
    '<input>',
    '<optgroup>',
    '<textarea>',
    '</textarea>',
    '<button>',
    '<h1>',
    '</h1>',
    '<form>',
    '<body>',
    '<head>',
    '<link>',
    '<html>',
    '<ruby><rt>',
    '<rp>',
  ],
  ...[
    '<a href="x">',
    '<a href=x>',
    "<a href='x y'>",
    '<a href = "x" href=z disabled>',
    '<a b>',
    '<a =b>',
    '<a b=>',
    '<a b= >',
    '<a "x">',
    '<a/b>',
    '<a / b>',
    '<a b=c/>',
    '<a b="c"d>',
    '</a>',
    '<a ',
    '<a b',
    '<a b=',
    '<a b="',
    '<a b="c',
    '<a constructor=1 __proto__=2 toString>',
    '<A HREF="Y" Href=z ONCLICK=f()>',
    '<img src=a><img src=b />',
  ],
  ...[
    '<script>',
    '</script>',
    '</script >',
    '</script/>',
    '</scrip',
    '<script src=x>',
    '<script/>',
    '<style>',
    '</style>',
    '<STYLE>',
    '</STYLE>',
    '<title>',
    '</title>',
    '</TITLE\n>',
    '<xmp>',
    '</xmp>',
    '<tmp>',
    '<xitle>',
    '<xextarea>',
    '<scr',
    '<s',
    '<t',
    '<x',
    '<ti',
    '<script',
    '<title',
    'if(a<b&&c>d)',
    'document.write("<p>")',
    '</',
    '<</script>',
    '<!--</script>-->',
  ],
  ...[
    '<svg>',
    '</svg>',
    '<svg/>',
    '<path d="M0"/>',
    '<math>',
    '<mi>',
    '</mi>',
    '<foreignObject>',
    '</foreignObject>',
    '<desc/>',
  ],
  ...[
    '&',
    '&amp;',
    '&amp',
    '&nbsp;',
    '&nbsp',
    '&lt;',
    '&lt',
    '&quot;',
    '&#39;',
    '&#x27;',
    '&#8220;',
    '&#128;',
    '&#0;',
    '&#xD800;',
    '&#1114112;',
    '&#99999999999;',
    '&#',
    '&#x',
    '&#;',
    '&#12',
    '&copy;',
    '&copy',
    '&copy=1',
    '&copyx',
    '&not',
    '&notin;',
    '&notit;',
    '&hellip;',
    '&Aacute;',
    '&ngE;',
    '&unknown;',
    '&a',
    '&id=3',
    '&&',
    '&&amp;',
    '&amp;amp;',
    '&;',
    '& ',
    '&times',
    '&sect=2',
    '&region=5',
    '&lt=',
    ';',
    '#',
    '&zwj;',
    '&CounterClockwiseContourIntegral;',
    '&frac12',
    '&frac1',
  ],
  ...[
    '汉字',
    '示例市人民政府',
    'text',
    'a',
    '1',
    '😀',
    '\ud800',
    'İ',
    'K',
    '<İ>',
    '</İ>',
    '<aK b>',
    '<a-b:c.d>',
    '</a-b:c.d>',
    '<1>',
    '</1>',
    '</ >',
    '</>',
    '< a>',
    '<o:p>',
    '</o:p>',
    '<?xml version="1.0"?>',
  ],
];
const markup = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((list) => list.join(''));

describe('解析网页: the tree is that of htmlparser2', () => {
  test.each(pieces.map((p) => [p]))('%j at the end and before more', (piece) => {
    for (const html of [
      piece,
      `x${piece}`,
      `<p>${piece}`,
      `${piece}x`,
      `${piece} x="1">y<b>z`,
      `<p a="${piece}">z`,
      `<p a='${piece}'>z`,
      `<p a=${piece}>z`,
      `<title>${piece}</title>z`,
      `<title>${piece}`,
      `<script>${piece}</script>z`,
      `<script>${piece}`,
      `<!--${piece}-->z`,
      `<!${piece}>z`,
      `<svg>${piece}z</svg>`,
    ])
      compare(html);
  });

  test('anything put together from such pieces', () => {
    fc.assert(fc.property(markup, compare), { numRuns: 30_000, seed: 20_261_122 });
  });

  test('a page cut anywhere', () => {
    const page =
      '<!DOCTYPE html><html><head><meta charset="utf-8"><title>示例 &amp; 县</title><script>if(a<b){}</script></head><body class=x><!-- c --><p>一<br/>二 &nbsp;&copy;&lt<a href="a?b=1&c=2">三</a ><![CDATA[x]]><?php x?><textarea>&amp;</textarea></p></body></html>';
    for (let i = 0; i <= page.length; i++) {
      compare(page.slice(0, i));
      compare(page.slice(i));
    }
  });

  test('deeper than browsers go: siblings', () => {
    for (const n of [510, 511, 512, 513, 600]) {
      compare(`${'<b>x'.repeat(n)}<i>y</i>z<br>w${'</b>v'.repeat(n)}u`);
      compare(`${'<div><p>'.repeat(n)}<img>x${'</div>'.repeat(n)}y`);
      compare(`${'<b>'.repeat(n)}${'</i></b>'.repeat(n)}x</b>y`);
    }
  });

  test('many open elements and closing tags of others take no long time', () => {
    // 8,000 open elements times 100,000 searches would be noticed.
    const html = `${'<b>'.repeat(7_900)}${'</i>'.repeat(100_000)}`;
    expect(parsePage(html)).not.toBeNull();
  });

  test('markup bombs are no page', () => {
    expect(parsePage('<b>'.repeat(9_000))).toBeNull();
    expect(parsePage('<br>'.repeat(500_001))).toBeNull();
    expect(parsePage('<b>'.repeat(8_000))).not.toBeNull();
  });
});

const corpus = corpusDir();
describe.skipIf(corpus === null)('解析网页: real pages', () => {
  test('give the same tree, whole and cut', () => {
    let pages = 0;
    let nodes = 0;
    for (const entry of readLabels(corpus ?? '').entries) {
      const bytes = isMarkup(entry) ? bytesOf(corpus ?? '', entry) : null;
      if (bytes === null) continue;
      const html = decodeHtml(bytes, null).text;
      const [ours, theirs] = [parsePage(html), libraryTree(html)];
      const text = dump(theirs);
      expect(ours === null ? '' : dump(ours) === text, entry.file).toBe(true);
      pages++;
      nodes += text.split('\n').length;
      for (const part of [0.13, 0.5, 0.77]) {
        const cut = html.slice(0, Math.floor(html.length * part));
        expect(dump(parsePage(cut)!) === dump(libraryTree(cut)), `${entry.file} cut at ${part}`).toBe(true);
      }
    }
    console.log(`解析：${pages} 个真实页面，${nodes} 个节点，与 htmlparser2 的结果逐个相同`);
    expect(pages).toBeGreaterThan(300);
  });
});
