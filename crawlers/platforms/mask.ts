/** What stands in the place of a token in everything that is kept or printed. */
const masked = '***';
/** Names of query parameters that carry a key whatever the service. */
const secretName =
  /^(?:.*[-_])?(?:key|token|secret|code|auth|password|passwd|pwd|sign|signature|sid|session|cookie|access[-_]?(?:key|token))$/i;
/** A part of a path that is a token and no name: long, of letters and digits. */
const tokenPart = /^(?=[^/]*\d)(?=[^/]*[a-z])[\w-]{20,}$/i;

/** 隐去口令: the address of a bridge as it may be shown. Every query value goes: nobody knows which of them opens the door. */
export function maskUrl(address: string): string {
  const url = URL.parse(address);
  if (!url) return masked;
  const path = url.pathname
    .split('/')
    .map((part) => (tokenPart.test(part) ? masked : part))
    .join('/');
  const query = [...new Set(url.searchParams.keys())].map((name) => `${name}=${masked}`).join('&');
  return `${url.protocol}//${url.host}${path}${query === '' ? '' : `?${query}`}`;
}

/** The literal tokens of an address, decoded and as written, longest first: what must not stand in anything that is kept. */
export function secretsOf(address: string): string[] {
  const url = URL.parse(address);
  if (!url) return [];
  const found = new Set<string>();
  const add = (text: string, least: number) => {
    if (text.length < least) return;
    found.add(text);
    found.add(encodeURIComponent(text));
  };
  add(decoded(url.password), 4);
  for (const [name, value] of url.searchParams) add(value, secretName.test(name) ? 4 : 16);
  for (const part of url.pathname.split('/')) if (tokenPart.test(part)) add(decoded(part), 20);
  return [...found].sort((a, b) => b.length - a.length);
}

/** A text without the tokens. */
export function scrubText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((t, secret) => t.replaceAll(secret, masked), text);
}

/** A plain value (objects, arrays, texts) without the tokens. */
export function scrub<T>(value: T, secrets: readonly string[]): T {
  if (secrets.length === 0) return value;
  const walk = (v: unknown): unknown => {
    if (typeof v === 'string') return scrubText(v, secrets);
    if (Array.isArray(v)) return v.map(walk);
    if (typeof v === 'object' && v !== null) return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, walk(x)]));
    return v;
  };
  return walk(value) as T;
}

/** Bytes without the tokens; the same bytes where there is none in them. */
export function scrubBytes(bytes: Uint8Array, secrets: readonly string[]): Uint8Array {
  if (secrets.length === 0 || bytes.length === 0) return bytes;
  // One character a byte: nothing is lost whatever the charset, and tokens are ASCII.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const clean = scrubText(text, secrets);
  return clean === text ? bytes : Buffer.from(clean, 'latin1');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
