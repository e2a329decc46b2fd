import { type Account, type Organization, type Platform, platformNames, type Site } from '#core/registry.ts';
import { identifyAccount, identifyOn } from '../platforms/identify.ts';
import { half } from './cell.ts';
import type { Entry } from './header.ts';
import type { Field } from './registry-words.ts';
import { dayOfText } from './times.ts';
import { classOf, platformOf, siteKindOf, statusOf, yesNo } from './words.ts';

/** What one row says; a field that is not there was blank or had no column. */
export type FoundOrganization = {
  name: string;
  class?: Organization['class'];
  parent?: string;
  outwardService?: boolean;
};
export type FoundSite = { name: string; home: string } & Partial<Pick<Site, 'siteCode' | 'kind' | 'closedOn'>>;
export type FoundAccount = { name: string; platform: Platform } & Partial<
  Pick<
    Account,
    | 'handle'
    | 'url'
    | 'ids'
    | 'certifiedHost'
    | 'aliases'
    | 'openedOn'
    | 'filedOn'
    | 'announcedOn'
    | 'closedOn'
    | 'cancelledOn'
  >
>;
export type FoundRow = { organization: FoundOrganization; site?: FoundSite; account?: FoundAccount };

type Problem = { message: string; hint?: string };

/** What a sheet holds. `platform`: of all its accounts, where only its name tells. */
export type SheetKind = { sites: boolean; accounts: boolean; platform?: Platform };

/** One row of a list, read and checked by itself. `found` counts only when there are no problems. */
export function readRow(entry: Entry<Field>, sheet: SheetKind): { found: FoundRow; problems: Problem[] } {
  const problems: Problem[] = [];
  const bad: Bad = (message, hint) => {
    problems.push(hint === undefined ? { message } : { message, hint });
    return undefined;
  };
  /** A cell through a reader of words; blank is nothing, unreadable a problem. */
  const read: Reader = (field, title, of, hint) => {
    const text = entry.get(field);
    if (text === '') return undefined;
    return of(text) ?? bad(`${title}“${shorten(text)}”认不出来`, hint);
  };

  const both = sheet.sites && sheet.accounts;
  const hasAccount = sheet.accounts && (!both || entry.get('accountName') !== '' || entry.get('platform') !== '');
  const hasSite = sheet.sites && (!both || entry.get('home') !== '' || entry.get('siteName') !== '');
  const siteName = entry.get('siteName') || (sheet.accounts ? '' : entry.get('name'));
  const accountName = entry.get('accountName') || (sheet.sites ? '' : entry.get('name')) || nameFromHandle(entry);
  const ended = ending(entry, read, bad);

  const given = entry.get('organization') || (hasSite ? siteName : accountName);
  const organization: FoundOrganization = {
    name: given,
    ...present({
      class: read('organizationClass', '单位类别', classOf, '写成：县级政府、部门、乡镇街道、园区或事业单位'),
      parent: entry.get('parent') || undefined,
      outwardService: read('outwardService', '是否对外服务', yesNo, '写“是”或“否”'),
    }),
  };
  if (given === '') bad('没有单位', '填上单位名称');
  const found: FoundRow = { organization };

  if (hasSite) {
    if (siteName === '') bad('没有网站名称');
    const address = entry.get('home');
    const home =
      address === '' ? bad('没有网址') : (addressOf(address) ?? bad(`网址“${shorten(address)}”不对`, addressHint));
    const kindField = entry.get('siteKind') !== '' ? 'siteKind' : both ? undefined : 'type';
    const site = present({
      siteCode: read('siteCode', '网站标识码', codeOf, '网站标识码是 10 位数字，或 bm 加 8 位数字'),
      kind: kindField && read(kindField, '网站类别', siteKindOf, '写成：门户、部门或专项'),
      closedOn: ended.closedOn ?? ended.cancelledOn,
    });
    if (home !== undefined) found.site = { name: siteName, home, ...site };
  }
  if (hasAccount) {
    if (accountName === '') bad('没有账号名称');
    const account = accountOf(entry, { both, sheet, accountName }, read, bad);
    if (account !== undefined) found.account = { ...account, ...ended };
  }
  if (!hasSite && !hasAccount) bad('既没有网址，也没有平台，看不出登记的是什么');
  return { found, problems };
}

