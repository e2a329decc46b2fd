import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { channelListOf, channelPageOf, newest } from '#probes/page/channels/list.ts';
import { channelSignsOf } from '#probes/page/channels/signs.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { type PageCase, pageOf } from '../../../harness/pages.ts';

/** What stands beside `name.html`: what the page tells of the channels of its site, what its own list shows, or both. */
type ChannelCase = Omit<PageCase, 'expect'> & { signs?: Record<string, unknown>; list?: Record<string, unknown> };

const folder = import.meta.dirname;
const today = '2026-09-10';
const files = readdirSync(folder).filter((f) => /\.(?:html|json)$/.test(f));
const names = [...new Set(files.map((f) => f.replace(/\.\w+$/, '')))];

describe('栏目页面样例', () => {
  test('样例成对', () => {
    expect(names.length).toBeGreaterThanOrEqual(30);
    expect(names.filter((n) => !files.includes(`${n}.html`) || !files.includes(`${n}.json`))).toEqual([]);
  });

  for (const name of names) {
    const pair = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as ChannelCase;
    test(`${name}：${pair.why}`, () => {
      expect(pair.signs ?? pair.list, '样例什么也没有要求').toBeDefined();
      const page = pageOf(readFileSync(path.join(folder, `${name}.html`)), { role: 'other', ...pair });
      if (pair.signs !== undefined) {
        const signs = channelSignsOf(page);
        expect(signs).toMatchObject(pair.signs);
        expect(channelSignsOf(page)).toEqual(signs);
      }
      if (pair.list !== undefined) {
        const reading = datedItemsProbe.read(page, today);
        if (reading.status !== 'observed') throw new Error(reading.detail);
        const list = channelListOf(channelPageOf(page, reading.value), today);
        const days = list.rows.flatMap((r) => (r.date !== null && r.date <= today ? [r.date] : []));
        expect({ ...list, rows: list.rows.length, newest: newest(days) }).toMatchObject(pair.list);
        expect(list.why).toMatch(/[\u4e00-\u9fff]/);
      }
    });
  }
});
