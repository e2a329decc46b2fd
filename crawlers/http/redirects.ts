import type { FetchRequest } from '#core/context.ts';

/** Statuses that browsers follow. */
const followed = new Set([301, 302, 303, 307, 308]);

export type Redirect = { kind: 'none' } | { kind: 'to'; url: URL } | { kind: 'invalid'; location: string };

/** Where an answer sends the visitor on to. A redirect status without Location is shown as it is, as browsers do. */
export function redirectOf(from: URL, status: number, headers: readonly (readonly [string, string])[]): Redirect {
  if (!followed.has(status)) return { kind: 'none' };
  const location = headers.find(([name]) => name === 'location')?.[1].trim();
  if (location === undefined || location === '') return { kind: 'none' };
  const url = URL.parse(escapeBytes(location), from.href);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    return { kind: 'invalid', location };
  if (url.hash === '') url.hash = from.hash;
  url.username = '';
  url.password = '';
  return { kind: 'to', url };
}

export type Sent = Pick<FetchRequest, 'method' | 'body' | 'contentType'>;

/** What is sent to the next address: 303, and 301 and 302 after a POST, turn into a GET without body, as in browsers. */
export function afterRedirect(sent: Sent, status: number): Sent {
  const turns = status === 303 ? sent.method !== 'HEAD' : (status === 301 || status === 302) && sent.method === 'POST';
  return turns ? { method: 'GET' } : sent;
}

/** Header values arrive as latin1, one character a byte: raw UTF-8 or GBK bytes are percent-encoded as browsers do. */
function escapeBytes(value: string): string {
  return value.replace(/[\x80-\xff]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
