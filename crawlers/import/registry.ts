import { InputError, type InputProblem } from '#core/errors.ts';
import { crossCheck, Registry } from '#core/registry.ts';
import { entriesOf, findHeader, type Header, headerTexts } from './header.ts';
import { refuse } from './refuse.ts';
import { type Draft, emptyDraft, type Kind, place } from './registry-place.ts';
import { readRow, type SheetKind } from './registry-row.ts';
import { type Field, unusedWords, words } from './registry-words.ts';
import type { Sheet, Table } from './types.ts';
import { platformOf } from './words.ts';

/** Something of the register that an import touched. */
export type ImportedEntry = { kind: Kind; id: string; name: string };

export type RegistryImport = {
  registry: Registry;
  added: readonly ImportedEntry[];
  changed: readonly ImportedEntry[];
  unchanged: readonly ImportedEntry[];
  /** In the register, still inspected, and not in the list. They stay: only a person takes something out. */
  absent: readonly ImportedEntry[];
  /** What a person should look at; none of it kept the list from being imported. */
  problems: readonly InputProblem[];
};

export type RegistryImportOptions = {
  /** Take a list that leaves out more than half of what the register holds of that kind. */
  allowShrink?: boolean;
  /** Title of a register that did not exist. */
  title?: string;
};

/**
 * 导入台账: sites and accounts out of a list with Chinese headers in any order. Entries known already (by 标识码, address, or
 * platform and account) are brought up to date and keep their ids; blank cells leave what the register says. Every row is
 * checked before any is taken: throws InputError with a line for each bad row, and nothing is changed.
 */
export function importRegistry(
  table: Table,
  current: Registry | null,
  options: RegistryImportOptions = {},
): RegistryImport {
  const problems: InputProblem[] = [];
  const notes: InputProblem[] = [];
  const draft = emptyDraft(current, options.title ?? '台账');
  let sheets = 0;
  for (const sheet of table.sheets) {
    const header = findHeader(sheet, words, 2);
    const kind = header === undefined ? null : kindOf(sheet, header);
    if (!header || kind === null) {
      // The instructions of a template say nothing about the register.
      if (sheet.rows.length > 0 && table.sheets.length > 1 && sheet.name !== '填写说明')
        notes.push({
          file: table.file,
          place: `工作表“${sheet.name}”`,
          message: '没有认出表头，这一页没有导入',
          hint: '网站表要有“网站名称”“网址”，账号表要有“账号名称”“平台”',
        });
      continue;
    }
    sheets++;
    const read = entriesOf(sheet, header, table.file);
    problems.push(...read.problems);
    notes.push(...read.notes);
    if (kind.accounts) notes.push(...unusedOf(sheet, header, table.file));
    for (const entry of read.entries) {
      const row = readRow(entry, kind);
      problems.push(...row.problems.map((p) => ({ file: table.file, place: entry.place, ...p })));
      if (row.problems.length === 0)
        problems.push(
          ...place(draft, row.found, entry.place).map((p) => ({ file: table.file, place: entry.place, ...p })),
        );
    }
  }
  if (sheets === 0)
    throw new InputError({
      file: table.file,
      place: '',
      message: '没有认出表头',
      hint: '网站表要有“网站名称”“网址”两列，账号表要有“账号名称”“平台”两列，列的先后不限',
    });
  refuse(table.file, problems);
  if (draft.touched.size === 0)
    throw new InputError({ file: table.file, place: '', message: '表头下面没有内容', hint: '检查是不是选错了文件' });
  const result = finish(draft, current, table.file);
  if (options.allowShrink !== true) refuseShrink(result, draft, current, table.file);
  if (draft.guessed.size > 0)
    notes.push({
      file: table.file,
      place: '',
      message: `有 ${draft.guessed.size} 个新单位没有写明类别，按名称推断（如“${[...draft.guessed][0]}”）`,
      hint: '补上“单位类别”一列，或在台账里核对 class',
    });
  return { ...result, problems: notes };
}

/** A site has an address, an account a platform; a sheet with neither is a form's instructions, a cover or a summary. */
function kindOf(sheet: Sheet, header: Header<Field>): SheetKind | null {
  const has = (f: Field): boolean => header.columns.has(f);
  if (has('home') || has('platform')) return { sites: has('home'), accounts: has('platform') };
  if (!has('accountName') && !has('handle')) return null;
  // 账号名称 and 类型, or a sheet of its own for each platform.
  const platform = platformOf(sheet.name);
  if (!has('type') && platform === undefined) return null;
  return { sites: false, accounts: true, ...(platform === undefined ? {} : { platform }) };
}

