import { expect, test } from 'vitest';
import { printedBy, UNREAD } from '#probes/page/dates/script-print.ts';

test.each<[string, string | null]>([
  ["var d='2026年07月06日'; if(d!=''){document.write(d);}", '2026年07月06日'],
  ['var d="2026-07-06 10:00";document.write("<b>"+d.substring(0,10)+"</b>")', '<b>2026-07-06</b>'],
  ['var d="2026-07-06 10:00";document.writeln(d.substr(0, 4))', '2026'],
  ["document.write('发布时间：' + fmt(1751760000))", `发布时间：${UNREAD}`],
  ["document.write(year() + '年' + (m + 1) + '月')", `${UNREAD}年月`],
  ["var a='x\\'y';document.write(a)", "x'y"],
  ["var a='\\u53d1\\u5e03';document.write(a)", '发布'],
  ["var a='2026';", null],
  ["document.title='2026-07-06'", null],
  ["document.write('')", null],
])('%s', (script, text) => {
  expect(printedBy(script)?.text ?? null).toBe(text);
});

test('敌意脚本不会拖垮', () => {
  for (const piece of ['document.write(', "var a='", 'a="\\', 'document.write("a"+', '((((', 'x.y.z.']) {
    const out = printedBy(piece.repeat(50_000 / piece.length));
    expect(out === null || out.text.length <= 200_000).toBe(true);
  }
});
