import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shanghaiDay } from '#core/calendar.ts';
import { outlineOf } from '#core/page-text.ts';
import { wechat } from '#crawlers/platforms/wechat/adapter.ts';
import { corpusDir } from '../../../harness/pages.ts';
import { answer } from '../matrix.ts';
import { articleAccount } from './cases.ts';

const dir = corpusDir();
const suite = dir === null ? describe.skip : describe;

/** What a reader sees on two real pages (saved by a browser in February 2020), against what the adapter reads from their scripts. */
suite('wechat: real articles', () => {
  test.each(['gne_wechat_1.html', 'gne_wechat_2.html'])('%s', (file) => {
    const text = readFileSync(join(dir ?? '', 'zh_articles', file), 'utf8');
    const shown = (id: string): string => {
      const at = text.indexOf(`id="${id}"`);
      return outlineOf(`<p ${text.slice(at, text.indexOf('</', at))}`).text;
    };
    const step = {
      id: 'article:1',
      url: 'https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv',
      expects: 'html',
      role: 'list',
    } as const;
    const saved = Number(/svr_time = "(\d{10})"/.exec(text)?.[1]) * 1000;
    const response = { ...answer(step, { text }), fetchedAt: saved, serverTime: saved };
    const read = (displayName: string) =>
      wechat.parse(step, response, { ...articleAccount, ids: {}, displayName }, saved);

    const reading = read(shown('js_name'));
    const [post] = reading.posts;
    expect(reading.visibility).toMatchObject({ kind: 'visible', coverage: 'partial' });
    expect(post?.title).toBe(shown('activity-name'));
    expect(post?.postId).toMatch(/^\d{10}_\d$/);
    expect(reading.profile?.name).toBe(shown('js_name'));
    expect((post?.text ?? '').length).toBeGreaterThan(200);
    // The page itself writes the day in words: 昨天, 前天.
    const day = shanghaiDay(new Date(post?.publishedAt?.lo ?? 0));
    const ago = Math.round((Date.parse(shanghaiDay(new Date(saved))) - Date.parse(day)) / 86_400_000);
    const words = shown('publish_time');
    expect(words, `${words}: ${ago}`).toBe(['今天', '昨天', '前天'][ago] ?? `${ago}天前`);
    expect(read('别处发布').visibility.kind).toBe('identity_mismatch');
  });
});
