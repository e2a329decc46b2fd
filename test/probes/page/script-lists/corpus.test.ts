import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { nextPagesOf } from '#probes/page/script-lists/paging.ts';
import { listRequest, listSourcesOf } from '#probes/page/script-lists/sources.ts';
import { corpusDir, pageOf } from '../../../harness/pages.ts';

const dir = corpusDir();
const today = '2026-09-10';

/** Address of a page of the mirror: folder of the site, then its path. */
const urlOf = (file: string) => `https://www.shili.gov.cn/${file.split('/').slice(2).join('/')}`;

test.runIf(dir !== null)('真实页面：来源与分页读得出，没有列表被当成空白', () => {
  const root = dir as string;
  const files = ['gov_html', 'gov_mirror'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((f) => /\.(?:s?html?|jsp)$/i.test(f))
      .map((f) => `${folder}/${f.replaceAll(path.sep, '/')}`),
  );
  expect(files.length).toBeGreaterThan(200);
  const blank: string[] = [];
  const wrong: string[] = [];
  let paged = 0;
  let sources = 0;
  for (const file of files) {
    const page = pageOf(readFileSync(path.join(root, file)), { url: urlOf(file), role: 'list', today });
    const reading = datedItemsProbe.read(page, today);
    if (reading.status !== 'observed') continue;
    const { items, unreadLists } = reading.value;
    const found = listSourcesOf(page);
    sources += found.length;
    for (const s of found) {
      const request = listRequest(s, 1);
      if (request !== null && new URL(request.url).host !== 'www.shili.gov.cn') wrong.push(`${file} → ${request.url}`);
    }
    if (found.length > 0 && items.length === 0 && unreadLists.length === 0) blank.push(file);
    // TRS writes the number of pages into the page: what is named must agree with it.
    const next = nextPagesOf(page);
    const said = /createPageHTML\((\d+), (\d+), "index", "html"\)/.exec(page.html);
    if (said !== null) {
      const first = Number(said[2]) + 1;
      const expected = Array.from(
        { length: Math.min(5, Number(said[1]) - first) },
        (_, i) => new URL(`index_${first + i}.html`, urlOf(file)).href,
      );
      if (next.urls.join() !== expected.join()) wrong.push(`${file}：${next.urls.join()}`);
    }
    if (next.urls.length > 0) paged++;
  }
  console.info(`真实页面 ${files.length} 个：有脚本列表来源 ${sources} 处，有后续分页 ${paged} 个`);
  expect({ blank, wrong }).toEqual({ blank: [], wrong: [] });
  expect(paged).toBeGreaterThan(5);
});
