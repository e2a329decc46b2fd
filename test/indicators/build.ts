import type { Evidence, Locator } from '#core/evidence.ts';
import {
  type LinkReason,
  type Observation,
  type ObservationKind,
  type ObservationValue,
  observationKey,
  observationValues,
  recordTarget,
  type UnobservedReason,
} from '#core/observation.ts';
import { Account, Site } from '#core/registry.ts';

/** Invented site and account that the tables judge. */
export const home = 'https://www.shili.gov.cn/';
export const site = Site.parse({
  id: 'shili',
  organization: 'shili-gov',
  name: '示例县人民政府',
  home,
  siteCode: '5009990001',
  kind: 'portal',
});
export const account = Account.parse({
  id: 'shili-wx',
  organization: 'shili-gov',
  platform: 'wechat',
  name: '示例发布',
  handle: 'shilifabu',
});

/** Instant of most tables: a Sunday noon in Asia/Shanghai. */
export const asOf = '2026-11-22T04:00:00.000Z';
/** Slot of the newest round in most tables, one hour before. */
export const roundSlot = '2026-11-22T03:00:00.000Z';

let hash = 0;
export function evidence(url: string, at: string = roundSlot, kind: Evidence['kind'] = 'html'): Evidence {
  hash = (hash + 1) % 0xffff;
  return { kind, sha256: hash.toString(16).padStart(64, '0'), url, capturedAt: at };
}

export const place: Locator = { selector: 'div.footer > p', line: 210, text: '页脚' };

type Given = { target?: string; slot?: string; observedAt?: string; subjectId?: string; evidence?: Evidence[] };

/** An observation whose value is checked by the schema, so that no table judges what no probe could write. */
export function seen<K extends ObservationKind>(
  kind: K,
  value: ObservationValue<K>,
  given: Given = {},
): Observation<K> {
  const target = given.target ?? ('url' in value ? value.url : 'shilifabu');
  const slot = given.slot ?? roundSlot;
  const subjectId = given.subjectId ?? (kind.startsWith('account.') ? account.id : site.id);
  observationValues[kind].parse(value);
  return {
    key: observationKey({ kind, subjectId, target, slot }),
    kind,
    subjectId,
    target,
    slot,
    observedAt: given.observedAt ?? slot,
    probe: { id: 'test', version: 1 },
    status: 'observed',
    value,
    evidence: given.evidence ?? [evidence(target, slot)],
  } as unknown as Observation<K>;
}

export function unseen<K extends ObservationKind>(
  kind: K,
  target: string,
  reason: UnobservedReason = 'blocked',
  given: Given = {},
): Observation<K> {
  const slot = given.slot ?? roundSlot;
  const subjectId = given.subjectId ?? (kind.startsWith('account.') ? account.id : site.id);
  return {
    key: observationKey({ kind, subjectId, target, slot }),
    kind,
    subjectId,
    target,
    slot,
    observedAt: slot,
    probe: { id: 'test', version: 1 },
    status: 'unobserved',
    reason,
    detail: reason === 'local-network' ? '控制点也打不开，本机网络有故障' : '访问被防护拦截，看不到页面内容',
    evidence: [],
  } as unknown as Observation<K>;
}

export function access(over: Partial<ObservationValue<'site.access'>> = {}): ObservationValue<'site.access'> {
  return {
    url: home,
    finalUrl: home,
    outcome: 'opened',
    openedMs: 320,
    watchedMs: 400,
    watchLimitMs: 30_000,
    phases: { end: 400 },
    redirects: [],
    certificate: 'valid',
    bodyBytes: 20_000,
    bodySha256: null,
    notes: [],
    engine: 'strict',
    vantage: '本机',
    ...over,
  };
}

/** A visit that never opened. */
export const timedOut = (over: Partial<ObservationValue<'site.access'>> = {}) =>
  access({ outcome: 'timeout', stage: 'headers', openedMs: null, watchedMs: 30_000, ...over });

type Mark = NonNullable<ObservationValue<'page.footer-marks'>['icp']>;
export const mark = (value: string, over: Partial<Mark> = {}): Mark => ({
  value,
  place,
  from: 'page',
  doubts: [],
  ...over,
});

/** A page whose footer is complete. */
export function footer(
  over: Partial<ObservationValue<'page.footer-marks'>> = {},
): ObservationValue<'page.footer-marks'> {
  return {
    url: home,
    role: 'home',
    conac: mark('1A2B3C4D5E6F708192A3B4C5D6E7F809'),
    siteCode: mark('5009990001'),
    icp: mark('渝ICP备20260001号-1'),
    publicSecurity: mark('50099902000101'),
    sponsor: mark('示例县人民政府办公室'),
    contact: mark('023-70000000'),
    errorReport: mark('5009990001'),
    inert: [],
    siteIdCode: '5009990001',
    unreadScripts: [],
    ...over,
  };
}

type Row = ObservationValue<'page.dated-items'>['items'][number];
export const row = (n: string, date: string | null, over: Partial<Row> = {}): Row => ({
  title: `示例信息${n}`,
  url: `${home}art/${n}.html`,
  date,
  source: date === null ? 'none' : 'row',
  place,
  ...over,
});

