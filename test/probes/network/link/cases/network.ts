import type { Socket } from 'node:net';
import { byMethod, bytes, html, inTurn, type LinkSite, notFound, redirect, status } from '../../../../servers/links.ts';
import { type CaseGroup, type LinkCase, main } from './case.ts';
import { article } from './pages.ts';

const page = html(article(71));
/** Ten megabytes in pieces, as a big attachment comes. */
const big: NonNullable<LinkCase['serve']> = ({ response, head }) => {
  response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': String(10 * 1024 * 1024) });
  if (head) {
    response.end();
    return;
  }
  const piece = Buffer.alloc(64 * 1024, '%PDF-1.7 example ');
  let left = 160;
  const send = (): void => {
    while (left > 0 && !response.destroyed) {
      left--;
      if (!response.write(piece)) {
        response.once('drain', send);
        return;
      }
    }
    if (left === 0) response.end();
  };
  send();
};
const hang = (): void => {};
/** Answers the invented address with an honest 404 and any other one by `serve`. */
const answer = (socket: Socket, serve: () => void): void => {
  socket.once('data', (data: Buffer) => {
    if (data.toString('latin1').includes('/xuncha-')) socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    else serve();
  });
};
const reply = (socket: Socket, text: string): void => answer(socket, () => socket.end(text, 'latin1'));
const ok = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n';
const body = Buffer.from(article(72)).toString('latin1');
const length = Buffer.byteLength(article(72));
let resets = 0;

const headHosts = ['403', '404', '405', '500', '501', 'reset'] as const;
const plainFile = bytes('application/pdf', '%PDF-1.7 an example');
const headSites = Object.fromEntries(
  headHosts.map((name): [string, LinkSite] => [
    `head${name}.shili.example`,
    {
      routes: {
        ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`/f/${i}.pdf`, plainFile])),
        '/f/odd.pdf': byMethod(
          name === 'reset' ? ({ request }) => request.socket.destroy() : status(Number(name)),
          plainFile,
        ),
      },
    },
  ]),
);
const headCases = headHosts.flatMap((name): LinkCase[] => [
  ...Array.from(
    { length: 12 },
    (_, i): LinkCase => ({
      id: `head-${name}-plain-${i}`,
      why: 'a file like any other, from which HEAD is learnt',
      url: `http://head${name}.shili.example/f/${i}.pdf`,
      status: 'ok',
      reason: 'OK',
    }),
  ),
  {
    id: `head-${name}`,
    why: 'HEAD refused, GET opens',
    url: `http://head${name}.shili.example/f/odd.pdf`,
    status: 'ok',
    reason: 'OK',
    requests: 2,
  },
  {
    id: `head-${name}-gone`,
    why: 'HEAD is trusted only to find good',
    url: `http://head${name}.shili.example/f/gone.pdf`,
    status: 'broken',
    reason: 'HTTP_404',
  },
]);

