import { half, tidy } from '../import/cell.ts';

/** 登记时贴进来的文字, read once for every adapter. */
export type Pasted = {
  /** Half-width, without blanks at the ends, at most 2,000 characters. */
  text: string;
  /** The first http(s) address in it, with or without the scheme typed. Null: none that can be an identity. */
  url: URL | null;
  /** Why an address that stands there cannot be one; Chinese. */
  bad?: string;
};

const maxChars = 2_000;
/** Chinese text and brackets end an address: share texts put no blank between the two. */
const addressPattern = /https?:\/\/[^\s<>"'`|\\^{}\u3000-\u303f\u4e00-\u9fff\u2018-\u201d\u300a\u300b]{1,1900}/i;
const bareAddress =
  /^[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62}){1,8}(?:\/[^\s<>"'`|\\^{}\u3000-\u303f\u4e00-\u9fff]{0,1900})?$/i;
/** Signs that close a sentence, not an address. */
const trailing = /[.,;:!?)\]}、。，；！？）】]+$/;

/** What a person pasted: a bare address, a share text with an address in it, or an id. Total: never throws. */
export function pasted(input: string): Pasted {
  const text = half(tidy(input.slice(0, maxChars))).trim();
  const found =
    addressPattern.exec(text)?.[0] ?? (bareAddress.test(text) && text.includes('/') ? `https://${text}` : null);
  if (found === null) return { text, url: null };
  const url = parseUrl(found.replace(trailing, ''));
  if (url === null) return { text, url: null, bad: '网址不完整' };
  if (url.username !== '' || url.password !== '')
    return { text, url: null, bad: '网址里夹着用户名（@ 前面的部分），真正的网站是 @ 后面的' };
  if (url.port !== '') return { text, url: null, bad: '网址带有端口号，不是平台的公开网址' };
  return { text, url };
}

/** An http(s) address, or null. */
export function parseUrl(text: string, base?: string): URL | null {
  const url = URL.parse(text, base);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null;
}

/** The host itself or a subdomain of it. `mp.weixin.qq.com.evil.example` is neither. */
export function hostIs(url: URL, ...hosts: readonly string[]): boolean {
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  return hosts.some((h) => host === h || host.endsWith(`.${h}`));
}

/** The parts of a path, decoded; a part that cannot be decoded stays as it is. */
export function pathParts(url: URL): string[] {
  return url.pathname
    .split('/')
    .filter((p) => p !== '')
    .slice(0, 20)
    .map((p) => {
      try {
        return decodeURIComponent(p);
      } catch {
        return p;
      }
    });
}

/** The first of the named query values that is not empty. */
export function queryOf(url: URL, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = url.searchParams.get(name)?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}
