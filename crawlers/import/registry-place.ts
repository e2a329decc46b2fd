import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { explainIssues } from '#core/explain.ts';
import { Account, Organization, type Registry, Site } from '#core/registry.ts';
import type { FoundAccount, FoundOrganization, FoundRow, FoundSite } from './registry-row.ts';
import { guessClass } from './words.ts';

export type Kind = 'organization' | 'site' | 'account';

/** The register as it will be, with what finds its entries again. */
export type Draft = {
  title: string;
  organizations: Map<string, Organization>;
  sites: Map<string, Site>;
  accounts: Map<string, Account>;
  /** `kind:id` of everything the list speaks of. */
  touched: Set<string>;
  /** Which kinds it lists. */
  kinds: Set<'site' | 'account'>;
  /** Where an entry of the list was first read. */
  readAt: Map<string, { place: string; text: string }>;
  /** Units whose class was not told. */
  guessed: Set<string>;
  index: { organizationByName: Map<string, string>; siteByKey: Map<string, string>; accountByKey: Map<string, string> };
};

type Problem = { message: string; hint?: string };

export function emptyDraft(current: Registry | null, title: string): Draft {
  const draft: Draft = {
    title: current?.title ?? title,
    organizations: new Map(current?.organizations.map((o) => [o.id, o])),
    sites: new Map(current?.sites.map((s) => [s.id, s])),
    accounts: new Map(current?.accounts.map((a) => [a.id, a])),
    touched: new Set(),
    kinds: new Set(),
    readAt: new Map(),
    guessed: new Set(),
    index: { organizationByName: new Map(), siteByKey: new Map(), accountByKey: new Map() },
  };
  for (const o of draft.organizations.values()) draft.index.organizationByName.set(nameKey(o.name), o.id);
  for (const s of draft.sites.values()) for (const key of siteKeys(s)) draft.index.siteByKey.set(key, s.id);
  for (const a of draft.accounts.values())
    for (const key of [...idKeys(a), ...accountKeys(a, a.organization)]) draft.index.accountByKey.set(key, a.id);
  return draft;
}

/** Puts one row into the draft. Returns what keeps it out. */
export function place(draft: Draft, found: FoundRow, where: string): Problem[] {
  const organization = placeOrganization(draft, found.organization);
  if ('problems' in organization) return organization.problems;
  return [
    ...(found.site ? placeSite(draft, found.site, organization.id, where) : []),
    ...(found.account ? placeAccount(draft, found.account, organization.id, where) : []),
  ];
}

function placeOrganization(draft: Draft, found: FoundOrganization): { id: string } | { problems: Problem[] } {
  let parent: string | undefined;
  if (found.parent !== undefined && nameKey(found.parent) !== nameKey(found.name)) {
    const up = placeOrganization(draft, { name: found.parent });
    if ('problems' in up) return up;
    parent = up.id;
  }
  const key = nameKey(found.name);
  const id = draft.index.organizationByName.get(key);
  const was = id === undefined ? undefined : draft.organizations.get(id);
  if (!was && found.class === undefined) draft.guessed.add(found.name);
  if (found.class !== undefined) draft.guessed.delete(found.name);
  const record = {
    ...(was ?? { id: `org-${digest(key)}`, name: found.name, class: guessClass(found.name), outwardService: true }),
    ...(found.class === undefined ? {} : { class: found.class }),
    ...(found.outwardService === undefined ? {} : { outwardService: found.outwardService }),
    ...(parent === undefined ? {} : { parent }),
  };
  const checked = check(Organization, record, '单位');
  if (!checked.ok) return { problems: checked.problems };
  draft.organizations.set(record.id, checked.value);
  draft.index.organizationByName.set(key, record.id);
  draft.touched.add(`organization:${record.id}`);
  return { id: record.id };
}

function placeSite(draft: Draft, found: FoundSite, organization: string, where: string): Problem[] {
  draft.kinds.add('site');
  const keys = siteKeys(found);
  const ids = new Set(keys.flatMap((k) => draft.index.siteByKey.get(k) ?? []));
  if (ids.size > 1)
    return [{ message: `标识码属于一个已登记的网站，网址属于另一个`, hint: '核对这一行的标识码和网址' }];
  const [id] = ids;
  const was = id === undefined ? undefined : draft.sites.get(id);
  const record = {
    ...(was ?? {
      id: freeId(draft.sites, siteId(found), found.home),
      domains: [],
      kind: 'department',
      closures: [],
      channels: [],
    }),
    organization,
    ...found,
  };
  const repeated = readAgain(draft, `site:${record.id}`, where, { ...found, organization });
  if (repeated) return repeated === 'same' ? [] : [repeated];
  const checked = check(Site, record, '网站');
  if (!checked.ok) return checked.problems;
  draft.sites.set(record.id, checked.value);
  for (const key of keys) draft.index.siteByKey.set(key, record.id);
  draft.touched.add(`site:${record.id}`);
  return [];
}

