/** Names of elements and attributes that pages use, each one string however often it is met. */
const known =
  'a abbr address area article aside audio b base big blockquote body br button canvas caption center cite code col colgroup dd del dialog dir div dl dt em embed ' +
  'fieldset figcaption figure font footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map ' +
  'marquee menu meta nav noscript object ol optgroup option p param path pre s samp script section select small source span strike strong style sub summary sup ' +
  'svg table tbody td template textarea tfoot th thead time title tr track tt u ucapcontent ul use var video wbr ' +
  'href class id style src target title alt width height border align valign cellpadding cellspacing bgcolor background name content type rel charset media lang ' +
  'http-equiv value colspan rowspan onclick onchange onmouseover onmouseout onload onerror onsubmit onkeydown onfocus onblur action method placeholder size color ' +
  'face frameborder scrolling marginwidth marginheight nowrap hspace vspace hidden checked selected disabled readonly maxlength for rows cols data-src data-id ' +
  'data-title data-url data-href data-value data-type data-index role tabindex aria-label aria-hidden xmlns viewbox d fill allowfullscreen allowtransparency ' +
  'async defer language integrity crossorigin sizes srcset itemprop itemscope property autocomplete accesskey coords shape usemap frag data-original';

const SIZE = 4096;
const table: (string | undefined)[] = new Array(SIZE).fill(undefined);
for (const name of new Set(known.split(' '))) {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) | 0;
  let at = hash & (SIZE - 1);
  while (table[at] !== undefined) at = (at + 1) & (SIZE - 1);
  table[at] = name;
}

/** The known name that is written in lower case between two places of the source, else undefined. `hash`: of its characters, times 31. */
export function nameAt(html: string, start: number, end: number, hash: number): string | undefined {
  let at = hash & (SIZE - 1);
  for (;;) {
    const name = table[at];
    if (name === undefined) return undefined;
    if (name.length === end - start) {
      let i = 0;
      while (i < name.length && html.charCodeAt(start + i) === name.charCodeAt(i)) i++;
      if (i === name.length) return name;
    }
    at = (at + 1) & (SIZE - 1);
  }
}
