import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';

/** What a request to the faulty server knows of itself. */
export type Asked = {
  path: string;
  /** Request header block, latin1. */
  head: string;
  /** Milliseconds that stand for the policy's 15 seconds. */
  limitMs: number;
};
/** One way to misbehave: writes what it wants to the bare socket. */
export type Behaviour = (s: Socket, asked: Asked) => void;

const paragraph = '示例县人民政府门户网站发布政务信息，提供办事服务，欢迎社会各界监督。';
const links = Array.from(
  { length: 8 },
  (_, i) => `<li><a href="/content/${i}.html">示例信息标题第${i}条</a></li>`,
).join('');
/** A home page in the usual shape: more than 200 characters, links. */
export const home = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>示例县人民政府</title></head><body><ul>${links}</ul><p>${paragraph.repeat(6)}</p></body></html>`;
const shell = (body: string, head = '') => `<html><head><title>示例县</title>${head}</head><body>${body}</body></html>`;

type Body = string | Uint8Array;
const bytes = (b: Body) => (typeof b === 'string' ? Buffer.from(b) : Buffer.from(b));

/** A well-formed answer. */
export function reply(
  s: Socket,
  status: number,
  body: Body,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): void {
  const b = bytes(body);
  const all = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': String(b.length),
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  s.write(`HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n`);
  if (method === 'HEAD') s.end();
  else s.end(b);
}
const answer =
  (status: number, body: Body, headers?: Readonly<Record<string, string>>): Behaviour =>
  (s, a) =>
    reply(s, status, body, headers, a.head.split(' ', 1)[0]);
/** An answer written byte for byte. */
const raw =
  (head: string, body: Body = home): Behaviour =>
  (s) => {
    s.write(head, 'latin1');
    s.end(bytes(body));
  };
const ok = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n';
const size = (body: Body) => `Content-Length: ${bytes(body).length}\r\n`;
const chunkedHead = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
const chunk = (text: string) => `${bytes(text).length.toString(16)}\r\n${text}\r\n`;

const later = (s: Socket, ms: number, act: () => void) => {
  const timer = setTimeout(() => !s.destroyed && act(), ms);
  s.on('close', () => clearTimeout(timer));
};
const every = (s: Socket, ms: number, act: () => void) => {
  const timer = setInterval(() => !s.destroyed && act(), ms);
  s.on('close', () => clearInterval(timer));
};
const delayed =
  (share: number): Behaviour =>
  (s, a) =>
    later(s, a.limitMs * share, () => reply(s, 200, home));
const reset = (s: Socket) => s.resetAndDestroy();

/** A few kilobytes that grow to 16 MB of blanks. */
const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));

/** Every behaviour by its path. What each is expected to give is written in the tests, with its reason. */
export const behaviours: Readonly<Record<string, Behaviour>> = {
  // Time
  '/ok': answer(200, home),
  '/below-limit': delayed(0.8),
  '/at-limit': delayed(1),
  '/above-limit': delayed(1.2),
  '/hang': () => {},
  '/drip-headers': (s) => {
    s.write('HTTP/1.1 200 OK\r\n');
    every(s, 20, () => s.write('X-Drip: 1\r\n'));
  },
  '/drip-text': (s) => {
    s.write(`${chunkedHead}${chunk('<body><p>首页</p>')}`);
    every(s, 20, () => s.write(chunk('<p>示例信息</p>')));
  },
  '/drip-markup': (s) => {
    s.write(`${chunkedHead}${chunk('<html><title>示例县人民政府</title><body>')}`);
    every(s, 20, () => s.write(chunk('<div class="空"><!-- 还没有 --><script>var 字="文字"</script></div>')));
  },
  '/late-text': (s, a) => {
    s.write(`${chunkedHead}${chunk('<html><title>示例县人民政府</title><body>')}`);
    later(s, a.limitMs * 1.2, () => s.end(`${chunk(home)}0\r\n\r\n`));
  },
  '/stall-before-text': (s) =>
    s.write(`${ok}Content-Length: 5000\r\n\r\n<html><head><title>示例县</title></head><body>`),
  '/stall-after-text': (s) => s.write(`${ok}Content-Length: 90000\r\n\r\n${home}`),
  '/stall-gzip-after-text': (s) => {
    const whole = gzipSync(home + ' '.repeat(50_000) + paragraph.repeat(3_000), { level: 0 });
    s.write(`${ok}Content-Encoding: gzip\r\n${size(whole)}\r\n`);
    s.write(whole.subarray(0, 4_000));
  },

  // Connections
  '/reset': reset,
  '/reset-after-headers': (s) => s.write(`${ok}Content-Length: 5000\r\n\r\n`, () => setTimeout(reset, 30, s)),
  '/reset-after-text': (s) => s.write(`${ok}Content-Length: 90000\r\n\r\n${home}`, () => setTimeout(reset, 30, s)),
  '/close': (s) => s.end(),
  '/short-body': (s) => s.end(`${ok}Content-Length: 90000\r\n\r\n${home}`),

  // Redirects
  '/redirect': answer(302, '', { Location: '/ok' }),
  '/redirect-raw-utf8': raw(
    'HTTP/1.1 302 Found\r\nLocation: /\xe9\xa6\x96\xe9\xa1\xb5\r\nContent-Length: 0\r\n\r\n',
    '',
  ),
  '/%E9%A6%96%E9%A1%B5': answer(200, home),
  '/loop': answer(302, '', { Location: '/loop-back' }),
  '/loop-back': answer(302, '', { Location: '/loop' }),
  '/redirect-invalid': answer(302, '', { Location: 'http://[:::/' }),
  '/redirect-scheme': answer(302, '', { Location: 'javascript:alert(1)' }),
  '/redirect-hang': answer(302, '', { Location: '/hang' }),
  '/redirect-without-location': answer(302, home),
  '/redirect-cookie': (s, a) =>
    /\r\ncookie:[^\r]*\bpassed=1/i.test(a.head)
      ? reply(s, 200, home)
      : reply(s, 302, '', { Location: '/redirect-cookie', 'Set-Cookie': 'passed=1; Path=/' }),

  // Statuses
  '/empty': answer(200, ''),
  '/blank-markup': answer(200, shell('<!-- 首页 -->&nbsp;&#12288;　<div style="x">。</div>')),
  '/204': raw('HTTP/1.1 204 No Content\r\n\r\n', ''),
  '/401': answer(401, '<h1>401</h1>', { 'WWW-Authenticate': 'Basic realm="x"' }),
  '/403': answer(403, '<h1>403 Forbidden</h1><hr>nginx'),
  '/403-page': answer(403, home),
  '/404': answer(404, home),
  '/429': answer(429, ''),
  '/500': answer(500, '<h1>Internal Server Error</h1>'),
  '/502': answer(502, '<h1>502 Bad Gateway</h1>'),
  '/503': answer(503, '<h1>系统维护中</h1>'),
  '/999': raw(`HTTP/1.1 999\r\n${size(home)}\r\n`),

  // Challenges
  '/412': answer(412, '<script>$_ts=window["$_ts"]||{}</script>', { 'Set-Cookie': 'FSSBBIl1UgzbN7NS=x; Path=/' }),
  '/521': answer(521, `<script>document.cookie=('_')+('_jsl');location.href=location.pathname</script>`, {
    'Set-Cookie': '__jsluid_h=abc; Path=/',
  }),
  '/202': answer(202, '<script>$_ts.cd="abc"</script>'),
  '/503-challenge': answer(503, '<title>Just a moment...</title><script>_cf_chl_opt={}</script>', {
    Server: 'cloudflare',
  }),
  '/acw-sc': answer(200, `<script>var arg1='0123456789ABCDEF0123456789ABCDEF01234567';x="acw_sc__v2"</script>`),
  '/verify': answer(200, shell('<p>您的访问异常，请完成安全验证</p>')),

  // Encodings
  '/gzip': answer(200, gzipSync(home), { 'Content-Encoding': 'gzip' }),
  '/brotli': answer(200, brotliCompressSync(home), { 'Content-Encoding': 'br' }),
  '/deflate-raw': answer(200, deflateRawSync(home), { 'Content-Encoding': 'deflate' }),
  '/gzip-bomb': answer(200, bomb, { 'Content-Encoding': 'gzip' }),
  '/gzip-cut': (s) => {
    const whole = gzipSync(home.repeat(20));
    s.end(Buffer.concat([Buffer.from(`${ok}Content-Encoding: gzip\r\n\r\n`), whole.subarray(0, whole.length - 20)]));
  },
  '/gzip-label': answer(200, home, { 'Content-Encoding': 'gzip' }),
  '/unknown-encoding': answer(200, home, { 'Content-Encoding': 'utf-8' }),
  '/gbk': (s) => reply(s, 200, gbkHome, { 'Content-Type': 'text/html' }),
  '/utf16': (s) => reply(s, 200, Buffer.from(`\ufeff${home}`, 'utf16le'), { 'Content-Type': 'text/html' }),

  // Protocol
  '/endless-headers': (s) => {
    s.write('HTTP/1.1 200 OK\r\n');
    every(s, 2, () => s.write(`X-More: ${'a'.repeat(16_000)}\r\n`));
  },
  '/long-header': raw(`${ok}X-Long: ${'a'.repeat(20_000)}\r\n${size(home)}\r\n`),
  '/bare-lf': raw(`HTTP/1.1 200 OK\nContent-Type: text/html\n${size(home).replace('\r', '')}\n`),
  '/double-length': raw(`${ok}${size(home)}${size(home)}\r\n`),
  '/two-lengths': raw(`${ok}${size(home)}Content-Length: 10\r\n\r\n`),
  '/length-and-chunked': raw(
    `${ok}Content-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(home)}0\r\n\r\n`,
    '',
  ),
  '/chunk-blanks': (s) => s.end(`${chunkedHead}${bytes(home).length.toString(16)}   \r\n${home}\r\n0\r\n\r\n`),
  '/bad-chunk': (s) => s.end(`${chunkedHead}zz\r\n${home}\r\n0\r\n\r\n`),
  '/bad-chunk-after-text': (s) => s.end(`${chunkedHead}${chunk(home)}zz\r\n`),
  '/blank-before-colon': raw(`${ok}X-Odd : 1\r\n${size(home)}\r\n`),
  '/control-in-header': raw(`${ok}X-Odd: a\x01b\r\n${size(home)}\r\n`),
  '/junk-before-status': raw(`\r\nxHTTP/1.1 200 OK\r\n${size(home)}\r\n`),
  '/not-http': raw('SSH-2.0-OpenSSH_9.0\r\n', ''),
  '/http10-no-length': raw('HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n'),

  // Home pages that are not plain pages
  '/meta-refresh': answer(200, shell('', '<meta http-equiv="refresh" content="0; url=/ok">')),
  '/meta-refresh-hang': answer(200, shell('', '<META HTTP-EQUIV=Refresh CONTENT="0;URL=/hang">')),
  '/meta-refresh-slow': answer(200, shell('<p>即将进入首页</p>', '<meta http-equiv="refresh" content="9;url=/ok">')),
  '/meta-refresh-loop': answer(200, shell('', '<meta http-equiv="refresh" content="0;url=/meta-refresh-back">')),
  '/meta-refresh-back': answer(200, shell('', '<meta http-equiv="refresh" content="0;url=/meta-refresh-loop">')),
  '/meta-refresh-noscript': answer(
    200,
    shell('<noscript><meta http-equiv="refresh" content="0;url=/hang"></noscript>首页正文'),
  ),
  '/reload-often': answer(200, `<meta http-equiv="refresh" content="300">${home}`),
  '/frameset': answer(
    200,
    '<html><frameset rows="80,*"><frame src="/frame-top"><frame src="/ok"><noframes>不支持框架</noframes></frameset></html>',
  ),
  '/frame-top': answer(200, '<p>示例县</p>'),
  '/frameset-hang': answer(200, '<html><frameset><frame src="/hang"></frameset></html>'),
  '/iframe': answer(200, shell('<iframe src="/ok" width="100%"></iframe>')),
  '/script-redirect': answer(200, '<script>window.location.href = "/ok";</script>'),
  '/script-redirect-hang': answer(200, '<script>location.replace("/hang")</script>'),
  '/script-redirect-commented': answer(200, `<script>// location.href="/hang"\n</script>${home}`),
  '/script-redirect-device': answer(
    200,
    '<script>if(/mobile/i.test(navigator.userAgent)){location.href="/ok"}else{location.href="/hang"}</script>',
  ),
  '/script-shell': answer(200, '<title>示例县</title><div id="app"></div><script src="/js/app.js"></script>'),
  '/script-shell-loading': answer(200, '<div id="app">加载中…</div><script src="/js/app.js"></script>'),
  '/noscript-only': answer(200, shell('<noscript>请启用 JavaScript</noscript><script src="/a.js"></script>')),
  '/images': answer(200, shell('<a href="/index.html"><img src="/picture.png"></a>')),
  '/picture.png': answer(200, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), { 'Content-Type': 'image/png' }),
  '/images-missing': answer(200, shell('<img src="/404.png">')),
  '/404.png': answer(404, 'not found'),
  '/pdf': answer(200, '%PDF-1.7 abcdefg', { 'Content-Type': 'application/pdf' }),
};

/** 示例县人民政府 and a few words of it in GBK, twenty times: no encoder in the platform, so the bytes are written out. */
const gbkHome = Buffer.concat([
  Buffer.from('<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>'),
  Buffer.from('cabec0fdcfd8', 'hex'),
  Buffer.from('</title></head><body><p>'),
  ...Array.from({ length: 20 }, () => Buffer.from('cabec0fdcfd8c8cbc3f1d5feb8ae', 'hex')),
  Buffer.from('</p></body></html>'),
]);