function accountOf(
  entry: Entry<Field>,
  row: { both: boolean; sheet: SheetKind; accountName: string },
  read: Reader,
  bad: Bad,
): FoundAccount | undefined {
  // In some ledgers the column of the platform is called 类型.
  const field = entry.get('platform') !== '' || row.both ? 'platform' : 'type';
  const platform =
    entry.get(field) === ''
      ? (row.sheet.platform ?? bad('没有平台'))
      : read(field, '平台', platformOf, '写成：微信公众号、新浪微博、抖音、今日头条等，认不出的写“其他”');
  const handle = half(entry.get('handle'));
  const named = handle === row.accountName && entry.get('accountName') === '' ? '' : handle;
  const qr = entry.get('qr');
  const account = present({
    handle: named || undefined,
    // A code is a picture; only some ledgers write down where it leads.
    url: read('link', '链接', addressOf, addressHint) ?? (qr === '' ? undefined : (addressOf(qr) ?? undefined)),
    certifiedHost: entry.get('certifiedHost') || undefined,
    aliases: aliasesOf(entry.get('aliases')),
    openedOn: read('openedOn', '开设日期', dayOfText, dayHint),
    filedOn: read('filedOn', '备案日期', dayOfText, dayHint),
    announcedOn: read('announcedOn', '公告日期', dayOfText, dayHint),
  });
  if (platform === undefined) return undefined;
  const ids = idsOf(platform, { handle: named, url: account.url ?? '' }, bad);
  return { name: row.accountName, platform, ...account, ...(ids === undefined ? {} : { ids }) };
}

/** Ids that 账号ID and 链接 tell; both must mean the same account. A text that tells none is no fault: it stays as it was typed. */
function idsOf(
  platform: Platform,
  typed: { handle: string; url: string },
  bad: Bad,
): Record<string, string> | undefined {
  const ids: Record<string, string> = {};
  if (typed.handle !== '') {
    const found = identifyOn(platform, typed.handle);
    if (!('error' in found)) Object.assign(ids, found.ids);
  }
  if (typed.url !== '') {
    const found = identifyAccount(typed.url);
    if (!('error' in found) && found.platform !== platform && !('bridge' in found))
      return bad(`链接是${platformNames[found.platform]}的，平台写的是${platformNames[platform]}`, '改正链接或平台');
    if (!('error' in found) && found.platform === platform)
      for (const [name, id] of Object.entries(found.ids)) {
        const before = ids[name];
        if (before !== undefined && before !== id)
          return bad(`账号ID 是 ${shorten(before)}，链接却是 ${shorten(id)} 的`, '两个只能有一个对，改正其中一个');
        ids[name] = id;
      }
  }
  return Object.keys(ids).length === 0 ? undefined : ids;
}

function aliasesOf(text: string): string[] | undefined {
  const names = text
    .split(/[、，,；;\n]/)
    .map((n) => n.trim())
    .filter((n) => n !== '' && n !== '无');
  return names.length === 0 ? undefined : [...new Set(names)];
}

const addressHint = '写成 https://www.example.gov.cn/ 的样子';
const dayHint = '写成 2026-01-31 的样子';

/** In some ledgers the column 账号 holds the name. */
function nameFromHandle(entry: Entry<Field>): string {
  return entry.get('handle');
}

type Reader = <T>(
  field: Field,
  title: string,
  of: (text: string) => T | undefined | null,
  hint: string,
) => T | undefined;
type Bad = (message: string, hint?: string) => undefined;

/** The days something was closed and cancelled on; a status that says so needs one. */
function ending(entry: Entry<Field>, read: Reader, bad: Bad): { closedOn?: string; cancelledOn?: string } {
  const days = present({
    closedOn: read('closedOn', '关停日期', dayOfText, dayHint),
    cancelledOn: read('cancelledOn', '注销日期', dayOfText, dayHint),
  });
  const status = entry.get('status');
  if (status === '') return days;
  const meaning = statusOf(status);
  if (meaning === undefined) return bad(`状态“${shorten(status)}”认不出来`, '写成：正常、关停、注销或迁移') ?? {};
  const day = days.closedOn ?? days.cancelledOn;
  if (meaning !== 'open' && day === undefined && entry.get('closedOn') === '' && entry.get('cancelledOn') === '')
    bad(
      `状态是“${shorten(status)}”，但没有日期`,
      '在“关停日期”或“注销日期”一列写上日期；没有这一列就加上，或删去这一行',
    );
  if (meaning === 'open' && day !== undefined)
    bad(`状态是“${shorten(status)}”，却有关停或注销日期 ${day}`, '改正其中一个');
  // One column for both: the status says which of them the day is.
  if (meaning === 'cancelled' && days.closedOn !== undefined && days.cancelledOn === undefined)
    return { cancelledOn: days.closedOn };
  return days;
}

/** A web address as a person types it: scheme may be missing, letters full-width. */
export function addressOf(text: string): string | null {
  const typed = half(text).replace(/\s/g, '').replaceAll('\\', '/');
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed.replace(/^\/\//, '')}`;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '') return null;
  // A host has a dot and letters, or is an address; one word is a typing error.
  if (!/^[^.]+(?:\.[^.]+)+$/.test(url.hostname) && !url.hostname.startsWith('[')) return null;
  url.hash = '';
  return url.href;
}

function codeOf(text: string): string | null {
  const code = half(text).replace(/\s/g, '').toLowerCase();
  return /^(?:\d{10}|bm\d{8})$/.test(code) ? code : null;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Without what is undefined. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