export function dated(
  items: readonly Row[],
  over: Partial<ObservationValue<'page.dated-items'>> = {},
): ObservationValue<'page.dated-items'> {
  return { url: home, role: 'home', items: [...items], unreadLists: [], navigationOnly: false, ...over };
}

export function article(
  n: string,
  date: string | null,
  over: Partial<ObservationValue<'page.publish-date'>> = {},
): ObservationValue<'page.publish-date'> {
  return {
    url: `${home}art/${n}.html`,
    title: `示例信息${n}`,
    date,
    time: null,
    source: date === null ? 'none' : 'labelled',
    confidence: 'high',
    candidates: [],
    isArticle: true,
    ...over,
  };
}

type Link = ObservationValue<'link.status'>;
const attempt = (status: number | undefined, code?: string): Link['attempts'][number] => ({
  at: roundSlot,
  method: 'GET',
  ...(status === undefined ? {} : { status }),
  ...(code === undefined ? {} : { code }),
  ms: 120,
});
export const attempts = (...all: (number | string)[]) =>
  all.map((a) => (typeof a === 'number' ? attempt(a) : attempt(undefined, a)));

export function link(n: string, status: Link['status'], reason: LinkReason, over: Partial<Link> = {}): Link {
  return {
    url: `${home}${n}`,
    status,
    reason,
    attempts: status === 'broken' ? attempts(404, 404) : attempts(200),
    parents: [{ url: home, role: 'home', tag: 'a', text: `示例链接${n}`, place }],
    parentCount: 1,
    external: false,
    ...over,
  };
}

type Posts = ObservationValue<'account.posts'>;
/** A post known to the second, or to the day (`2026-11-14`), or not at all. */
export function post(
  id: string,
  when: string | null,
  over: Partial<Posts['posts'][number]> = {},
): Posts['posts'][number] {
  const day = when !== null && when.length === 10;
  const start = day ? new Date(Date.parse(`${when}T00:00:00+08:00`)).toISOString() : (when ?? '');
  const end = day ? new Date(Date.parse(`${when}T23:59:59.999+08:00`)).toISOString() : (when ?? '');
  return {
    id,
    title: `示例推文${id}`,
    url: null,
    published: when === null ? null : { from: start, to: end },
    original: 'unknown',
    pinned: false,
    ...over,
  };
}
export function posts(list: readonly Posts['posts'][number][], over: Partial<Posts> = {}): Posts {
  return {
    platform: 'wechat',
    source: 'import',
    coverage: 'complete',
    window: { from: '2026-08-01', to: '2026-11-22' },
    attestedBy: '示例县政府办 李某',
    posts: [...list],
    ...over,
  };
}

type Crawl = ObservationValue<'site.crawl'>;
const noLinks = { ok: 0, caution: 0, broken: 0, skipped: 0, undeterminable: 0 };
/** A crawl that came to its end: 40 links of the home page and 400 others, all open unless said otherwise. */
export function crawl(
  over: Partial<Omit<Crawl, 'links' | 'home'>> & {
    home?: Partial<Crawl['links']['home']>;
    inner?: Partial<Crawl['links']['inner']>;
  } = {},
): Crawl {
  const { home: onHome, inner, ...rest } = over;
  return {
    home,
    startedAt: '2026-11-22T03:00:05.000Z',
    endedAt: '2026-11-22T03:20:00.000Z',
    robots: 'followed',
    pages: { read: 120, unchanged: 0, rendered: 0, failed: 0, blocked: 0, notPage: 0 },
    links: { home: { ...noLinks, ok: 40, ...onHome }, inner: { ...noLinks, ok: 400, ...inner } },
    occurrences: 5_000,
    limits: [],
    unjudged: [],
    unjudgedCount: 0,
    sitemaps: [],
    bytes: 4_000_000,
    requests: 600,
    ...rest,
  };
}

type Manual = ObservationValue<'manual.record'>;
/** What a person recorded on one day about one indicator; with findings it is a fail. */
export function record(
  indicator: string,
  over: Partial<Manual> & { day?: string } = {},
  given: Given = {},
): Observation<'manual.record'> {
  const { day = '2026-11-20', ...rest } = over;
  const value: Manual = {
    indicator,
    outcome: over.findings !== undefined && over.findings.length > 0 ? 'fail' : 'pass',
    findings: [],
    period: { from: day, to: day },
    person: '李某',
    note: '',
    ...rest,
  };
  return seen('manual.record', value, {
    target: recordTarget(value),
    slot: `${day}T08:00:00.000Z`,
    evidence: [evidence('人工记录.xlsx', `${day}T08:30:00.000Z`, 'import')],
    ...given,
  });
}
/** One finding of a record. */
export const found = (fault: string, target: string = home, count?: number): Manual['findings'][number] => ({
  fault,
  target,
  note: `${target} 有问题`,
  ...(count === undefined ? {} : { count }),
});
