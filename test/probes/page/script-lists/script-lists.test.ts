import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readInline, readListAnswer } from '#probes/page/script-lists/answer.ts';
import { nextPagesOf } from '#probes/page/script-lists/paging.ts';
import { listRequest, listSourcesOf } from '#probes/page/script-lists/sources.ts';
import type { ListAnswer, ListSource } from '#probes/page/script-lists/types.ts';
import { type PageCase, pageOf } from '../../../harness/pages.ts';

type AskedFor = {
  n: number;
  method: string;
  url: string;
  query?: Record<string, string>;
  without?: string[];
  form?: Record<string, string>;
  json?: object;
  headers?: Record<string, string>;
  contentType?: string;
};
type Case = Omit<PageCase, 'expect'> & {
  expect: { sources?: object[]; requests?: AskedFor[]; next?: object; inline?: object[] };
  /** Answers to the first source. */
  answers?: { why: string; status: number; contentType?: string; url?: string; text: string; expect: object }[];
};

const today = '2026-09-10';
const folder = import.meta.dirname;
const files = readdirSync(folder).filter((f) => /\.(?:html|json)$/.test(f));
const names = [...new Set(files.map((f) => f.replace(/\.\w+$/, '')))];
const load = (name: string) => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Case;

test('样例成对', () => {
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((n) => !files.includes(`${n}.html`) || !files.includes(`${n}.json`))).toEqual([]);
});

describe.each(names.map((n) => [n, load(n)] as const))('%s', (name, c) => {
  const page = pageOf(readFileSync(path.join(folder, `${name}.html`)), c);
  const sources = listSourcesOf(page);

  test(c.why, () => {
    if (c.expect.sources !== undefined) {
      expect(sources).toHaveLength(c.expect.sources.length);
      expect(sources).toMatchObject(c.expect.sources);
    }
    expect(listSourcesOf(page)).toEqual(sources);
    for (const s of sources) {
      // Where the page does not say enough, nothing is asked, and the reason is told.
      if (s.url === null && s.inline === undefined)
        expect([s.why, listRequest(s, 1)]).toEqual([expect.any(String), null]);
      // Evidence and reports take them as data.
      expect(JSON.parse(JSON.stringify(s))).toEqual(s);
    }
    if (c.expect.next !== undefined) expect(nextPagesOf(page)).toEqual(c.expect.next);
    if (c.expect.inline !== undefined)
      expect(sources.map((s) => withoutPlaces(readInline(s, today)))).toMatchObject(c.expect.inline);
  });

  for (const r of c.expect.requests ?? [])
    test(`第 ${r.n} 页的请求`, () => {
      const request = listRequest(sources[0] as ListSource, r.n);
      if (request === null) throw new Error('没有请求');
      const url = new URL(request.url);
      expect(request.method).toBe(r.method);
      expect(url.origin + url.pathname).toBe(r.url);
      expect(Object.fromEntries(url.searchParams)).toMatchObject(r.query ?? {});
      for (const w of r.without ?? []) expect(url.searchParams.has(w)).toBe(false);
      expect(request.headers).toMatchObject(r.headers ?? {});
      if (r.form !== undefined) expect(Object.fromEntries(new URLSearchParams(request.body))).toMatchObject(r.form);
      if (r.json !== undefined) expect(JSON.parse(request.body ?? '')).toMatchObject(r.json);
      if (r.contentType !== undefined) expect(request.contentType).toBe(r.contentType);
      expect(request.body === undefined).toBe(request.method === 'GET');
    });

  for (const a of c.answers ?? [])
    test(`答复：${a.why}`, () => {
      const source = sources[0] as ListSource;
      const asked = listRequest(source, 1);
      const answer = readListAnswer(
        source,
        { status: a.status, contentType: a.contentType ?? '', text: a.text, url: a.url ?? asked?.url ?? '' },
        today,
      );
      expect(withoutPlaces(answer)).toMatchObject(a.expect);
      if (answer.status === 'unreadable') expect(answer.detail).toMatch(/[\u4e00-\u9fff]/);
      if (answer.status !== 'rows') return;
      for (const row of answer.rows) expect(row.place.text).toContain(row.title.slice(0, 8));
    });
});

function withoutPlaces(a: ListAnswer): unknown {
  return a.status === 'rows' ? { ...a, rows: a.rows.map(({ place: _, ...row }) => row) } : a;
}
