import { selectAll } from 'css-select';
import type { AnyNode, Element } from 'domhandler';
import { describe, expect, test } from 'vitest';
import { parsePage } from '#crawlers/page/parse.ts';
import { type SnapshotInput, snapshotOf } from '#crawlers/page/snapshot.ts';
import { footerMarksProbe } from '#probes/page/footer-marks.ts';
import { linksOf } from '#probes/page/links.ts';
import { cssPath, lineColumn, locateText } from '#probes/page/locate.ts';
import { suspectLinksProbe } from '#probes/page/suspect-links.ts';
import { pageIndex, textOf } from '#probes/page/text.ts';
import { pageOf } from '../../harness/pages.ts';

const url = 'https://www.shili.gov.cn/';
const snapshot = (body: string | Uint8Array, type: string | null, more: Partial<SnapshotInput['exchange']> = {}) =>
  snapshotOf({
    exchange: {
      requestedUrl: url,
      finalUrl: `${url}index.html`,
      status: 200,
      startedAt: '2026-09-10T02:00:00.000Z',
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
      hops: [{ url, method: 'GET', headers: type === null ? [] : [['CONTENT-TYPE', type]], phases: { end: 1 } }],
      ...more,
    },
    role: 'home',
    sha256: '0'.repeat(64),
  });

