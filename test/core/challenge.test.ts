import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ChallengeAnswer, challengeOf } from '#core/challenge.ts';

type Case = { what: string; answer: Partial<ChallengeAnswer>; kind: string | null };

const paragraph = '示例县人民政府办公室关于做好示例工作的通知，请各乡镇人民政府和县级各部门认真贯彻执行。';
const links = Array.from({ length: 8 }, (_, i) => `<a href="/content/${i}.html">示例栏目第${i}条信息</a>`).join('');
const page = (head: string, body: string) =>
  `<html><head><title>示例县人民政府</title>${head}</head><body>${body}</body></html>`;
const home = page('', `${links}<p>${paragraph.repeat(5)}</p>`);
const random = '0a1B2c3D'.repeat(40);

const cases: readonly Case[] = [
  // Challenges
  {
    what: 'Ruishu: 412, $_ts script, its cookie',
    answer: {
      status: 412,
      headers: [['set-cookie', 'FSSBBIl1UgzbN7NO=abc; path=/; HttpOnly']],
      text: `<html><head><meta content="${random}"><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>`,
    },
    kind: '瑞数动态防护',
  },
  {
    what: 'Ruishu: 202 with the script',
    answer: { status: 202, text: '<script>$_ts.cd="xx";</script>' },
    kind: '瑞数动态防护',
  },
  {
    what: '412 to a plain GET without anything',
    answer: { status: 412, text: '' },
    kind: '防火墙拦截页',
  },
  {
    what: 'Jiasule first round: 521 and its cookie',
    answer: {
      status: 521,
      headers: [['set-cookie', '__jsluid_h=0123; max-age=31536000; path=/']],
      text: `<script>document.cookie=('_')+('_')+('j');location.href=location.pathname</script>`,
    },
    kind: '加速乐',
  },
  {
    what: 'Jiasule 512',
    answer: { status: 512, text: '<script>var a="__jsl_clearance_s=1";document.cookie=a</script>' },
    kind: '加速乐',
  },
  {
    what: 'Aliyun: acw_sc__v2',
    answer: {
      status: 200,
      text: `<script>var arg1='0123456789ABCDEF0123456789ABCDEF01234567';setCookie("acw_sc__v2", x);</script>`,
    },
    kind: '阿里云 WAF',
  },
  {
    what: 'Yunsuo',
    answer: {
      status: 200,
      headers: [['set-cookie', 'security_session_verify=aa; path=/']],
      text: `<script>function YunSuoAutoJump(){self.location="/?security_verify_data=313932";}</script>`,
    },
    kind: '云锁',
  },
  {
    what: 'Cloudflare header alone',
    answer: { status: 403, headers: [['cf-mitigated', 'challenge']], text: '' },
    kind: 'Cloudflare',
  },
  {
    what: 'Cloudflare page',
    answer: {
      status: 503,
      headers: [['server', 'cloudflare']],
      text: '<title>Just a moment...</title><script>window._cf_chl_opt={}</script><div id="cf-chl-x"></div>',
    },
    kind: 'Cloudflare',
  },
  {
    what: 'bot path of a procurement site',
    answer: { status: 200, text: '<script src="/_bot_sbu/sbu_hoy.js"></script>' },
    kind: '中国政府采购网防护',
  },
  {
    what: '200 that says the access is abnormal',
    answer: {
      status: 200,
      text: `<title>访问异常</title><p>您的访问异常，请稍后再试</p><script>var a="${random}"</script>`,
    },
    kind: '安全验证页',
  },
  {
    what: '200 slider check',
    answer: { status: 200, text: '<title>安全验证</title><div>请拖动滑块完成验证</div>' },
    kind: '安全验证页',
  },
  {
    what: '403 firewall page with a long explanation',
    answer: {
      status: 403,
      text: `<title>拦截提示</title><h1>您的请求已被网站管理员设置拦截</h1><p>${'可能原因：您提交的内容包含危险的攻击请求。'.repeat(15)}</p><a href="/">返回</a>`,
    },
    kind: '防火墙拦截页',
  },
  {
    what: '200 from a load balancer: URL rejected',
    answer: {
      status: 200,
      text: '<title>Request Rejected</title>The requested URL was rejected. Your support ID is: 1234567890',
    },
    kind: '防火墙拦截页',
  },
  {
    what: 'safedog page',
    answer: { status: 404, text: '<img src="http://404.safedog.cn/x.png">' },
    kind: '网站防火墙',
  },

  // Not challenges
  { what: 'an ordinary home page', answer: { status: 200, text: home }, kind: null },
  {
    what: 'an ordinary page that carries a protection cookie',
    answer: {
      status: 200,
      headers: [
        ['set-cookie', '__jsluid_s=1'],
        ['set-cookie', 'acw_tc=2'],
        ['set-cookie', 'security_session_verify=3'],
      ],
      text: home,
    },
    kind: null,
  },
  {
    what: 'an ordinary page with the protection script inside',
    answer: {
      status: 200,
      text: page(
        '<script>$_ts={}</script><script src="/cdn-cgi/challenge-platform/x.js"></script>',
        `${links}${paragraph.repeat(6)}`,
      ),
    },
    kind: null,
  },
  {
    what: 'news about security checks (安全验证)',
    answer: {
      status: 200,
      text: page(
        '',
        `${links}<p>${'本县完成安全验证工作，访问异常的设备已更换，网络应用防火墙投入使用。'.repeat(8)}</p>`,
      ),
    },
    kind: null,
  },
  {
    what: 'a login page with a captcha',
    answer: {
      status: 200,
      text: '<title>登录</title>用户名<input name=u>密码<input type="password">完成验证 验证码<input>',
    },
    kind: null,
  },
  { what: '验证码 alone', answer: { status: 200, text: '<p>请输入短信验证码</p>' }, kind: null },
  { what: '请稍候 of a page that moves on', answer: { status: 200, text: '<p>正在跳转，请稍候</p>' }, kind: null },
  { what: 'plain 403', answer: { status: 403, text: '<h1>403 Forbidden</h1><hr>nginx' }, kind: null },
  { what: 'plain 404', answer: { status: 404, text: '<h1>Not Found</h1>' }, kind: null },
  { what: 'plain 429', answer: { status: 429, text: '' }, kind: null },
  { what: 'maintenance notice', answer: { status: 503, text: '<h1>系统维护中，请稍后访问</h1>' }, kind: null },
  {
    what: 'Cloudflare saying that the site itself is down',
    answer: {
      status: 521,
      headers: [['server', 'cloudflare']],
      text: '<title>Web server is down</title><div id="cf-error-details" class="p-0">Error code 521 cloudflare</div>',
    },
    kind: null,
  },
  { what: 'empty 200', answer: { status: 200, text: '' }, kind: null },
  {
    what: 'script shell',
    answer: { status: 200, text: '<div id="app"></div><script src="/js/app.js"></script>' },
    kind: null,
  },
  { what: '412 with a whole page', answer: { status: 412, text: home }, kind: null },
];

