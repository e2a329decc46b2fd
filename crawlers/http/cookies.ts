type Cookie = { name: string; value: string; host: string; domain: boolean; path: string; secure: boolean };

/**
 * Cookies inside one redirect chain and nowhere else. Many sites set one and redirect to the same address; without it a
 * working site looks like a redirect loop.
 */
export type Cookies = {
  take(url: URL, headers: readonly (readonly [string, string])[]): void;
  header(url: URL): string;
};

const most = 50;
const longest = 4096;

export function openCookies(): Cookies {
  const jar = new Map<string, Cookie>();
  return {
    take(url, headers) {
      for (const [name, value] of headers) {
        if (name !== 'set-cookie' || value.length > longest) continue;
        const cookie = parse(url, value);
        if (!cookie) continue;
        const key = `${cookie.host}|${cookie.path}|${cookie.name}`;
        if (jar.has(key) || jar.size < most) jar.set(key, cookie);
      }
    },
    header(url) {
      const fits = (c: Cookie) =>
        (c.domain ? url.hostname === c.host || url.hostname.endsWith(`.${c.host}`) : url.hostname === c.host) &&
        (url.pathname === c.path || url.pathname.startsWith(c.path.endsWith('/') ? c.path : `${c.path}/`)) &&
        (!c.secure || url.protocol === 'https:');
      return [...jar.values()]
        .filter(fits)
        .map((c) => `${c.name}=${c.value}`)
        .join('; ');
    },
  };
}

function parse(url: URL, header: string): Cookie | null {
  const [pair = '', ...attributes] = header.split(';');
  const eq = pair.indexOf('=');
  const name = pair.slice(0, Math.max(eq, 0)).trim();
  const value = pair.slice(eq + 1).trim();
  // Anything that could break out of our own request header is dropped.
  if (name === '' || !/^[\x21-\x7e]+$/.test(name) || !/^[\x20-\x7e]*$/.test(value)) return null;
  const cookie: Cookie = { name, value, host: url.hostname, domain: false, path: defaultPath(url), secure: false };
  for (const attribute of attributes) {
    const at = attribute.indexOf('=');
    const key = (at < 0 ? attribute : attribute.slice(0, at)).trim().toLowerCase();
    const given = at < 0 ? '' : attribute.slice(at + 1).trim();
    if (key === 'domain') {
      const domain = given.replace(/^\./, '').toLowerCase();
      if (url.hostname === domain || (domain.includes('.') && url.hostname.endsWith(`.${domain}`))) {
        cookie.host = domain;
        cookie.domain = true;
      } else if (domain !== '') return null;
    } else if (key === 'path' && given.startsWith('/')) cookie.path = given;
    else if (key === 'secure') cookie.secure = true;
  }
  return cookie;
}

function defaultPath(url: URL): string {
  const end = url.pathname.lastIndexOf('/');
  return end <= 0 ? '/' : url.pathname.slice(0, end);
}