describe('网页快照', () => {
  test('把一次访问变成快照', () => {
    const page = snapshot('<html><body><p>公告</p></body></html>', 'text/html; charset=utf-8');
    expect(page).toMatchObject({
      url: `${url}index.html`,
      requestedUrl: url,
      status: 200,
      role: 'home',
      rendered: false,
      scripts: [],
    });
    expect('cut' in page).toBe(false);
  });
  test('没有收全的页面说明原因', () => {
    expect(snapshot('<p>a</p>', 'text/html', { bodyComplete: false, bodyCut: 'bytes' })).toMatchObject({
      cut: '页面没有收全：超过字节上限',
    });
  });

  const notPages: [string, string | Uint8Array, string | null, string][] = [
    ['空响应', '', 'text/html', '响应内容为空'],
    ['PDF 说成网页', '%PDF-1.7 …', 'text/html', '内容是 PDF 文件，不是网页'],
    ['图片', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg', '内容是 JPEG 文件，不是网页'],
    ['JSON', '{"a":1}', 'application/json', '内容不是网页（application/json）'],
    ['JSON 说成网页', ' {"code":404,"msg":"无权限"}', 'text/html', '内容是数据（JSON），不是网页'],
    ['样式表', 'a{}', 'text/css', '内容不是网页（text/css）'],
    ['没有类型的文字', '你好', null, '内容不是网页（没有声明类型）'],
    ['订阅源', '<?xml version="1.0"?><rss></rss>', 'text/xml', '内容不是网页（text/xml）'],
  ];
  test.each(notPages)('不是网页：%s', (_, body, type, why) => {
    expect(snapshot(body, type)).toEqual({ notPage: why });
  });
  test.each([
    ['没有类型的 HTML', '<!DOCTYPE html><p>x', null],
    ['说成纯文本的 HTML', '<html><p>x', 'text/plain'],
    ['XHTML', '<html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>', 'application/xhtml+xml'],
    ['带包装行的 JSP', '<%@ page language="java" pageEncoding="UTF-8"%>\n<!DOCTYPE html><p>x', null],
    ['以大括号开头但有标签', '{{title}} <p>x</p>', 'text/html'],
  ])('是网页：%s', (_, body, type) => {
    expect(snapshot(body, type)).toHaveProperty('document');
  });
});

describe('恶意页面', () => {
  const depth = (node: AnyNode): number => ('children' in node ? 1 + Math.max(0, ...node.children.map(depth)) : 0);
  test('嵌套过深：浏览器的做法，超出的成为兄弟，链接还在', () => {
    const page = pageOf(`${'<div>'.repeat(3000)}<a href="/a">x</a>${'</div>'.repeat(3000)}<p>后</p>`);
    expect(depth(page.document)).toBeLessThanOrEqual(515);
    expect(linksOf(page)).toHaveLength(1);
    expect(pageIndex(page.document).visible.text).toContain('后');
  });
  test.each([
    ['嵌套炸弹', '<div>'.repeat(200_000)],
    ['不配对的结束标签', '<div>'.repeat(100_000) + '</b>'.repeat(100_000)],
    ['节点炸弹', '<a>x'.repeat(400_000)],
  ])('%s：不当作网页', (_, html) => {
    expect(parsePage(html)).toBeNull();
    expect(snapshot(html, 'text/html')).toEqual({ notPage: '页面结构异常（嵌套过深或节点过多），未解析' });
  });
  const nasty: [string, string][] = [
    ['没有闭合的注释', '<p>a</p><!-- '.repeat(500)],
    ['没有闭合的脚本', `<script>document.write('ICP备${'"'.repeat(5000)}`],
    ['很长的属性', `<a href="${'a?'.repeat(100_000)}">x</a>`],
    ['很多样式规则', `<style>${'.a{'.repeat(20_000)}</style>`],
    ['很多主办', `<p>${'主办单位：'.repeat(20_000)}</p>`],
    ['很多备案号', `<p>${'京ICP备12345678号 '.repeat(10_000)}</p>`],
    ['很长的数字', `<p>标识码${'1'.repeat(200_000)}</p>`],
    ['很多空格', `<p>主办${' \u3000'.repeat(100_000)}单位</p>`],
    ['很多引号', `<script>${'\'"`\\'.repeat(30_000)} ICP</script>`],
    ['很多斜杠', `<script>ICP ${'(/['.repeat(50_000)}</script>`],
    ['很多百分号', `<script>var a="conac %3C${'%'.repeat(100_000)}";</script>`],
    ['嵌套的链接', '<a href="http://a.example.com/">'.repeat(5_000)],
    ['很多兄弟', `<ul>${'<li><a href=/a>x</a></li>'.repeat(15_000)}</ul>`],
    ['很长的正文字串', `<p>${'字'.repeat(300_000)}主办</p>`],
    ['连着的电话', `<div class="footer">${'0555-'.repeat(40_000)}</div>`],
    ['连着的邮箱', `<div class="footer">${'a.'.repeat(50_000)}@${'a-.'.repeat(50_000)}</div>`],
  ];
  test.each(nasty)('不抛错，也不拖延：%s', (_, html) => {
    const page = pageOf(`<html><body>${html}`);
    expect(footerMarksProbe.read(page, '2026-09-10').status).toBe('observed');
    expect(suspectLinksProbe.read(page, '2026-09-10').status).toBe('observed');
    expect(Array.isArray(linksOf(page))).toBe(true);
  });
});

describe('位置', () => {
  const html = `<html><body>
<div id="a"><p>一</p><p>二 <b>三</b></p></div>
<div class="list main"><ul><li>x</li><li>y</li></ul></div>
<div class="list"><ul><li>z</li></ul><table><tr><td>1</td><td>2</td></tr></table></div>
<div id="双"><span id="dup"></span><span id="dup"></span></div>
</body></html>`;
  const page = pageOf(html);
  test('CSS 路径只选中它自己，并从最近的唯一名字写起', () => {
    const { elements } = pageIndex(page.document);
    for (const e of elements) expect(selectAll<AnyNode, Element>(cssPath(page, e), page.document)).toEqual([e]);
    const path = (index: number, name: string) => cssPath(page, elements.filter((e) => e.name === name)[index]!);
    expect(path(1, 'p')).toBe('#a > p:nth-of-type(2)');
    expect(path(1, 'li')).toBe('div.main > ul > li:nth-of-type(2)');
    expect(path(1, 'td')).toBe('body > div:nth-of-type(3) > table > tr > td:nth-of-type(2)');
  });
  test('兄弟很多时同样唯一', () => {
    const many = pageOf(`<ul>${'<li>x</li><!-- --><p>y</p>'.repeat(120)}</ul>`);
    const { elements } = pageIndex(many.document);
    const paths = new Set(elements.map((e) => cssPath(many, e)));
    expect(paths.size).toBe(elements.length);
    expect(selectAll<AnyNode, Element>(cssPath(many, elements.at(-1)!), many.document)).toEqual([elements.at(-1)]);
  });
  test('行列从 1 起', () => {
    expect(lineColumn(page, 0)).toEqual({ line: 1, column: 1 });
    expect(lineColumn(page, html.indexOf('<p>二'))).toEqual({ line: 2, column: 21 });
  });
  test('文字的位置指到字上，跨标签的文字也找得到', () => {
    const { visible } = pageIndex(page.document);
    const at = visible.text.indexOf('二');
    expect(locateText(page, visible, at, at + 3)).toEqual({
      selector: '#a > p:nth-of-type(2)',
      line: 2,
      column: 24,
      text: '二 三',
    });
  });
});

describe('可见文字', () => {
  const text = (body: string) =>
    pageIndex(pageOf(`<html><head><title>题</title></head><body>${body}</body></html>`).document);
  test.each([
    ['行内标签不断开', '京<span>ICP</span>备', '京ICP备'],
    ['块和换行断开', '<p>一</p><p>二<br>三</p>', '一\n二\n三'],
    ['空白合并', 'a &nbsp;\u3000\n b', 'a b'],
    ['不显示的不算', 'a<script>b</script><style>c</style><noscript>d</noscript><!--e--><textarea>f</textarea>g', 'ag'],
  ])('%s', (_, body, expected) => {
    expect(text(body).visible.text.trimEnd()).toBe(expected);
  });
  test('隐藏的文字另放', () => {
    const index = text('<p>显</p><div style="color:red; display: none">隐<p hidden>藏</p></div>');
    expect(index.visible.text.trim()).toBe('显');
    expect(index.hidden.text.trim()).toBe('隐\n藏');
  });
  test('子树的文字有上限', () => {
    const page = pageOf(`<p>${'字'.repeat(500)}</p>`);
    expect(textOf(page.document, 10)).toBe('字'.repeat(10));
  });
});
