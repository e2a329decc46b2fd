import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenLinksOf } from '#reports/model/broken-links.ts';
import { brokenLinksCsv, csvCell } from '#reports/text/broken-links-csv.ts';
import { home } from '../indicators/build.ts';
import { input, mixed, nxdomain, parent, row } from './links.samples.ts';

/** A strict reader of RFC 4180: throws where a spreadsheet would guess. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] !== '"') throw new Error(`cell not quoted at ${at}`);
    let cell = '';
    for (at += 1; ; at += 1) {
      if (at >= text.length) throw new Error('open quote');
      if (text[at] !== '"') cell += text[at];
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else break;
    }
    cells.push(cell);
    at += 1;
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      rows.push(cells);
      cells = [];
      at += 2;
    } else throw new Error(`neither comma nor CRLF at ${at}`);
  }
  if (cells.length > 0) throw new Error('last line has no end');
  return rows;
}

const bytesOf = (...args: Parameters<typeof brokenLinksOf>) => brokenLinksCsv(brokenLinksOf(...args));
function table(bytes: Uint8Array): Record<string, string>[] {
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [head = [], ...rows] = read(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  return rows.map((cells) => {
    expect(cells).toHaveLength(head.length);
    return Object.fromEntries(head.map((h, i) => [h, cells[i] ?? '']));
  });
}

test('columns, in Chinese, with a byte order mark and CRLF', () => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(input()));
  expect(text).toBe(
    '\ufeff"条目","处理","目标地址","状态","原因代码","原因","说明","HTTP 状态","跳转到","判定依据","首次发现","打不开的次数","次日复查","本次检查","每次尝试","站内外","引用页","引用页类别","位置选择器","行","列","元素","链接文字","引用处总数","建议","忽略原因","经办人","忽略到期日"\r\n',
  );
});

test('one row for each page that points to a target', () => {
  const rows = table(bytesOf(mixed()));
  const footer = rows.filter((r) => r.目标地址 === `${home}wzdt.html`);
  expect(footer).toHaveLength(50);
  expect(footer[0]).toMatchObject({
    条目: '须修复 1',
    处理: '须修复',
    状态: '打不开',
    原因代码: 'HTTP_404',
    'HTTP 状态': '404',
    首次发现: '2026-11-15',
    打不开的次数: '2',
    次日复查: '仍在',
    站内外: '站内',
    引用页: home,
    引用页类别: '首页',
    位置选择器: '#footer > ul.links > li:nth-of-type(4) > a',
    行: '400',
    列: '9',
    元素: 'a',
    链接文字: '网站地图',
    引用处总数: '1260',
  });
  expect(footer.map((r) => r.引用页)).toContain(`${home}xw/49.html`);
});

test('every target that is not known to open is in it, with what is to be done; mail addresses are not', () => {
  const rows = table(bytesOf(mixed()));
  const fates = new Map(rows.map((r) => [r.目标地址, r.处理]));
  expect(Object.fromEntries(fates)).toMatchObject({
    'http://old.example.com/a': '须修复',
    'https://slow.example.com/x': '待人工核对',
    'https://guarded.example.com/x': '待人工核对',
    'https://tls.example.com/': '有隐患',
    'http://gone.example.org/': '已忽略',
    [`${home}mended.html`]: '上次有、本次已修复',
    [`${home}private/`]: '未检查',
  });
  expect([...fates.keys()].filter((u) => u?.startsWith('mailto:'))).toEqual([]);
  expect(rows.find((r) => r.处理 === '已忽略')).toMatchObject({
    忽略原因: '协办单位网站迁移中，书面说明已备案',
    经办人: '李某',
    忽略到期日: '2026-12-31',
  });
});

test('a target without pages still has its row', () => {
  const rows = table(
    bytesOf(input({ links: [row('http://old.example.com/', 'broken', 'DNS_NXDOMAIN', { ...nxdomain, parents: [] })] })),
  );
  expect(rows).toMatchObject([{ 引用页: '', 行: '', 处理: '须修复' }]);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+86', "'+86"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'=1"],
  ['\r=1', "'=1"],
  ['\r\n  =1', "'=1"],
  ['\u200b=1', "'=1"],
  ['\ufeff=1', "'=1"],
  ['＝1', "'＝1"],
  ['＋1', "'＋1"],
  ['a=1', 'a=1'],
  ['说"明"', '说""明""'],
  ['a,b\nc', 'a,b c'],
  ['', ''],
])('cell %j is written as %j', (text, cell) => expect(csvCell(text)).toBe(`"${cell}"`));

test('no cell is a formula, breaks its row or holds anything unseen, whatever a site wrote', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '"',
      ',',
      "'",
      ' ',
      '\u0000',
      '\u200b',
      '\u202e',
      '\ud800',
      '＝',
      '|cmd',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((p) => p.join(''));
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      const parents = [parent('', { url: a, tag: b, text: c, place: { selector: c } })];
      const rows = table(
        bytesOf(input({ links: [row(a, 'broken', 'SOFT_404', { finalUrl: b, note: c.slice(0, 200), parents })] })),
      );
      expect(rows).toHaveLength(1);
      for (const cell of Object.values(rows[0] ?? {})) {
        expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r]/);
        expect(cell).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\ufeff]/);
        expect(cell.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
