import type { Address, Picture } from './tag.ts';

const made = (address: string): Address => ({ address }) as Address;
const MAX_HREF = 2000;

/** Place inside the report. */
export function anchor(id: string): Address | null {
  return /^[A-Za-z0-9_-]{1,200}$/.test(id) ? made(`#${id}`) : null;
}

/** Relative path of stored evidence, with slashes: no scheme, no host, no absolute path, no query. */
export function evidencePath(path: string): Address | null {
  let encoded: string;
  try {
    // Names may be Chinese; what is percent-encoded already stays.
    encoded = encodeURI(path).replace(/%25([0-9A-Fa-f]{2})/g, '%$1');
  } catch {
    return null;
  }
  if (path.includes('\\') || !/^[A-Za-z0-9._~%-][A-Za-z0-9._~%/()+,=@!-]*$/.test(encoded) || encoded.length > MAX_HREF)
    return null;
  return made(encoded);
}

function parsed(url: string): URL | null {
  if (url.length > MAX_HREF) return null;
  try {
    const u = new URL(url);
    return (u.protocol === 'http:' || u.protocol === 'https:') && u.username === '' && u.password === '' ? u : null;
  } catch {
    return null;
  }
}

const bare = (host: string) => host.toLowerCase().replace(/^www\./, '');

/**
 * Address on the inspected site itself. Every other one is printed as text: a report must not lead its readers to a
 * hijacked or malicious page by a click.
 */
export function siteAddress(url: string, home: string): Address | null {
  const [u, h] = [parsed(url), parsed(home)];
  if (u === null || h === null) return null;
  const [host, own] = [bare(u.hostname), bare(h.hostname)];
  return host === own || host.endsWith(`.${own}`) ? made(u.href) : null;
}

const MAX_PICTURE = 80_000;

/** 小图 that lies inside the report: a JPEG of moderate size and nothing else. */
export function insidePicture(uri: string): Picture | null {
  return uri.length <= MAX_PICTURE && /^data:image\/jpeg;base64,[A-Za-z0-9+/]+={0,2}$/.test(uri)
    ? ({ picture: uri } as Picture)
    : null;
}
