import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeText } from '#probes/network/link/decode.ts';
import { readPageFacts } from '#probes/network/link/page-facts.ts';
import { suspectTarget } from '#probes/network/link/suspect-target.ts';
import { corpusDir } from '../../../harness/pages.ts';

type Case = { why: string; url: string; expect: 'gambling' | 'porn' | 'parked' | 'resold' | null };

const folder = path.join(import.meta.dirname, 'suspects');
const names = readdirSync(folder).flatMap((f) => (f.endsWith('.html') ? [f.slice(0, -5)] : []));
const home = 'http://www.qinghe-gov.com/';
const ask = (html: string, finalUrl: string) => suspectTarget({ facts: readPageFacts(html), html, finalUrl, home });

describe('where links that leave the site lead', () => {
  test('every page has its answer and every answer its page, of each kind and of none', () => {
    const answers = readdirSync(folder).flatMap((f) => (f.endsWith('.json') ? [f.slice(0, -5)] : []));
    expect(answers.sort()).toEqual([...names].sort());
    const kinds = names.map((n) => (JSON.parse(readFileSync(path.join(folder, `${n}.json`), 'utf8')) as Case).expect);
    for (const kind of ['gambling', 'porn', 'parked', 'resold', null] as const)
      expect(kinds.filter((k) => k === kind).length, String(kind)).toBeGreaterThanOrEqual(3);
  });

  test.each(names)('%s', (name) => {
    const given = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Case;
    const suspect = ask(readFileSync(path.join(folder, `${name}.html`), 'utf8'), given.url);
    expect(suspect?.kind ?? null, `${given.why}：${suspect?.why ?? ''}`).toBe(given.expect);
    if (suspect !== null) {
      expect(suspect.why.length).toBeLessThanOrEqual(200);
      expect(suspect.why).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  test('hostile pages cost no time and break nothing', () => {
    for (const html of [
      `<title>${'a.'.repeat(200_000)}</title>`,
      `<title>${'域名'.repeat(100_000)}</title>`,
      `<h1>${'this domain '.repeat(50_000)}</h1>`,
      '<title>'.repeat(50_000),
      '',
    ])
      expect(() => ask(html, 'http://x.example/')).not.toThrow();
    expect(ask('<title>六合彩</title>', 'not an address')).toBeNull();
  });

  test('real pages of government and news sites are none, wherever they are served from', () => {
    const corpus = corpusDir();
    if (corpus === null) return;
    const labels = JSON.parse(readFileSync(path.join(corpus, 'labels.json'), 'utf8')) as { file: string }[];
    let seen = 0;
    for (const { file } of labels) {
      if (!/^(?:gov_html|zh_articles)\/.*\.(?:s?html?|jsp)$/.test(file)) continue;
      seen += 1;
      const html = decodeText(readFileSync(path.join(corpus, file)), 'text/html');
      expect(ask(html, 'http://www.shili-waizhan.com/'), file).toBeNull();
    }
    expect(seen).toBeGreaterThan(20);
  });
});
