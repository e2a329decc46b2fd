import { isUtf8 } from 'node:buffer';
import robotsParser from 'robots-parser';
import { partsOf } from './address-shape.ts';
import { normalEscapes } from './canonical.ts';

/** 爬虫协议 — what the robots.txt of one host lets us do. */
export type Robots = {
  /**
   * `followed`: its rules hold. `absent`: there is none (4xx, or a web page in its place), everything may be asked for. `unreadable`: server
   * error, rate limit or no answer; by RFC 9309 nothing may be asked for.
   */
  state: 'followed' | 'absent' | 'unreadable';
  /** Judges path and query alone: keep one for each host, and ask the one of the address's host. `/robots.txt` itself is always allowed. */
  allowed(url: string): boolean;
  /** Crawl-delay in milliseconds, more than 0 and at most 10,000: a longer one would mean no crawl at all. Null: none is asked for. */
  delayMs: number | null;
  /** Addresses of sitemaps, absolute, http(s), at most 50. They may lie on other hosts: the crawl's scope decides. */
  sitemaps: readonly string[];
};

/** RFC 9309 2.5: at least 500 kibibytes must be read; the rest is cut at a line's end. */
const maxBytes = 500 * 1024;
const maxDelayMs = 10_000;
const maxSitemaps = 50;
/** Rules beyond this many are passed over: no site has them, and each costs time for every address. */
const maxRules = 2_000;
/** Characters of all rules with a wildcard: the time such a rule takes grows with its length times that of the address. */
const maxWildcardCharacters = 3_000;
/** No address longer than that is ever asked for. */
const maxRuleLength = 2_000;

type Answer = { status?: number; body: Uint8Array; outcome: string; url: string };

/** 读取 robots.txt by RFC 9309 from the answer to the request for it (redirects followed). `userAgent`: our token, or a header that begins with it. */
export function readRobots(answer: Answer, userAgent: string): Robots {
  const state = stateOf(answer);
  if (state !== 'followed') return without(state);
  const lines = linesOf(answer.body);
  if (lines === null) return without('absent');
  const token = /^[a-z_-]+/i.exec(userAgent)?.[0].toLowerCase() ?? '';
  const own = openGroup();
  const common = openGroup();
  const sitemaps = new Set<string>();
  let current: Group[] = [];
  let naming = false;
  for (const line of lines) {
    const record = recordOf(line);
    if (record === null) continue;
    if (record.key === 'user-agent') {
      if (!naming) current = [];
      naming = true;
      const group =
        groupOf(record.value, token) === 'own' ? own : groupOf(record.value, token) === 'common' ? common : null;
      if (group !== null) {
        group.named = true;
        current.push(group);
      }
    } else if (record.key === 'sitemap') {
      const url = URL.parse(record.value, answer.url);
      if (url !== null && /^https?:$/.test(url.protocol) && sitemaps.size < maxSitemaps) sitemaps.add(url.href);
    } else {
      naming = false;
      for (const group of current) group.add(record.key, record.value);
    }
  }
  const group = own.named ? own : common;
  return { state, allowed: judgeOf(group), delayMs: group.delayMs, sitemaps: [...sitemaps] };
}

const without = (state: 'absent' | 'unreadable'): Robots => ({
  state,
  allowed: state === 'absent' ? () => true : isRobotsFile,
  delayMs: null,
  sitemaps: [],
});

const isRobotsFile = (url: string): boolean => partsOf(url).path === '/robots.txt';

function stateOf({ status, outcome }: Answer): Robots['state'] {
  // RFC 9309 2.3.1.2: too many redirects may be taken as a file that is not there.
  if (/^redirect-(?:loop|limit|invalid)$/.test(outcome)) return 'absent';
  if (outcome !== 'response' || status === undefined) return 'unreadable';
  if (status >= 200 && status < 300) return 'followed';
  // A rate limit says nothing about the file, and crawling on would be the wrong answer to it.
  return status >= 500 || status === 429 || status < 200 ? 'unreadable' : 'absent';
}

/** Lines with one character a byte, comments cut; null when it is a web page in the place of a robots.txt. */
function linesOf(body: Uint8Array): string[] | null {
  let bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, maxBytes));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) bytes = Buffer.from(new TextDecoder('utf-16le').decode(bytes), 'utf8');
  else if (bytes[0] === 0xfe && bytes[1] === 0xff)
    bytes = Buffer.from(new TextDecoder('utf-16be').decode(bytes), 'utf8');
  let text = bytes.toString('latin1');
  if (text.startsWith('\xef\xbb\xbf')) text = text.slice(3);
  if (body.byteLength > maxBytes) text = text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  const lines = text.split(/[\r\n]+/).map((line) => {
    const comment = line.indexOf('#');
    return (comment < 0 ? line : line.slice(0, comment)).trim();
  });
  return /^\s*</.test(text) && !lines.some((line) => recordOf(line)?.key === 'user-agent') ? null : lines;
}

