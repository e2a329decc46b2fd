import { expect, test } from 'vitest';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { publishDateProbe } from '#probes/page/publish-date.ts';
import { pageOf } from '../../../harness/pages.ts';

/** Each would take minutes if anything in the probes grew with the square of the page; the time limit of the test is the bound. */
test.each<[string, string]>([
  ['许多日期', `<p>${'2026-01-02 '.repeat(60_000)}</p>`],
  ['许多行', `<ul>${'<li><a href="/a/1001.html">示例标题示例标题</a><span>2026-01-02</span></li>'.repeat(8_000)}</ul>`],
  ['很深的行', `<ul>${'<li><a href="/a/1001.html">示例标题示例标题</a><span>2026-01-02'.repeat(3_000)}`],
  ['没有结束的数据段', `<script type="text/xml"><datastore>${'<![CDATA['.repeat(60_000)}</script>`],
  ['没有结束的写语句', `<script>${"document.write('<a href=".repeat(2_000)}</script>`.repeat(20)],
  ['许多标签', `<h1>示例标题</h1>${'<div>发布时间：</div>'.repeat(30_000)}`],
  [
    '许多空元素',
    `<h1>示例标题</h1>${'<span id="pubtime"></span>'.repeat(30_000)}<script>${'#pubtim '.repeat(50_000)}</script>`,
  ],
  ['接口字样', `<ul id="x"></ul><script>${'SID: '.repeat(60_000)}${'{{ a '.repeat(30_000)}</script>`],
  ['很大的表格', `<table><tr>${'<td>2026-01-02</td>'.repeat(20_000)}</tr></table>`],
  ['很长的标题', `<title>${'示例'.repeat(200_000)}</title>${'<h1>示例示例示例</h1>'.repeat(5_000)}`],
])('%s', { timeout: 20_000 }, (_, html) => {
  const page = pageOf(`<html><body>${html}</body></html>`, { role: 'list' });
  expect(publishDateProbe.read(page, '2026-09-10').status).toMatch(/observed/);
  const listed = datedItemsProbe.read(page, '2026-09-10');
  expect(listed.status === 'observed' && listed.value.items.length <= 1_000).toBe(true);
});
