import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { shellOf } from '#probes/page/script-shell.ts';
import { corpusDir, pageOf } from '../../../harness/pages.ts';

type Case = { why: string; url?: string; rendered?: boolean; expect: string | null };

const folder = import.meta.dirname;
const names = readdirSync(folder).flatMap((f) => (f.endsWith('.html') ? [f.slice(0, -5)] : []));

describe('script shells', () => {
  test('every page has its answer and every answer its page', () => {
    const answers = readdirSync(folder).flatMap((f) => (f.endsWith('.json') ? [f.slice(0, -5)] : []));
    expect(names.length).toBeGreaterThan(15);
    expect(answers.sort()).toEqual([...names].sort());
  });

  test.each(names)('%s', (name) => {
    const given = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Case;
    const { url, rendered } = given;
    const page = pageOf(readFileSync(path.join(folder, `${name}.html`)), {
      ...(url === undefined ? {} : { url }),
      ...(rendered === undefined ? {} : { rendered }),
    });
    const reason = shellOf(page);
    if (given.expect === null) expect(reason, given.why).toBeNull();
    else expect(reason, given.why).toContain(given.expect);
  });

  test('real pages are none, but for stubs that lead on by script', () => {
    const corpus = corpusDir();
    if (corpus === null) return;
    const labels = JSON.parse(readFileSync(path.join(corpus, 'labels.json'), 'utf8')) as {
      file: string;
      kind: string;
    }[];
    let seen = 0;
    for (const { file } of labels) {
      if (!/^gov_.*\.(?:s?html?|jsp)$/.test(file)) continue;
      const bytes = readFileSync(path.join(corpus, file));
      const shell = shellOf(pageOf(bytes));
      seen += 1;
      if (bytes.length > 2_000) expect(shell, file).toBeNull();
    }
    expect(seen).toBeGreaterThan(10);
  });
});
