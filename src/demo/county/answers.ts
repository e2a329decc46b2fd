import { compoundFile, pdf } from './assets.ts';
import { encodeGbk } from './gbk.ts';
import type { Answer } from './types.ts';

const utf8 = new TextEncoder();

/** An answer with an HTML page. */
export function html(
  text: string,
  options: { status?: number; charset?: 'utf-8' | 'gbk'; header?: string | null } = {},
): Answer {
  const charset = options.charset ?? 'utf-8';
  const declared = options.header === undefined ? charset : options.header;
  return {
    status: options.status ?? 200,
    headers: [['content-type', declared === null ? 'text/html' : `text/html; charset=${declared}`]],
    body: charset === 'gbk' ? encodeGbk(text) : utf8.encode(text),
  };
}

export function bytes(type: string, body: Uint8Array | string, status = 200): Answer {
  return { status, headers: [['content-type', type]], body: typeof body === 'string' ? utf8.encode(body) : body };
}

export function redirect(location: string, status = 302): Answer {
  return { status, headers: [['location', location]], body: new Uint8Array(0) };
}

export const word = (): Answer => bytes('application/msword', compoundFile());
export const excel = (): Answer => bytes('application/vnd.ms-excel', compoundFile());
export const pdfFile = (): Answer => bytes('application/pdf', pdf());

/** 瑞数: 412 with a script that only a browser gets past. The names are invented, the shape is that of the product. */
export function challenge412(): Answer {
  return {
    status: 412,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['set-cookie', 'FSSBBIl1UgzbN7N80S=60demo0session0value; Path=/; HttpOnly'],
    ],
    body: utf8.encode(
      `<!DOCTYPE html><html><head><meta charset="utf-8"><meta id="demoChallengeMeta" content="q7Xk2demo" r="m"><script type="text/javascript" r="m">$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=10021;$_ts.cd="qrDemo";if($_ts.lcd)$_ts.lcd();</script><script type="text/javascript" charset="iso-8859-1" src="/k3demo/c7.js" r="m"></script></head><body></body></html>`,
    ),
  };
}

/** 加速乐: 521 with a script that sets a clearance cookie. */
export function challenge521(): Answer {
  return {
    status: 521,
    headers: [
      ['content-type', 'text/html'],
      ['server', 'Jsl-demo'],
      ['set-cookie', '__jsluid_h=demo0d41d8cd98f00b204e9800998ecf; max-age=31536000; path=/; HttpOnly'],
    ],
    body: utf8.encode(
      `<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_clearance=demo.1|-1|x%3D');location.href=location.pathname+location.search</script>`,
    ),
  };
}
