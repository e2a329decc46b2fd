import { InputError } from '#core/errors.ts';
import { type Entry, entriesOf, findHeader, type HeaderWords } from '#crawlers/import/header.ts';
import { refuse } from '#crawlers/import/refuse.ts';
import { readTable } from '#crawlers/import/table.ts';
import type { Table } from '#crawlers/import/types.ts';

export type FilledSheet<F extends string> = {
  table: Table;
  entries: Entry<F>[];
  /** What the header calls a field. */
  title(field: F): string;
};

/**
 * A worksheet of ours that people have filled in: the sheet that has all the columns. Throws InputError in one line for wrong columns, for
 * cells that cannot be trusted, for a file that is none.
 */
export async function readFilledSheet<F extends string>(
  file: string,
  words: HeaderWords<F>,
  options: { optional?: ReadonlySet<F>; from: string },
): Promise<FilledSheet<F>> {
  const table = await readTable(file);
  const all = Object.keys(words) as F[];
  const needed = all.filter((f) => !options.optional?.has(f));
  let best: { sheet: Table['sheets'][number]; header: NonNullable<ReturnType<typeof findHeader<F>>> } | undefined;
  for (const sheet of table.sheets) {
    const header = findHeader(sheet, words, 1);
    if (header !== undefined && header.columns.size > (best?.header.columns.size ?? 0)) best = { sheet, header };
  }
  const missing = needed.filter((f) => !best?.header.columns.has(f)).map((f) => `“${words[f][0]}”`);
  if (best === undefined || missing.length > 0)
    throw new InputError({
      file,
      place: '',
      message: best === undefined ? '没有找到表头' : `缺少这些列：${missing.join('、')}`,
      hint: `用 ${options.from} 导出的表填写，不要删改表头和隐藏的列`,
    });
  const { sheet, header } = best;
  const { entries, problems } = entriesOf(sheet, header, file, options.optional);
  refuse(file, problems);
  return { table, entries, title: (field) => header.titles.get(field) ?? words[field][0] ?? field };
}
