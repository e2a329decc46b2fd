import { bytes, html } from '../../../../servers/links.ts';
import { type CaseGroup, main } from './case.ts';
import { article, framed, gbk, home, prose } from './pages.ts';

const zhError = framed('页面不存在', '<h1>抱歉，您访问的页面不存在</h1><p>请检查地址是否正确，或返回首页。</p>');
const errorPlain = (title: string, text: string): string =>
  `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><div>${text}</div></body></html>`;
const gbkError = gbk(
  '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>错误提示</title></head><body><p>对不起，您要查看的信息不存在或已被删除。</p></body></html>',
);
const shell =
  '<!DOCTYPE html><html><head><title>示例市政务服务网</title><script src="/app.js"></script></head><body><div id="app"></div></body></html>';
const otherCity = framed(
  '邻示市人民政府',
  `<p>${prose(40)}</p>`,
  '<meta name="SiteDomain" content="www.linshi.example"><meta name="SiteIDCode" content="0000000002">',
);

/** Good status, bad page — and good pages that talk about bad ones. */
export const softCases: CaseGroup = {
  sites: {
    // Unknown addresses get the error page with 200.
    'soft.shili.example': {
      routes: { '/': html(home), '/xw/2025/3001.html': html(article(31)) },
      fallback: html(zhError),
    },
    'softgbk.shili.example': {
      routes: { '/xw/1.html': html(gbk(article(32).replace('utf-8', 'gb2312')), { 'content-type': 'text/html' }) },
      fallback: html(gbkError, { 'content-type': 'text/html' }),
    },
    // Unknown addresses get the home page with 200.
    'catchall.shili.example': {
      routes: { '/': html(home), '/xw/2025/3003.html': html(article(33)) },
      fallback: html(home),
    },
    // One application shell for all addresses.
    'spa.shili.example': { routes: { '/static/2025/3005.html': html(article(35)) }, fallback: html(shell) },
    'query.shili.example': { fallback: html(article(51)) },
    // The whole host answers with one notice.
    'notice.shili.example': { fallback: html(framed('示例市政务网', `<p>本网站正在进行域名调整，${prose(5)}</p>`)) },
    // Another city's page, whatever is asked.
    'oldname.shili.example': { fallback: html(otherCity) },
    // The last part of the address does not matter.
    'slug.shili.example': { fallback: (a) => html(article(a.url.pathname.startsWith('/a/77/') ? 77 : 78))(a) },
  },
  cases: [
    {
      id: 'soft-zh',
      why: 'title and heading say it, and so does an invented address',
      url: 'http://soft.shili.example/xw/2024/2001.html',
      status: 'broken',
      reason: 'SOFT_404',
      requests: 2,
    },
    {
      id: 'soft-zh-sibling',
      why: 'the article of the same site',
      url: 'http://soft.shili.example/xw/2025/3001.html',
      status: 'ok',
      reason: 'OK',
      requests: 1,
    },
    {
      id: 'soft-zh-pdf',
      why: 'an error page instead of the attachment',
      url: 'http://soft.shili.example/files/2024/plan.pdf',
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-zh-jpg',
      why: 'an error page instead of the picture',
      url: 'http://soft.shili.example/files/2024/photo.jpg',
      tag: 'img',
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-gbk',
      why: 'the sentence stands there in GBK',
      url: 'http://softgbk.shili.example/xw/2.html',
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-gbk-good',
      why: 'a GBK page that opens',
      url: 'http://softgbk.shili.example/xw/1.html',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'soft-en',
      why: 'English error page with 200',
      url: `${main}/s/en.html`,
      serve: html(errorPlain('404 Not Found', 'The requested URL /s/en.html was not found on this server.')),
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-iis',
      why: 'a server’s own words',
      url: `${main}/s/iis.aspx`,
      serve: html(
        errorPlain('无法找到该页', '您要查找的资源可能已被删除，已更改名称或者暂时不可用。找不到文件或目录。'),
      ),
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-alert',
      why: 'a message box and back',
      url: `${main}/s/show.jsp?id=88`,
      serve: html("<script>alert('该信息不存在或已被删除！');history.back();</script>"),
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-line',
      why: 'the whole text is one sentence',
      url: `${main}/s/line.html`,
      serve: html(errorPlain('', '您访问的页面不存在')),
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-text',
      why: 'plain text that says so',
      url: `${main}/s/raw.txt`,
      serve: bytes('text/plain; charset=utf-8', '文件不存在'),
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-json',
      why: 'data that says 404: for a person',
      url: `${main}/api/item`,
      serve: bytes('application/json', '{"code":404,"msg":"not found"}'),
      status: 'caution',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-php',
      why: 'a crash report with 200',
      url: `${main}/s/list.php`,
      serve: html(
        '<br /><b>Fatal error: Uncaught</b> Error: Call to undefined function x() in /www/list.php:12 Stack trace: #0 {main}',
      ),
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-deleted',
      why: 'heading in the site frame, honest 404 elsewhere',
      url: `${main}/s/2023/1188.html`,
      serve: html(framed('示例市人民政府', '<h2>文章已被删除</h2>')),
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-work',
      why: 'under construction: not gone, nothing to read',
      url: `${main}/s/work/`,
      serve: html(errorPlain('示例市某局', '网站建设中，敬请期待！')),
      status: 'caution',
      reason: 'SOFT_404',
    },
    {
      id: 'soft-off-site',
      why: 'an off-site error page',
      url: 'http://partner.shili.example/news/5.html',
      serve: html(errorPlain('页面找不到了', '抱歉，您访问的页面不存在，请返回首页')),
      external: true,
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'catchall-article',
      why: 'home page instead of the article, other articles open',
      url: 'http://catchall.shili.example/xw/2024/2003.html',
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'catchall-sibling',
      why: 'the article that opens',
      url: 'http://catchall.shili.example/xw/2025/3003.html',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'catchall-column',
      why: 'no number, no date: may be another entrance',
      url: 'http://catchall.shili.example/portal/enter',
      status: 'undeterminable',
      reason: 'SOFT_404',
    },
    {
      id: 'spa',
      why: 'one shell for all: a browser must look',
      url: 'http://spa.shili.example/item/2025001',
      status: 'undeterminable',
      reason: 'SOFT_404',
    },
    {
      id: 'spa-sibling',
      why: 'a static page beside the application',
      url: 'http://spa.shili.example/static/2025/3005.html',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'uniform',
      why: 'one notice for all: nothing proves that just this is lost',
      url: 'http://notice.shili.example/xw/2024/2005.html',
      status: 'undeterminable',
      reason: 'SOFT_404',
    },
    {
      id: 'wrong-site',
      why: 'another city answers to every address',
      url: 'http://oldname.shili.example/xw/2024/2006.html',
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'slug',
      why: 'an invented last part gives the same article: that proves nothing',
      url: 'http://slug.shili.example/a/77/tongzhi',
      status: 'undeterminable',
      reason: 'SOFT_404',
    },
    {
      id: 'query-number',
      why: 'a counter in the address that the program ignores',
      url: 'http://query.shili.example/q/list.jsp?t=1700000000',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'pdf-viewer',
      why: 'a reading page instead of the file',
      url: `${main}/files/2025/report.pdf`,
      serve: html(framed('在线阅读', `<p>${prose(6)}</p>`)),
      status: 'caution',
      reason: 'SOFT_404',
    },
    {
      id: 'jpg-page',
      why: 'a picture that is a page cannot be shown',
      url: `${main}/files/2025/emblem.png`,
      serve: html(article(52)),
      tag: 'img',
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'mention-title',
      why: 'an article about error pages',
      url: `${main}/t/2025/9001.html`,
      serve: html(article(61, '关于整改网站“404”错误页面的通知')),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'mention-bus',
      why: 'bus line 404',
      url: `${main}/t/2025/9002.html`,
      serve: html(article(62, '404路公交线路调整公告')),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'mention-body',
      why: 'quotes the sentence inside an article',
      url: `${main}/t/2025/9003.html`,
      serve: html(
        framed(
          '网站检查情况通报-示例市',
          `<h1>网站检查情况通报</h1><p>部分栏目点击后提示“您访问的页面不存在”，应尽快整改。${prose(63)}</p>`,
        ),
      ),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'mention-short',
      why: 'a short notice with a title of its own',
      url: `${main}/t/2025/9004.html`,
      serve: html(
        errorPlain(
          '关于网站链接故障的说明',
          '<h1>关于网站链接故障的说明</h1><p>近日有群众反映本网站部分链接提示找不到网页，经查系机房搬迁所致，目前已全部恢复正常，由此带来的不便敬请谅解。特此说明。</p><p>示例市政府办公室</p><p>2025年3月1日</p>',
        ),
      ),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'mention-guide',
      why: 'a guide headed by the question',
      url: `${main}/t/2025/9005.html`,
      serve: html(framed('找不到办事入口怎么办-示例市', `<h1>找不到办事入口怎么办</h1><p>${prose(65)}</p>`)),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'mention-missing-person',
      why: 'a notice whose subject does not exist any more',
      url: `${main}/t/2025/9006.html`,
      serve: html(article(66, '关于某某公司已被注销、登记信息不存在的公告')),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'error-word',
      why: 'a correction notice',
      url: `${main}/t/2025/9007.html`,
      serve: html(article(67, '错误信息更正公告')),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'blank-column',
      why: 'an empty column is not a lost page',
      url: `${main}/lm/empty/`,
      serve: html(framed('工作动态-示例市人民政府', '<div>当前位置：首页 &gt; 工作动态</div><ul></ul>')),
      status: 'ok',
      reason: 'OK',
    },
  ],
};