const keys =
  /^(user[- ]?agent|dis+allow|allow|crawl[- ]?delay|site[- ]?map)(?:[ \t]{0,20}(?::|\xa3\xba|\xef\xbc\x9a)|[ \t]{1,20}(?=\S))[ \t]*/i;

type Record = { key: 'user-agent' | 'disallow' | 'allow' | 'crawl-delay' | 'sitemap'; value: string };

/** A line of a known kind, whatever its case; a missing or a full-width colon (GBK, UTF-8) is what people type by mistake. */
function recordOf(line: string): Record | null {
  const found = keys.exec(line);
  if (!found) return null;
  const typed = found[1]?.toLowerCase() ?? '';
  const key = typed.startsWith('user')
    ? 'user-agent'
    : typed.startsWith('dis')
      ? 'disallow'
      : typed.startsWith('crawl')
        ? 'crawl-delay'
        : typed.startsWith('site')
          ? 'sitemap'
          : 'allow';
  return { key, value: line.slice(found[0].length) };
}

function groupOf(agent: string, token: string): 'own' | 'common' | null {
  if (/^\*(?:\s|$)/.test(agent)) return 'common';
  return token !== '' && /^[a-z_-]+/i.exec(agent)?.[0].toLowerCase() === token ? 'own' : null;
}

type Group = {
  named: boolean;
  delayMs: number | null;
  rules: string[];
  add(key: Record['key'], value: string): void;
};

function openGroup(): Group {
  let wildcards = 0;
  return {
    named: false,
    delayMs: null,
    rules: [],
    add(key, value) {
      if (key === 'crawl-delay') {
        const seconds = /^\d{1,9}(?:\.\d{1,9})?/.exec(value)?.[0];
        const ms = Math.min(Math.round(Number(seconds ?? 0) * 1000), maxDelayMs);
        if (ms > 0) this.delayMs = ms;
        return;
      }
      if (value === '' || value.length > maxRuleLength) return;
      for (const pattern of patternsOf(value, key === 'allow')) {
        if (pattern.includes('*')) wildcards += pattern.length;
        if (this.rules.length >= maxRules || (pattern.includes('*') && wildcards > maxWildcardCharacters)) return;
        this.rules.push(`${key}: ${pattern}`);
      }
    },
  };
}

/**
 * The forms in which a rule may meet an address. Bytes are escaped as they stand (RFC 9309 2.2.2); where they are GBK, the UTF-8 form that
 * browsers ask for counts as well. Who allows a folder's index.html allows the folder.
 */
function patternsOf(value: string, allow: boolean): string[] {
  const bytes = Buffer.from(value, 'latin1');
  const forms = [value];
  if (!isUtf8(bytes)) forms.push(Buffer.from(new TextDecoder('gb18030').decode(bytes), 'utf8').toString('latin1'));
  if (allow && /\/index\.html?$/i.test(value)) forms.push(`${value.slice(0, value.lastIndexOf('/') + 1)}$`);
  return [...new Set(forms.map((f) => escaped(f).replace(/\*{2,}/g, '*')))];
}

/** One escaped form for rules and addresses: what an address may hold as it is or escaped is escaped. */
const escaped = (latin1: string): string =>
  normalEscapes(
    latin1.replace(
      /[^\x21-\x7e]|["<>\\^`{|}[\]]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    ),
  );

/** The package's types promise a default export beside what it exports; what arrives by import is the function itself. */
const parseRules = robotsParser as unknown as (
  url: string,
  text: string,
) => { isAllowed(url: string, agent: string): boolean | undefined };

/** The host that rules are matched under: their own was settled by who fetched them. */
const anyHost = 'http://robots.invalid';

function judgeOf(group: Group): (url: string) => boolean {
  if (!group.rules.some((r) => r.startsWith('disallow'))) return () => true;
  const rules = parseRules(`${anyHost}/robots.txt`, ['user-agent: *', ...group.rules].join('\n'));
  return (url) => {
    const { path, query } = partsOf(url);
    if (path === '/robots.txt') return true;
    const asked = query === '' ? path : `${path}?${query}`;
    const bytes = /[^\x00-\x7f]/.test(asked) ? Buffer.from(asked, 'utf8').toString('latin1') : asked;
    return rules.isAllowed(`${anyHost}${escaped(bytes).slice(0, 2 * maxRuleLength)}`, '*') ?? true;
  };
}
