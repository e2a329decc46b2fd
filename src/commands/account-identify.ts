import { platformNames } from '#core/registry.ts';
import { identifyAccount } from '#crawlers/platforms/identify.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { printJson, say } from './session.ts';

/** 认账号: what people paste, as platform and ids; asks nobody. What cannot be told says why, and is no fault of the program. */
export async function identifyAccounts(inputs: readonly string[], flags: GlobalFlags): Promise<number> {
  const found = inputs.map((input) => ({ input, ...identifyAccount(input) }));
  if (flags.json) {
    printJson(found);
    return exitCodes.done;
  }
  const rows = found.map((f): Row => {
    const shown = oneLine(f.input, 36);
    if ('error' in f) return [shown, f.platform === undefined ? '认不出' : platformNames[f.platform], '', f.error];
    const ids = Object.entries(f.ids).map(([name, id]) => `${name}=${id}`);
    const note = 'bridge' in f && f.bridge ? `订阅地址 ${f.canonicalUrl}` : f.canonicalUrl;
    return [shown, platformNames[f.platform], ids.join(' ') || '要打开文章才知道', note];
  });
  for (const line of table([['粘贴的内容', '平台', '编号', '标准链接或原因'], ...rows])) say(line);
  const failed = found.filter((f) => 'error' in f).length;
  if (failed > 0) say(`认出 ${found.length - failed} 个，没有认出 ${failed} 个`);
  return exitCodes.done;
}

type Row = readonly [string, string, string, string];

/** Without what would break the table, cut. */
function oneLine(text: string, most: number): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  return [...clean].length > most ? `${[...clean].slice(0, most).join('')}…` : clean;
}

/** Columns padded by what they take on a terminal; the last one as it is. */
function table(rows: readonly Row[]): string[] {
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((r) => columns(r[i] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 3 ? cell : cell + ' '.repeat((widths[i] ?? 0) - columns(cell))))
      .join('  ')
      .trimEnd(),
  );
}

/** Chinese characters and full-width marks take two columns. */
function columns(text: string): number {
  let n = 0;
  for (const char of text)
    n += /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(char)
      ? 2
      : 1;
  return n;
}