function placeAccount(draft: Draft, found: FoundAccount, organization: string, where: string): Problem[] {
  draft.kinds.add('account');
  const known = (keys: readonly string[]) =>
    keys.flatMap((k) => draft.accounts.get(draft.index.accountByKey.get(k) ?? '') ?? []);
  const was =
    known(idKeys(found))[0] ??
    known(accountKeys(found, organization))
      // Two accounts of one unit may share a name; what the platform calls them tells them apart.
      .find((a) => !a.handle || !found.handle || a.handle.toLowerCase() === found.handle.toLowerCase());
  const record = {
    ...(was ?? { id: freeId(draft.accounts, accountId(found, organization), organization) }),
    organization,
    ...found,
    // A list that names one id, or one former name, takes none of the others away.
    ...(found.ids === undefined ? {} : { ids: { ...was?.ids, ...found.ids } }),
    ...(found.aliases === undefined ? {} : { aliases: [...new Set([...(was?.aliases ?? []), ...found.aliases])] }),
  };
  const repeated = readAgain(draft, `account:${record.id}`, where, { ...found, organization });
  if (repeated) return repeated === 'same' ? [] : [repeated];
  const checked = check(Account, record, '账号');
  if (!checked.ok) return checked.problems;
  draft.accounts.set(record.id, checked.value);
  for (const key of [...idKeys(checked.value), ...accountKeys(found, organization)])
    draft.index.accountByKey.set(key, record.id);
  draft.touched.add(`account:${record.id}`);
  return [];
}

/** The same entry twice in one list: harmless when both rows say the same, else nobody knows which is right. */
function readAgain(draft: Draft, key: string, where: string, found: object): Problem | 'same' | undefined {
  const text = JSON.stringify(found);
  const before = draft.readAt.get(key);
  if (!before) {
    draft.readAt.set(key, { place: where, text });
    return undefined;
  }
  if (before.text === text) return 'same';
  return { message: `与${before.place}登记的是同一个，内容却不同`, hint: '只留一行，或改正标识码、网址、账号' };
}

function check<S extends z.ZodType>(
  schema: S,
  record: unknown,
  what: string,
): { ok: true; value: z.output<S> } | { ok: false; problems: Problem[] } {
  const result = schema.safeParse(record);
  if (result.success) return { ok: true, value: result.data };
  const problems = explainIssues(result.error.issues, schema, record).map((e) => ({
    message: `${what}的${fieldNames[e.place] ?? e.place}：${e.message}`,
    ...(e.hint === undefined ? {} : { hint: e.hint }),
  }));
  return { ok: false, problems };
}

const fieldNames: Readonly<Record<string, string>> = {
  name: '名称',
  home: '网址',
  url: '链接',
  handle: '账号',
  siteCode: '标识码',
  ids: '平台编号',
  certifiedHost: '认证主体',
  aliases: '曾用名',
  openedOn: '开设日期',
  filedOn: '备案日期',
  announcedOn: '公告日期',
  closedOn: '关停日期',
  cancelledOn: '注销日期',
};

function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '');
}

/** A site is found again by its code or its address; http or https, with or without the last slash. */
function siteKeys(s: { siteCode?: string | undefined; home: string }): string[] {
  const url = new URL(s.home);
  const address = `home:${url.host}${url.pathname.replace(/\/(?:index\.(?:s?html?|jsp|aspx?|php))?$/i, '')}${url.search}`;
  return s.siteCode === undefined ? [address] : [`code:${s.siteCode}`, address];
}

/** What the platform itself numbers an account by: stays when names change. `kind` says what sort of account it is. */
function idKeys(a: { platform: string; ids?: Record<string, string> | undefined }): string[] {
  return Object.entries(a.ids ?? {}).flatMap(([name, id]) =>
    name === 'kind' ? [] : [`${a.platform}:id:${name}:${id}`],
  );
}

/** An account is found again by its identifier on the platform, or by its name there within its unit. */
function accountKeys(
  a: { platform: string; handle?: string | undefined; name: string },
  organization: string,
): string[] {
  const named = `${a.platform}:name:${organization}:${nameKey(a.name)}`;
  return a.handle === undefined || a.handle === ''
    ? [named]
    : [`${a.platform}:handle:${a.handle.toLowerCase()}`, named];
}

function siteId(s: FoundSite): string {
  if (s.siteCode !== undefined) return `site-${s.siteCode}`;
  const url = new URL(s.home);
  const path = url.pathname === '/' && url.search === '' ? '' : `-${digest(url.pathname + url.search).slice(0, 6)}`;
  return slug(url.host, path) ?? `site-${digest(s.home)}`;
}

function accountId(a: FoundAccount, organization: string): string {
  const handle = a.handle === undefined || !/^[A-Za-z0-9_.-]+$/.test(a.handle) ? undefined : a.handle;
  const readable = handle === undefined ? undefined : slug(`${a.platform}-${handle}`, '');
  return readable ?? `${a.platform}-${digest(`${organization}|${nameKey(a.name)}`)}`;
}

/** Lower-case letters, digits and hyphens; undefined when that leaves nothing or too much. */
function slug(text: string, suffix: string): string | undefined {
  const s =
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') + suffix;
  return s.length > 0 && s.length <= 60 && /^[a-z0-9]/.test(s) ? s : undefined;
}

/** The id, or one told apart by `salt` when another entry has it. Stable: no counting. */
function freeId(taken: ReadonlyMap<string, unknown>, id: string, salt: string): string {
  return taken.has(id) ? `${id.slice(0, 56)}-${digest(salt).slice(0, 6)}` : id;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
