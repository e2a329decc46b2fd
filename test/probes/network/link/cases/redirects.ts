import { html, inTurn, redirect, status } from '../../../../servers/links.ts';
import { type CaseGroup, main } from './case.ts';
import { article, framed, home } from './pages.ts';

const page = html(article(11));
const chain =
  (length: number, end: string): ReturnType<typeof redirect> =>
  (a) => {
    const step = Number(a.url.searchParams.get('n') ?? '0');
    redirect(step >= length ? end : `${a.url.pathname}?n=${step + 1}`)(a);
  };
const chained = (name: string, length: number): Record<string, ReturnType<typeof redirect>> =>
  Object.fromEntries(
    Array.from({ length: length + 1 }, (_, i) => [
      i === 0 ? `/r/${name}` : `/r/${name}?n=${i}`,
      chain(length, '/r/end.html'),
    ]),
  );

/** Where redirects lead: chains, loops, sign-ins, home pages, stubs. */
export const redirectCases: CaseGroup = {
  sites: {
    'www.shili.example': {
      routes: {
        '/r/end.html': page,
        ...chained('chain1', 1),
        ...chained('chain10', 10),
        ...chained('chain25', 25),
        '/r/loop-b.html': redirect('/r/loop-a.html'),
        '/user/login.jsp': html(
          framed('用户登录', '<form action="/dologin"><input name="u"><input type="password" name="p"></form>'),
        ),
        '/user/login.jsp?back=mine': html(framed('用户登录', '<form><input type="password"></form>')),
        '/en/': html(
          framed(
            'Shili City',
            '<p>Welcome to the city of Shili, this page tells about its history and its people.</p>',
          ),
        ),
      },
    },
    'sso.shili.example': {
      fallback: html(framed('统一身份认证', '<form><input name="u"><input type="password" name="p"></form>')),
    },
    // Sends everything unknown to its home page; known articles open.
    'homeward.shili.example': {
      routes: { '/': html(home), '/xw/2025/1001.html': html(article(21)) },
      fallback: redirect('/'),
    },
    // Sends every deep address to its home page: refuses deep entry.
    'doorman.shili.example': { routes: { '/': html(home) }, fallback: redirect('/') },
    // Everything needs a sign-in.
    'inner.shili.example': {
      routes: { '/login': html(framed('登录', '<form><input type="password"></form>')) },
      fallback: redirect('/login'),
    },
    'moved.shili.example': { routes: { '/index.html': html(home) } },
  },
  cases: [
    { id: 'chain-1', why: 'one step', url: `${main}/r/chain1`, status: 'ok', reason: 'OK' },
    { id: 'chain-10', why: 'browsers follow 20', url: `${main}/r/chain10`, status: 'ok', reason: 'OK', requests: 1 },
    {
      id: 'chain-25',
      why: 'more than a browser follows',
      url: `${main}/r/chain25`,
      status: 'broken',
      reason: 'REDIRECT_LIMIT',
    },
    {
      id: 'loop',
      why: 'there and back for ever',
      url: `${main}/r/loop-a.html`,
      serve: redirect('/r/loop-b.html'),
      status: 'broken',
      reason: 'REDIRECT_LOOP',
    },
    {
      id: 'loop-self',
      why: 'to itself for ever',
      url: `${main}/r/self.html`,
      serve: redirect('/r/self.html'),
      status: 'broken',
      reason: 'REDIRECT_LOOP',
    },
    {
      id: 'loop-cookie',
      why: 'to itself until the cookie comes back: opens in any browser',
      url: `${main}/r/cookie.html`,
      serve: (a) => {
        if ((a.request.headers.cookie ?? '').includes('seen=1')) page(a);
        else status(302, { location: '/r/cookie.html', 'set-cookie': 'seen=1; path=/' })(a);
      },
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'loop-once',
      why: 'mended by the second look',
      url: `${main}/r/loop-once.html`,
      serve: inTurn(redirect('/r/loop-once.html'), page),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'relative',
      why: 'Location without a host',
      url: `${main}/r/relative.html`,
      serve: redirect('end.html', 301),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'chinese-location',
      why: 'raw bytes in Location',
      url: `${main}/r/chinese.html`,
      serve: redirect(Buffer.from('/r/通知.html').toString('latin1')),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'no-location-blank',
      why: 'a redirect to nowhere with an empty page',
      url: `${main}/r/blank302.html`,
      serve: status(302),
      status: 'broken',
      reason: 'REDIRECT_INVALID',
    },
    {
      id: 'no-location-text',
      why: 'browsers show the body, a person can read on',
      url: `${main}/r/text302.html`,
      serve: html(
        framed(
          '请稍候',
          '<p>页面已经搬家，请点击下面的链接进入新的页面继续浏览有关内容。</p><a href="/r/end.html">进入</a>',
        ),
        {},
        302,
      ),
      status: 'caution',
      reason: 'REDIRECT_INVALID',
    },
    {
      id: 'bad-location',
      why: 'no browser can follow it',
      url: `${main}/r/bad.html`,
      serve: redirect('http://[broken/'),
      status: 'broken',
      reason: 'REDIRECT_INVALID',
    },
    {
      id: 'app-location',
      why: 'opens a program on the telephone',
      url: `${main}/r/app.html`,
      serve: redirect('weixin://dl/business/?t=abc'),
      status: 'skipped',
      reason: 'URL_UNSUPPORTED',
    },
    {
      id: 'to-nowhere-host',
      why: 'leads to a name that does not exist',
      url: `${main}/r/nx.html`,
      serve: redirect('http://gone.nowhere.example/'),
      status: 'broken',
      reason: 'DNS_NXDOMAIN',
    },
    {
      id: 'login-redirect',
      why: 'works as made: behind the sign-in',
      url: `${main}/user/mine.html`,
      serve: redirect('/user/login.jsp?back=mine'),
      status: 'skipped',
      reason: 'BLOCKED_AUTH',
    },
    {
      id: 'sso-redirect',
      why: 'sign-in on another host',
      url: `${main}/r/apply.html`,
      serve: redirect('http://sso.shili.example/?service=x'),
      status: 'skipped',
      reason: 'BLOCKED_AUTH',
    },
    {
      id: 'login-link',
      why: 'a link to the sign-in that opens the sign-in',
      url: `${main}/user/login.jsp`,
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'login-wall',
      why: 'even an invented address asks for the sign-in',
      url: 'http://inner.shili.example/doc/2025/1234.html',
      status: 'undeterminable',
      reason: 'BLOCKED_AUTH',
    },
    {
      id: 'home-article',
      why: 'this site says 404 by sending home, other articles open',
      url: 'http://homeward.shili.example/xw/2024/0999.html',
      status: 'broken',
      reason: 'REDIRECT_TO_HOME',
    },
    {
      id: 'home-sibling',
      why: 'the article that opens on the same site',
      url: 'http://homeward.shili.example/xw/2025/1001.html',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'home-column',
      why: 'a column may have been merged into the home page',
      url: 'http://homeward.shili.example/lm/zcjd/',
      status: 'caution',
      reason: 'REDIRECT_TO_HOME',
    },
    {
      id: 'home-doorman',
      why: 'the site lets nobody in but by the front door',
      url: 'http://doorman.shili.example/xw/2024/0999.html',
      status: 'caution',
      reason: 'REDIRECT_TO_HOME',
    },
    {
      id: 'home-honest',
      why: 'unknown addresses get 404 here: this one was sent home by hand',
      url: `${main}/zt/2019/5005.html`,
      serve: redirect('/'),
      status: 'caution',
      reason: 'REDIRECT_TO_HOME',
    },
    {
      id: 'home-external',
      why: 'an off-site move as often as a loss',
      url: 'http://moved.shili.example/a/2019/777.html',
      serve: redirect('/index.html'),
      external: true,
      status: 'caution',
      reason: 'REDIRECT_TO_HOME',
    },
    {
      id: 'home-door',
      why: 'a language entrance is a home page',
      url: `${main}/cn`,
      serve: redirect('/'),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'to-english',
      why: 'a deep page of its own',
      url: `${main}/english.html`,
      serve: redirect('/en/'),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'error-page',
      why: 'sent to the error page',
      url: `${main}/r/lost1.html`,
      serve: redirect('/common/404.html'),
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'stub-good',
      why: 'a stub page that leads on',
      url: `${main}/r/stub.html`,
      serve: html('<html><head><meta http-equiv="refresh" content="0; url=end.html"></head></html>'),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'stub-dead',
      why: 'a stub page that leads nowhere',
      url: `${main}/r/stub-dead.html`,
      serve: html('<html><head><meta http-equiv="refresh" content="0;URL=\'/r/lost.html\'"></head></html>'),
      status: 'broken',
      reason: 'HTTP_404',
    },
    {
      id: 'stub-script',
      why: 'the same by script',
      url: `${main}/r/stub-script.html`,
      serve: html("<script>window.location.href='/r/lost.html';</script>"),
      status: 'broken',
      reason: 'HTTP_404',
    },
    {
      id: 'stub-home',
      why: 'a stub that leads home',
      url: `${main}/r/2018/4444.html`,
      serve: html("<script>location.replace('/')</script>"),
      status: 'caution',
      reason: 'REDIRECT_TO_HOME',
    },
    {
      id: 'refresh-clock',
      why: 'a full page that reloads itself',
      url: `${main}/r/clock.html`,
      serve: html(article(12).replace('</head>', '<meta http-equiv="refresh" content="5;url=/r/clock.html"></head>')),
      status: 'ok',
      reason: 'OK',
    },
  ],
};
export const redirectExtras: Record<string, ReturnType<typeof redirect>> = {
  [new URL('/r/通知.html', main).pathname]: page,
  '/common/404.html': html(framed('页面不存在', '<p>您访问的页面不存在。</p>')),
};