/** Columns that look as if they said something and are not taken over: told once, so that nobody believes they were. */
function unusedOf(sheet: Sheet, header: Header<Field>, file: string): InputProblem[] {
  const texts = headerTexts(sheet, header);
  const named = (list: readonly string[]) => list.filter((w) => texts.has(w)).map((w) => `“${w}”`);
  const place = sheet.name === '' ? '' : `工作表“${sheet.name}”`;
  const [followers, last] = [named(unusedWords.followers), named(unusedWords.lastPost)];
  if (followers.length + last.length === 0) return [];
  return [
    {
      file,
      place,
      message: `${[...followers, ...last].join('、')}没有导入：台账只记登记事项`,
      ...(last.length > 0 ? { hint: '台账里填的更新时间不能证明有没有更新，请另用 accounts import 导入发布记录' } : {}),
    },
  ];
}

function finish(draft: Draft, current: Registry | null, file: string): Omit<RegistryImport, 'problems'> {
  const registry: Registry = {
    version: 1,
    title: draft.title,
    organizations: [...draft.organizations.values()],
    sites: [...draft.sites.values()],
    accounts: [...draft.accounts.values()],
  };
  refuse(
    file,
    crossCheck(registry).map((f) => ({
      file,
      place: rowOf(draft, registry, f.place),
      message: f.message,
      hint: f.hint,
    })),
  );
  const before = new Map<string, string>();
  for (const o of current?.organizations ?? []) before.set(`organization:${o.id}`, JSON.stringify(o));
  for (const s of current?.sites ?? []) before.set(`site:${s.id}`, JSON.stringify(s));
  for (const a of current?.accounts ?? []) before.set(`account:${a.id}`, JSON.stringify(a));
  const out = { added: [] as ImportedEntry[], changed: [] as ImportedEntry[], unchanged: [] as ImportedEntry[] };
  const absent: ImportedEntry[] = [];
  const sort = (kind: Kind, record: Ending & { id: string; name: string }): void => {
    const entry = { kind, id: record.id, name: record.name };
    const was = before.get(`${kind}:${record.id}`);
    if (!draft.touched.has(`${kind}:${record.id}`)) {
      if (kind !== 'organization' && draft.kinds.has(kind) && isOpen(record)) absent.push(entry);
    } else if (was === undefined) out.added.push(entry);
    else (was === JSON.stringify(record) ? out.unchanged : out.changed).push(entry);
  };
  for (const o of registry.organizations) sort('organization', o);
  for (const s of registry.sites) sort('site', s);
  for (const a of registry.accounts) sort('account', a);
  return { registry: Registry.parse(registry), ...out, absent };
}

/** Where the list names the entry that a place of the register (`accounts[3].closedOn`) is about; the place itself where it does not. */
function rowOf(draft: Draft, registry: Registry, place: string): string {
  const m = /^(site|account)s\[(\d+)\]/.exec(place);
  const entry = m?.[1] === 'site' ? registry.sites[Number(m[2])] : registry.accounts[Number(m?.[2])];
  const read = m && entry && draft.readAt.get(`${m[1]}:${entry.id}`);
  return read ? read.place : place;
}

type Ending = { closedOn?: string | undefined; cancelledOn?: string | undefined };
const isOpen = (r: Ending): boolean => r.closedOn === undefined && r.cancelledOn === undefined;

/** A list that leaves out most of what is registered is probably another list, or half of one. */
function refuseShrink(
  result: Omit<RegistryImport, 'problems'>,
  draft: Draft,
  current: Registry | null,
  file: string,
): void {
  for (const kind of draft.kinds) {
    const records = (kind === 'site' ? current?.sites : current?.accounts) ?? [];
    const open = records.filter(isOpen).length;
    const left = result.absent.filter((a) => a.kind === kind).length;
    if (open >= 4 && left * 2 > open)
      throw new InputError({
        file,
        place: '',
        message: `台账现有${kind === 'site' ? '网站' : '账号'} ${open} 个，这份名单里缺了 ${left} 个，少了一半以上，没有导入`,
        hint: '检查是不是选错了文件；确认无误可加 --allow-shrink（名单里没有的不会删除）',
      });
  }
}
