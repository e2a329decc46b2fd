import { bytes, html, redirect } from '../answers.ts';
import type { SitePlan } from '../plan.ts';
import { paragraphs } from '../prose.ts';
import type { Answer } from '../types.ts';
import { department } from './common.ts';

const text = (title: string, body: string, status = 200): Answer =>
  html(
    `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>${body}</p></body></html>`,
    { status },
  );
const longText =
  '本页介绍办理条件、所需材料、办理地点和联系电话，工作日均可受理，材料不全的一次性告知，群众可先电话咨询再到窗口办理。';
/** A long page about error pages, which is none itself. */
const longHelp = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
  .flatMap((n) => paragraphs('news', '示例县人力资源和社会保障局', ['网上查询', '窗口咨询', '热线答复'], n))
  .join('</p><p>');

/** A server that answers every unknown path with 200 and an error page. */
const softError = text('出错了', '您访问的页面不存在，可能已被删除或移动，请返回首页。');

/** Sites whose home pages hold links that are dead, dead without saying so, or alive though they look dead; and hidden ones. */
export const linkSites: readonly SitePlan[] = [
  // Six dead targets: page, attachment and picture gone (404), 500, a name that does not exist, a refused connection.
  department({
    id: 'commerce-site',
    organization: 'commerce',
    office: '示例县商务委员会',
    host: 'sww.shilixian.gov.example',
    serial: '0041',
    topics: ['以旧换新', '加油站管理', '电商进农村', '家政服务'],
    extra: `<div class="box"><h3>专题专栏</h3>
<a href="/ztzl/xfj/index.html"><img src="/images/xfj_old.png" alt="消费季"></a>
<a href="./download/2019/beianbiao.xls">对外贸易经营者备案表</a>
<a href="/cx/tongji.jsp?type=1">商务统计查询</a>
<a href="http://www.shili-zhaoshang.invalid/">招商平台</a>
<a href="http://old.shilishangwu.example/">旧版网站</a></div>`,
    answers: [['/cx/tongji.jsp', text('HTTP Status 500', 'java.lang.NullPointerException', 500)]],
  }),
  // Dead though it answers 200: the server shows an error page for whatever it does not know. The topic that leads to the home page may
  // have been moved there on purpose: a doubt, no dead link.
  department({
    id: 'industry-site',
    organization: 'industry',
    office: '示例县经济和信息化委员会',
    host: 'jxw.shilixian.gov.example',
    serial: '0042',
    family: 'plain',
    topics: ['技改补助', '节能诊断', '中小企业服务', '工业园区'],
    extra: `<div class="box"><h3>快速通道</h3><a href="/service/jieneng_2018.html">节能服务平台</a> <a href="/zt/gongyeqiangxian/index.html">工业强县专题</a></div>`,
    answers: [['/zt/gongyeqiangxian/index.html', redirect('/')]],
    missing: softError,
  }),
  // Dead though they end on a page: this server sends every article it no longer has to the home page, and every invented address too.
  department({
    id: 'city-site',
    organization: 'city',
    office: '示例县城市管理局',
    host: 'cgj.shilixian.gov.example',
    serial: '0046',
    topics: ['垃圾分类', '停车泊位', '户外广告', '公园绿地'],
    extra: `<div class="box"><h3>历史专题</h3><a href="/ztzl/201811/t20181109_882131.html">公厕改造纪实</a> <a href="/ztzl/201906/t20190612_901774.html">夜市管理问答</a></div>`,
    missing: redirect('/'),
  }),
  // Alive: a server that refuses HEAD, a long way round by redirects, a page about 404 pages, a Chinese path.
  department({
    id: 'talent-site',
    organization: 'talent',
    office: '示例县人力资源和社会保障局',
    host: 'rsj.shilixian.gov.example',
    serial: '0043',
    topics: ['社保参保', '技能培训', '招聘会', '劳动仲裁'],
    extra: `<div class="box"><h3>便民查询</h3><a href="/cx/shebao.do">社保查询</a> <a href="/zt/jiuye">就业专题</a>
<a href="/help/404.html">遇到404页面怎么办</a> <a href="/%E4%B8%8B%E8%BD%BD/%E6%8A%A5%E5%90%8D%E8%A1%A8.doc">报名表</a> <a href="javascript:void(0)">返回顶部</a> <a href="mailto:rsj@shilixian.gov.example">局长信箱</a></div>`,
    answers: [
      ['/cx/shebao.do', { ...text('社保查询', longText), headStatus: 405 }],
      ['/zt/jiuye', redirect('/zt/jiuye/', 301)],
      ['/zt/jiuye/', redirect('/zt/jiuye/index.html', 302)],
      ['/zt/jiuye/index.html', text('就业专题', longText)],
      ['/help/404.html', text('遇到404页面怎么办', longHelp)],
      [
        '/%E4%B8%8B%E8%BD%BD/%E6%8A%A5%E5%90%8D%E8%A1%A8.doc',
        bytes('application/msword', new Uint8Array(600).fill(0xd0)),
      ],
    ],
  }),
  // Shut to a program, which says nothing about a visitor: login wall, challenge, 999, rate limit.
  department({
    id: 'reform-site',
    organization: 'reform',
    office: '示例县发展和改革委员会',
    host: 'fgw.shilixian.gov.example',
    serial: '0044',
    topics: ['项目备案', '价格监测', '信用建设', '粮食储备'],
    extra: `<div class="box"><h3>业务系统</h3><a href="/oa/login.jsp">内部办公</a> <a href="/xy/search.html">信用查询</a> <a href="/share/profile">分享</a> <a href="/jg/today.html">今日价格</a></div>`,
    answers: [
      [
        '/oa/login.jsp',
        {
          status: 401,
          headers: [
            ['www-authenticate', 'Basic realm="OA"'],
            ['content-type', 'text/html; charset=utf-8'],
          ],
          body: new TextEncoder().encode('<html><body>请先登录</body></html>'),
        },
      ],
      [
        '/xy/search.html',
        html(
          '<html><head><meta charset="utf-8"><title>安全验证</title></head><body><p>您的访问过于频繁，请完成人机验证后继续访问。</p><script>var arg1="DEMO";document.cookie="acw_sc__v2=demo";</script></body></html>',
          { status: 403 },
        ),
      ],
      ['/share/profile', { status: 999, headers: [['content-type', 'text/html']], body: new Uint8Array(0) }],
      [
        '/jg/today.html',
        {
          status: 429,
          headers: [
            // An hour would rightly end a crawl of the whole site; time is compressed here.
            ['retry-after', '1'],
            ['content-type', 'text/plain'],
          ],
          body: new TextEncoder().encode('Too Many Requests'),
        },
      ],
    ],
  }),
  // 暗链: gambling links out of sight. A person has to confirm them.
  department({
    id: 'tourism-site',
    organization: 'tourism',
    office: '示例县文化和旅游发展委员会',
    host: 'wlw.shilixian.gov.example',
    serial: '0045',
    topics: ['非遗展演', '图书馆夜读', '景区提升', '乡村旅游'],
    extra: `<div style="position:absolute;left:-9999px;top:-9999px"><a href="http://www.demo-qipai88.example/">澳门赌场官网</a><a href="http://www.demo-bocai77.example/">棋牌娱乐平台</a><a href="http://www.demo-bocai77.example/app">博彩app下载</a></div>`,
  }),
];

/** What answers behind the hidden links: pages without any of it, so that only the links themselves speak. */
export const hiddenHosts = ['www.demo-qipai88.example', 'www.demo-bocai77.example'] as const;