test.each(cases)('$what', ({ answer, kind }) => {
  const found = challengeOf({ headers: [], text: '', ...answer });
  expect(found?.kind ?? null).toBe(kind);
  if (found) expect(found.sign).not.toBe('');
});

// Anything worse than linear would run into the test's time limit at this size.
test.each(['<', '<!--', '<script>', '<input ', '<title', '&#', '访问', '<a href', 'IP'])(
  'hostile markup %s',
  (piece) => {
    expect(challengeOf({ status: 200, headers: [], text: piece.repeat(200_000) })).toBeNull();
  },
);

test('no real page of the corpus is taken for a challenge', () => {
  const corpus = process.env.XUNCHA_CORPUS ?? new URL('../../../shared/corpus', import.meta.url).pathname;
  const files = pagesUnder(corpus);
  if (files.length === 0) return console.log(`没有语料（${corpus}），这项测试没有内容可查`);
  const taken = files.filter((f) => {
    const bytes = readFileSync(f);
    const html = new TextDecoder(
      /charset=["']?gb/i.test(bytes.toString('latin1', 0, 2_000)) ? 'gb18030' : 'utf-8',
    ).decode(bytes);
    return challengeOf({ status: 200, headers: [], text: html }) !== null;
  });
  console.log(`语料 ${files.length} 页，误认为拦截页 ${taken.length} 页`);
  expect(taken).toEqual([]);
});

function pagesUnder(root: string): string[] {
  try {
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((f) => /\.(html?|jsp)$/.test(f))
      .map((f) => join(root, f))
      .filter((f) => statSync(f).isFile());
  } catch {
    return [];
  }
}