/** Connections, names, protocol faults, big and slow things. */
export const networkCases: CaseGroup = {
  sites: {
    ...headSites,
    'refused.shili.example': { refused: true },
    'silent.shili.example': { raw: hang },
    'reset.shili.example': { raw: (s) => s.once('data', () => s.resetAndDestroy()) },
    'reset-once.shili.example': {
      raw: (s) =>
        answer(s, () =>
          resets++ === 0 ? s.resetAndDestroy() : s.end(`${ok}Content-Length: ${length}\r\n\r\n${body}`, 'latin1'),
        ),
    },
    'noanswer.shili.example': { raw: (s) => s.once('data', () => s.end()) },
    'garbage.shili.example': { raw: (s) => reply(s, 'SSH-2.0-OpenSSH_9.6\r\n\x00\x01\x02') },
    'barelf.shili.example': {
      raw: (s) =>
        reply(s, `HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Length: ${length}\n\n${body}`),
    },
    'chunk.shili.example': {
      raw: (s) =>
        reply(s, `${ok}Transfer-Encoding: chunked\r\n\r\n${length.toString(16)}\r\n${body}\r\nzz not a chunk\r\n`),
    },
    'chunk-first.shili.example': { raw: (s) => reply(s, `${ok}Transfer-Encoding: chunked\r\n\r\nzz not a chunk\r\n`) },
    'gzip.shili.example': {
      raw: (s) => reply(s, `${ok}Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\nthis is no gzip data`),
    },
    'short.shili.example': { raw: (s) => reply(s, `${ok}Content-Length: 900000\r\n\r\n${body}`) },
    'cut.shili.example': {
      raw: (s) =>
        s.once('data', () =>
          s.write(`${ok}Content-Length: 900\r\n\r\n`, 'latin1', () => setTimeout(() => s.resetAndDestroy(), 20)),
        ),
    },
    'slowheader.shili.example': {
      raw: (s) => {
        s.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => s.write('X-A: b\r\n'), 50);
        s.on('close', () => clearInterval(timer));
      },
    },
    'slowbody.shili.example': {
      raw: (s) => {
        let at = 0;
        answer(s, () => {
          s.write(`${ok}Content-Length: ${length}\r\n\r\n${body.slice(0, 2000)}`, 'latin1');
          const timer = setInterval(() => s.write(body.slice(2000 + at, 2000 + ++at), 'latin1'), 50);
          s.on('close', () => clearInterval(timer));
        });
      },
    },
    'stuckbody.shili.example': { raw: (s) => s.once('data', () => s.write(`${ok}Content-Length: 5000\r\n\r\n`)) },
    'big.shili.example': {},
  },
  cases: [
    ...headCases,
    {
      id: 'refused',
      why: 'nobody listens, twice',
      url: 'http://refused.shili.example/a.html',
      status: 'broken',
      reason: 'NET_REFUSED',
      requests: 2,
    },
    {
      id: 'timeout',
      why: 'silent twice while the control point answers',
      url: 'http://silent.shili.example/a.html',
      status: 'broken',
      reason: 'NET_TIMEOUT',
      requests: 2,
    },
    {
      id: 'timeout-once',
      why: 'slow once, then fine',
      url: `${main}/n/slow-once.html`,
      serve: inTurn(hang, page),
      status: 'ok',
      reason: 'OK',
      requests: 2,
    },
    {
      id: 'slow-header',
      why: 'headers that never end',
      url: 'http://slowheader.shili.example/a.html',
      status: 'broken',
      reason: 'NET_TIMEOUT',
    },
    {
      id: 'slow-body',
      why: 'the text is there long before the end',
      url: 'http://slowbody.shili.example/a.html',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'stuck-body',
      why: 'headers and then nothing: a white page',
      url: 'http://stuckbody.shili.example/a.html',
      status: 'broken',
      reason: 'NET_TIMEOUT',
    },
    {
      id: 'reset',
      why: 'cut off twice',
      url: 'http://reset.shili.example/a.html',
      status: 'broken',
      reason: 'NET_RESET',
      requests: 2,
    },
    {
      id: 'reset-once',
      why: 'cut off once',
      url: 'http://reset-once.shili.example/a.html',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'no-answer',
      why: 'closed without a byte, twice',
      url: 'http://noanswer.shili.example/a.html',
      status: 'broken',
      reason: 'NET_EMPTY',
    },
    {
      id: 'cut-body',
      why: 'headers and then a reset',
      url: 'http://cut.shili.example/a.html',
      status: 'broken',
      reason: 'NET_RESET',
    },
    {
      id: 'short-body',
      why: 'promised more than it sent, all text is there',
      url: 'http://short.shili.example/a.html',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'nxdomain',
      why: 'no such name, while a control name resolves',
      url: 'http://gone.nowhere.example/a.html',
      external: true,
      status: 'broken',
      reason: 'DNS_NXDOMAIN',
      requests: 0,
    },
    {
      id: 'servfail',
      why: 'the question failed: nobody knows',
      url: 'http://servfail.nowhere.example/a.html',
      external: true,
      status: 'undeterminable',
      reason: 'DNS_SERVFAIL',
    },
    {
      id: 'dns-silent',
      why: 'no answer from the name server',
      url: 'http://silent.nowhere.example/a.html',
      external: true,
      status: 'undeterminable',
      reason: 'DNS_SERVFAIL',
    },
    {
      id: 'garbage',
      why: 'not HTTP at all: a browser must confirm',
      url: 'http://garbage.shili.example/a.html',
      status: 'undeterminable',
      reason: 'NET_PROTOCOL',
    },
    {
      id: 'bare-lf',
      why: 'line ends that browsers forgive',
      url: 'http://barelf.shili.example/a.html',
      status: 'caution',
      reason: 'NET_PROTOCOL',
    },
    {
      id: 'chunk-garbage',
      why: 'the page is complete before the garbage',
      url: 'http://chunk.shili.example/a.html',
      status: 'caution',
      reason: 'NET_PROTOCOL',
    },
    {
      id: 'chunk-first',
      why: 'garbage instead of the first piece',
      url: 'http://chunk-first.shili.example/a.html',
      status: 'undeterminable',
      reason: 'NET_PROTOCOL',
    },
    {
      id: 'gzip-garbage',
      why: 'says gzip and is none',
      url: 'http://gzip.shili.example/a.html',
      status: 'undeterminable',
      reason: 'NET_PROTOCOL',
    },
    {
      id: 'big-file',
      why: 'ten megabytes: the first kilobytes are enough',
      url: 'http://big.shili.example/n/big.pdf',
      serve: big,
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'pdf-as-html',
      why: 'a file sent with the type of a page',
      url: `${main}/n/typed.pdf`,
      serve: bytes('text/html', '%PDF-1.4 example bytes'),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'html-as-octets',
      why: 'an error page sent with the type of a file',
      url: `${main}/n/typed.doc`,
      serve: bytes(
        'application/octet-stream',
        '<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>',
      ),
      status: 'broken',
      reason: 'SOFT_404',
    },
    {
      id: 'zip',
      why: 'an archive',
      url: `${main}/n/a.zip`,
      serve: bytes('application/zip', 'PK\x03\x04 example'),
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'image',
      why: 'a picture',
      url: `${main}/n/a.gif`,
      serve: bytes('image/gif', 'GIF89a example'),
      tag: 'img',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'style',
      why: 'a style sheet',
      url: `${main}/n/a.css`,
      serve: bytes('text/css', 'body{color:#333}'),
      tag: 'link',
      status: 'ok',
      reason: 'OK',
    },
    {
      id: 'head-hangs',
      why: 'pages are asked with GET anyway',
      url: `${main}/n/headhang.html`,
      serve: byMethod(hang, page),
      status: 'ok',
      reason: 'OK',
      requests: 1,
    },
    {
      id: 'redirect-hang',
      why: 'the end of the chain is silent',
      url: `${main}/n/to-silent.html`,
      serve: redirect('http://silent.shili.example/b.html'),
      status: 'broken',
      reason: 'NET_TIMEOUT',
    },
    {
      id: 'gone-after',
      why: 'opens once: the first good look counts',
      url: `${main}/n/good-first.html`,
      serve: inTurn(page, notFound),
      status: 'ok',
      reason: 'OK',
      requests: 1,
    },
  ],
};
