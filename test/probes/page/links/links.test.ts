import { describe, expect, test } from 'vitest';
import { type LinkRef, linksOf, redirectOf } from '#probes/page/links.ts';
import { pageOf } from '../../../harness/pages.ts';

const at = 'https://www.shili.gov.cn/zwgk/index.html';
const page = (body: string, head = '') =>
  pageOf(`<!DOCTYPE html><html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`, { url: at });
const only = (body: string, head = ''): Partial<LinkRef> | undefined => {
  const links = linksOf(page(body, head));
  expect(links.length).toBeLessThanOrEqual(1);
  return links[0];
};

/** Why, markup of the body, what the one link must be (undefined: no link). */
const cases: [string, string, Partial<LinkRef> | undefined][] = [
  [
    '相对地址',
    '<a href="a.html">通知</a>',
    {
      url: 'https://www.shili.gov.cn/zwgk/a.html',
      kind: 'page',
      text: '通知',
      tag: 'a',
      attr: 'href',
      raw: 'a.html',
      fragment: '',
    },
  ],
  ['上级目录', '<a href="../b/">x</a>', { url: 'https://www.shili.gov.cn/b/' }],
  ['超出根目录的上级', '<a href="../../../b/">x</a>', { url: 'https://www.shili.gov.cn/b/' }],
  ['根目录地址', '<a href="/b/c.shtml">x</a>', { url: 'https://www.shili.gov.cn/b/c.shtml' }],
  ['只有查询串', '<a href="?page=2">x</a>', { url: 'https://www.shili.gov.cn/zwgk/index.html?page=2' }],
  ['只有片段', '<a href="#top">x</a>', { url: at, fragment: 'top', raw: '#top' }],
  ['空地址是本页', '<a href="">x</a>', { url: at, fragment: '' }],
  ['片段去掉后另存', '<a href="a.html#d2">x</a>', { url: 'https://www.shili.gov.cn/zwgk/a.html', fragment: 'd2' }],
  ['省略协议', '<a href="//m.shili.gov.cn/a">x</a>', { url: 'https://m.shili.gov.cn/a' }],
  ['大写协议和主机', '<a href="HTTP://WWW.Shili.GOV.CN/A">x</a>', { url: 'http://www.shili.gov.cn/A' }],
  ['默认端口', '<a href="http://a.gov.cn:80/x">x</a>', { url: 'http://a.gov.cn/x' }],
  ['首尾空格和中间换行', '<a href="  a\n.html ">x</a>', { url: 'https://www.shili.gov.cn/zwgk/a.html' }],
  [
    '路径里的空格和汉字',
    '<a href="附件 1.docx">x</a>',
    { url: 'https://www.shili.gov.cn/zwgk/%E9%99%84%E4%BB%B6%201.docx', kind: 'attachment' },
  ],
  ['反斜杠', '<a href="\\zwgk\\a.html">x</a>', { url: 'https://www.shili.gov.cn/zwgk/a.html' }],
  ['字符引用', '<a href="a.jsp?x=1&amp;y=2">x</a>', { url: 'https://www.shili.gov.cn/zwgk/a.jsp?x=1&y=2' }],
  ['中文域名', '<a href="http://示例.政务/">x</a>', { url: 'http://xn--fsq092h.xn--zfr164b/' }],
  [
    '用户名密码不带走',
    '<a href="http://u:p@a.gov.cn/x">x</a>',
    { url: 'http://a.gov.cn/x', raw: 'http://u:p@a.gov.cn/x' },
  ],
  ['主机里有空格', '<a href="http://www.shi li.gov.cn/">x</a>', { url: null, problem: 'invalid' }],
  ['没有主机', '<a href="http://">x</a>', { url: null, problem: 'invalid' }],
  ['端口不是数字', '<a href="http://a.gov.cn:80a/">x</a>', { url: null, problem: 'invalid' }],
  ['过长的地址', `<a href="/${'a'.repeat(9000)}">x</a>`, { url: null, problem: 'invalid' }],
  ['javascript', '<a href="javascript:void(0)">x</a>', { url: null, problem: 'unsupported-scheme', kind: 'other' }],
  ['大小写混写的 javascript', '<a href="JavaScript:;">x</a>', { url: null, problem: 'unsupported-scheme' }],
  ['邮件', '<a href="mailto:wz@shili.gov.cn">x</a>', { url: null, problem: 'unsupported-scheme' }],
  ['电话', '<a href="tel:05556012345">x</a>', { url: null, problem: 'unsupported-scheme' }],
  ['data 图片', '<img src="data:image/gif;base64,R0lGODlhAQABAA==">', { url: null, problem: 'unsupported-scheme' }],
  ['作者自己的磁盘', '<a href="file:///C:/Users/x/a.doc">x</a>', { url: null, problem: 'unsupported-scheme' }],
  ['盘符', '<a href="D:\\公文\\a.doc">x</a>', { url: null, problem: 'unsupported-scheme' }],
  [
    'javascript 里的 window.open',
    "<a href=\"javascript:window.open('/a.html','_blank')\">x</a>",
    { url: 'https://www.shili.gov.cn/a.html', attr: 'href' },
  ],
  [
    'onclick 里的 location.href',
    '<td onclick="location.href=\'/b.html\'">栏目</td>',
    { url: 'https://www.shili.gov.cn/b.html', tag: 'td', attr: 'onclick', text: '栏目' },
  ],
  [
    'onclick 里的 window.location.replace',
    '<div onclick="window.location.replace(&quot;c.html&quot;)">x</div>',
    { url: 'https://www.shili.gov.cn/zwgk/c.html' },
  ],
  ['拼接出来的目标不知道', '<div onclick="window.open(\'/show.jsp?id=\'+id)">x</div>', undefined],
  ['比较不是赋值', '<div onclick="if (location.href == \'/x\') f()">x</div>', undefined],
  [
    '图片',
    '<img src="/i/a.png" alt="示例图">',
    { url: 'https://www.shili.gov.cn/i/a.png', kind: 'image', text: '示例图' },
  ],
  ['没有地址的图片', '<img src="" alt="x">', undefined],
  ['图片按钮', '<input type="image" src="s.gif">', { kind: 'image', tag: 'input' }],
  ['单元格背景', '<table><tr><td background="bg.jpg"></td></tr></table>', { kind: 'image', attr: 'background' }],
  [
    '样式属性里的背景',
    '<div style="background:url( \'/i/b.jpg\' ) no-repeat"></div>',
    { url: 'https://www.shili.gov.cn/i/b.jpg', kind: 'image', attr: 'style' },
  ],
  ['脚本', '<script src="/js/a.js"></script>', { kind: 'script', text: '' }],
  ['内嵌框架', '<iframe src="list.html"></iframe>', { kind: 'frame', url: 'https://www.shili.gov.cn/zwgk/list.html' }],
  ['表单', '<form action="/search"></form>', { kind: 'form', url: 'https://www.shili.gov.cn/search' }],
  ['视频', '<video src="a.mp4"></video>', { kind: 'media' }],
  ['视频来源', '<source src="a.webm">', { kind: 'media' }],
  ['对象', '<object data="a.pdf"></object>', { kind: 'media' }],
  ['嵌入', '<embed src="a.swf">', { kind: 'media' }],
  ['热区', '<map><area href="/m1/" shape="rect"></map>', { tag: 'area', url: 'https://www.shili.gov.cn/m1/' }],
  ['附件', '<a href="/P0201.PDF?v=1">附件</a>', { kind: 'attachment' }],
  ['下载属性', '<a href="/down?id=1" download>附件</a>', { kind: 'attachment' }],
  ['链接到视频文件', '<a href="/v/1.mp4">视频</a>', { kind: 'media' }],
  ['主机以文件后缀结尾不是附件', '<a href="http://www.shili.zip">x</a>', { kind: 'page' }],
  ['图片链接的文字取自图片', '<a href="/a/"><img alt="专题" style="display:none"></a>', { text: '专题' }],
  ['链接的文字取自 title', '<a href="/a/" title="更多"></a>', { text: '更多' }],
  ['隐藏的链接也是链接', '<div style="display:none"><a href="/a/">x</a></div>', { url: 'https://www.shili.gov.cn/a/' }],
  ['没有地址的锚点', '<a name="top">x</a>', undefined],
  ['注释里的链接', '<!-- <a href="/a/">x</a> -->', undefined],
  ['脚本文字里的链接', '<script>document.write("<a href=\'/a/\'>x</a>")</script>', undefined],
  ['noscript 里的链接', '<noscript><a href="/a/">x</a><iframe src="*.html"></iframe></noscript>', undefined],
  ['template 里的链接', '<template><a href="/a/">x</a></template>', undefined],
  [
    '下拉框里的网站',
    '<select onchange="window.open(this.value)"><option value="http://fgw.shili.gov.cn/">发改委</option></select>',
    { url: 'http://fgw.shili.gov.cn/', tag: 'option', text: '发改委' },
  ],
  ['下拉框里的普通选项', '<select><option value="//1">一</option></select>', undefined],
];

