import { addDays } from '#core/calendar.ts';
import { platformNames } from '#core/registry.ts';
import type { County, PostsFile } from './county/types.ts';

/** One import: a table of posts and what a person attests about it. */
export type DemoImport = {
  /** File name. */
  name: string;
  /** UTF-8 with BOM, Chinese headers, as a back office exports it. */
  csv: string;
  attestation: {
    /** Who vouches for it. */
    person: string;
    /** The days it speaks for, both included. */
    window: { from: string; to: string };
    /** `complete`: every post of the window is in the table. */
    coverage: 'complete' | 'partial';
    /** Accounts it speaks for; those without a row published nothing in the window. */
    accounts: readonly string[];
  };
};

const headers = ['账号编号', '账号名称', '平台', '标题', '发布时间', '链接', '原创'];

const files: Record<PostsFile, { name: string; person: string; coverage: 'complete' | 'partial'; age: number }> = {
  complete: { name: '发布记录-完整.csv', person: '示例县人民政府办公室 林知秋', coverage: 'complete', age: 0 },
  // Taken from a public page that may leave out the newest works.
  partial: { name: '发布记录-部分.csv', person: '示例县人民政府办公室 林知秋', coverage: 'partial', age: 0 },
  // Complete, but exported fifteen days ago: it says nothing about the days since.
  outdated: { name: '发布记录-上期.csv', person: '示例县科学技术局 沈望舒', coverage: 'complete', age: 15 },
};

const quote = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The table of the posts of one file (default: the complete one). */
export function demoPostsCsv(county: County, file: PostsFile = 'complete'): string {
  const rows = county.accounts
    .filter((a) => a.file === file)
    .flatMap(({ account, posts }) =>
      posts.map((p) => [
        account.id,
        account.name,
        platformNames[account.platform],
        p.title,
        p.time === null ? p.day : `${p.day} ${p.time}`,
        p.url,
        p.original ? '是' : '否',
      ]),
    );
  return `\ufeff${[headers, ...rows].map((r) => r.map(quote).join(',')).join('\r\n')}\r\n`;
}

/** All imports of the county, with their attestations. Windows reach back two years. */
export function demoImports(county: County): DemoImport[] {
  return (Object.keys(files) as PostsFile[]).map((file) => {
    const { name, person, coverage, age } = files[file];
    return {
      name,
      csv: demoPostsCsv(county, file),
      attestation: {
        person,
        window: { from: addDays(county.today, -730), to: addDays(county.today, -age) },
        coverage,
        accounts: county.accounts.filter((a) => a.file === file).map((a) => a.account.id),
      },
    };
  });
}
