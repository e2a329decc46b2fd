const defaultDocument = /\/(?:index|default|main|list|home|subpage)\.(?:s?html?|jhtml|aspx?|jsp|php|do)$/i;
const furtherPage = /\/(index|list|default)[_-]\d{1,5}(\.\w{2,5})$/i;
/** Parameters that choose a page of a list, never the list. */
const pagerParams = new Set(['page', 'pageno', 'pagenum', 'pageindex', 'currpage', 'currentpage', 'p', 'uid']);

/**
 * 栏目地址 in one form: scheme, www, default documents, page numbers and trailing slash make no other channel. Null where it is no web
 * address.
 */
export function channelKey(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const host = url.host.toLowerCase().replace(/^www\./, '');
  const path = url.pathname
    .replace(furtherPage, '/$1$2')
    .replace(defaultDocument, '/')
    .replace(/\/{2,}/g, '/')
    .replace(/(?!^)\/$/, '');
  const query = [...url.searchParams].filter(([name]) => !pagerParams.has(name.toLowerCase())).slice(0, 20);
  const rest = query.length === 0 ? '' : `?${new URLSearchParams(query).toString()}`;
  return `${host}${path}${rest}`;
}

/** Whether an address names a further page of a list and not its first. */
export function isFurtherPage(address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  const m = furtherPage.test(url.pathname);
  const numbered = [...url.searchParams].some(
    ([n, v]) => /^(?:page|pageno|pageindex|currpage)$/i.test(n) && Number(v) > 1,
  );
  return m || numbered;
}

/** Folders of a channel key that may hold further channels: `host/a/b` → `host/a/b`, `host/a`. */
export function foldersOf(key: string): string[] {
  const path = key.split('?', 1)[0] ?? key;
  const parts = path.replace(/\/[^/]*\.\w{2,6}$/, '').split('/');
  const folders: string[] = [];
  for (let n = parts.length; n >= 2; n--) folders.push(parts.slice(0, n).join('/'));
  return folders;
}