describe('页面链接', () => {
  test.each(cases)('%s', (_, body, expected) => {
    // The image inside a link is not counted here: it has no source.
    const found = only(body);
    if (expected === undefined) expect(found).toBeUndefined();
    else {
      expect(found).toMatchObject(expected);
      expect(found?.problem).toBe(expected.problem);
    }
  });

  const heads: [string, string, Partial<LinkRef> | undefined][] = [
    ['样式表', '<link rel="StyleSheet" href="/c/a.css">', { kind: 'style' }],
    ['图标', '<link rel="shortcut icon" href="/favicon.ico">', { kind: 'image' }],
    ['域名预解析不是链接', '<link rel="dns-prefetch" href="//static.example.com">', undefined],
    [
      '样式文字里的背景',
      '<style>/* url(no.png) */ .a{background:url(/i/c.png)}</style>',
      { url: 'https://www.shili.gov.cn/i/c.png', kind: 'image', tag: 'style' },
    ],
    [
      '样式文字里的引入',
      '<style>@import "b.css";</style>',
      { url: 'https://www.shili.gov.cn/zwgk/b.css', kind: 'style' },
    ],
    [
      '跳转',
      '<meta http-equiv="Refresh" content="0; URL=\'./dwzn/\'">',
      { url: 'https://www.shili.gov.cn/zwgk/dwzn/', tag: 'meta', kind: 'page' },
    ],
    ['定时刷新自己', '<meta http-equiv="refresh" content="300">', undefined],
  ];
  test.each(heads)('head 里的%s', (_, head, expected) => {
    const found = only('', head);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  test('base 改变相对地址的起点，第一个有 href 的算', () => {
    const head = '<base target="_blank"><base href="/site2/x/"><base href="/site3/">';
    expect(only('<a href="a.html">x</a>', head)).toMatchObject({ url: 'https://www.shili.gov.cn/site2/x/a.html' });
    expect(only('<a href="a.html">x</a>', '<base href="ftp://x/">')).toMatchObject({
      url: 'https://www.shili.gov.cn/zwgk/a.html',
    });
  });

  test('srcset 的每个候选', () => {
    const urls = linksOf(page('<img srcset="a.png 1x, /b,c.png 2x">')).map((l) => l.url);
    expect(urls).toEqual(['https://www.shili.gov.cn/zwgk/a.png', 'https://www.shili.gov.cn/b,c.png']);
  });

  test('框架页', () => {
    const frames = pageOf('<html><frameset cols="20%,*"><frame src="l.htm"><frame src="r.htm"></frameset></html>', {
      url: at,
    });
    expect(linksOf(frames).map((l) => [l.kind, l.raw])).toEqual([
      ['frame', 'l.htm'],
      ['frame', 'r.htm'],
    ]);
  });

  test('没有闭合的链接：文字到下一个链接为止', () => {
    const links = linksOf(page('<a href="/1">甲<a href="/2">乙<a href="/3">丙'));
    expect(links.map((l) => l.text)).toEqual(['甲', '乙', '丙']);
  });

  test('位置：选择器、行、列', () => {
    const p = pageOf('<html>\n<body>\n<ul id="l"><li>x</li>\n  <li><a href="/b">乙</a></li></ul>', { url: at });
    expect(linksOf(p)[0]?.place).toEqual({ selector: '#l > li:nth-of-type(2) > a', line: 4, column: 7 });
  });

  test('GBK 页面的查询串按 GBK 编码，路径按 UTF-8', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('<meta charset="gbk"><p>')]);
    // 公告通知公告通知 and 搜 in GBK, written as bytes.
    const gbk = [0xb9, 0xab, 0xb8, 0xe6, 0xcd, 0xa8, 0xd6, 0xaa];
    const link = [
      ...new TextEncoder().encode('<a href="/'),
      0xcb,
      0xd1,
      ...new TextEncoder().encode('?q='),
      ...gbk.slice(0, 4),
      ...new TextEncoder().encode('&amp;e=%26#'),
      0xcb,
      0xd1,
      ...new TextEncoder().encode('">x</a>'),
    ];
    const p = pageOf(new Uint8Array([...bytes, ...gbk, ...gbk, ...gbk, ...link]), { url: at });
    expect(p.charset.used).toBe('gb18030');
    expect(linksOf(p)[0]).toMatchObject({
      url: 'https://www.shili.gov.cn/%E6%90%9C?q=%B9%AB%B8%E6&e=%26',
      fragment: '%E6%90%9C',
    });
  });

  test('GBK 里没有的字按字符引用发送', () => {
    const head = new TextEncoder().encode('<meta charset="gbk"><p>');
    const gbk = [0xb9, 0xab, 0xb8, 0xe6, 0xcd, 0xa8, 0xd6, 0xaa];
    const p = pageOf(new Uint8Array([...head, ...gbk, ...new TextEncoder().encode('<a href="?q=&#128512;">x</a>')]), {
      url: at,
    });
    expect(linksOf(p)[0]?.url).toBe('https://www.shili.gov.cn/zwgk/index.html?q=%26%23128512%3B');
  });

  test('链接过多时有上限', () => {
    expect(linksOf(page('<a href=/a>x</a>'.repeat(20_500))).length).toBe(20_000);
  });
});

describe('跳转桩页', () => {
  test('meta refresh', () => {
    expect(redirectOf(page('', '<meta http-equiv="refresh" content="0;url=./a/">'))?.url).toBe(
      'https://www.shili.gov.cn/zwgk/a/',
    );
  });
  test('脚本跳转', () => {
    expect(redirectOf(page('<script>window.location.href="/b/";</script>'))?.url).toBe('https://www.shili.gov.cn/b/');
  });
  test('有正文的页面里，脚本里的跳转不是页面的去处', () => {
    expect(
      redirectOf(page(`<p>${'正文'.repeat(60)}</p><script>function f(){location.href="/b/"}</script>`)),
    ).toBeNull();
  });
  test('目标是拼出来的，不猜', () => {
    expect(redirectOf(page('<script>location.href="/b/"+x;</script>'))).toBeNull();
  });
});
