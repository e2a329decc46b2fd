import { expect, test } from 'vitest';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { readInline, readListAnswer } from '#probes/page/script-lists/answer.ts';
import { readFields } from '#probes/page/script-lists/literal.ts';
import { nextPagesOf } from '#probes/page/script-lists/paging.ts';
import { listRequest, listSourcesOf } from '#probes/page/script-lists/sources.ts';
import type { ListSource } from '#probes/page/script-lists/types.ts';
import { pageOf } from '../../../harness/pages.ts';

const today = '2026-09-10';

/** Each would take minutes, or the stack, if anything grew with the square or the depth of what a site sends; the time limit is the bound. */
test.each<[string, string]>([
  ['许多 jpage 调用', `<script>${".jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp',".repeat(8_000)}</script>`],
  ['没有结束的对象', `<script>${'webId:{a:{'.repeat(30_000)} /front/page/build/unit</script>`],
  ['没有结束的引号', `<script>${'"getgovinfolist'.repeat(20_000)}</script>`],
  ['没有结束的拼接', `<script>${"'/module/xxgk/search.jsp?a='+".repeat(12_000)}</script>`],
  ['很深的括号', `<script>getMessage.do columnId:${'('.repeat(300_000)}</script>`],
  ['很多分页调用', `<script>${'createPageHTML(9, 0, "index", "html"'.repeat(10_000)}</script>`],
  ['很长的编码', `<div id="pages">${'QUJD'.repeat(90_000)}</div><script>atob(pages)</script>`],
  ['许多编码', `<script>${"atob('PGE+QUJDREVGR0hJSktMTU5P');".repeat(10_000)}</script>`],
  ['许多框架', '<iframe src="/a.html"></iframe>'.repeat(20_000)],
  ['许多下一页', `<p>${'<a href="?page=2">下一页</a>'.repeat(20_000)}</p>`],
  [
    '很深的片段',
    `<script type="text/xml"><datastore><record><![CDATA[${'<b>'.repeat(120_000)}]]></record></datastore></script>`,
  ],
  ['接口字样', `<script>${'gkmlpt SID categorynum: '.repeat(15_000)}</script>`],
])('页面：%s', { timeout: 20_000 }, (_, html) => {
  const page = pageOf(`<html><body>${html}</body></html>`, { role: 'list' });
  const sources = listSourcesOf(page);
  expect(sources.length).toBeLessThanOrEqual(60);
  for (const s of sources) {
    const request = listRequest(s, 1);
    if (request !== null) expect(new URL(request.url).host).toBe('www.shili.gov.cn');
    readInline(s, today);
  }
  expect(nextPagesOf(page).urls.length).toBeLessThanOrEqual(5);
  expect(datedItemsProbe.read(page, today).status).toBe('observed');
});

const sourceOf = (family: ListSource['family']): ListSource => ({
  family,
  label: '',
  covers: '',
  page: 'https://www.shili.gov.cn/tzgg/',
  url: 'https://www.shili.gov.cn/api',
  params: {},
  perPage: 15,
  speech: { first: 0, form: false, wrapped: false, index: 'pageIndex', size: 'pageSize' },
  complete: true,
  carried: 0,
  column: null,
  script: -1,
});

const rows = '<li><a href="/a/1001.html">示例标题示例标题示例</a><span>2026-01-02</span></li>';
const answers: [string, string][] = [
  ['很深的 JSON', `${'[{"data":'.repeat(200_000)}`],
  ['很深而完整的 JSON', `${'[{"data":'.repeat(20_000)}[]${'}]'.repeat(20_000)}`],
  ['很宽的 JSON', JSON.stringify({ data: Array.from({ length: 60_000 }, (_, i) => ({ x: i })), total: 0 })],
  ['套了很多层的文本 JSON', JSON.stringify({ a: JSON.stringify({ a: JSON.stringify({ data: [] }) }) }).repeat(1)],
  ['许多没有结束的数据段', `<datastore>${'<record><![CDATA['.repeat(80_000)}`],
  [
    '许多条目',
    `<datastore><recordset>${`<record><![CDATA[${rows}]]></record>`.repeat(10_000)}</recordset></datastore>`,
  ],
  ['很深的片段', JSON.stringify({ success: true, data: { html: '<div>'.repeat(150_000) } })],
  ['许多括号', `cb(${'('.repeat(400_000)}`],
  ['许多标签开头', '<'.repeat(500_000)],
  ['许多空白', ' '.repeat(1_000_000)],
];
test.each(answers)('答复：%s', { timeout: 30_000 }, (_, text) => {
  for (const family of ['jpage', 'jpaas', 'xxgk', 'truecms', 'ewb', 'gkmlpt', 'frame'] as const) {
    const source = sourceOf(family);
    const answer = readListAnswer(
      source,
      { status: 200, contentType: '', text, url: 'https://www.shili.gov.cn/api' },
      today,
    );
    expect(answer.status, family).not.toBe('empty');
    if (answer.status === 'rows') expect(answer.rows.length).toBeLessThanOrEqual(500);
  }
});

test('字面量只读不执行，名称不会碰到原型', () => {
  const read = readFields('{__proto__:{polluted:"1"},constructor:"x",a:alert(1),b:"2",c:`3`,d:1+1,e:-7.5,f:true,}', 0);
  expect(read?.fields.b).toBe('2');
  expect(read?.fields.e).toBe('-7.5');
  expect(read?.fields.f).toBe('true');
  for (const name of ['a', 'c', 'd']) expect(read?.fields[name]).toBeUndefined();
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
  expect(readFields('{a:{b:', 0)).toBeNull();
  expect(readFields('x', 0)).toBeNull();
});
