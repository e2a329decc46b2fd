import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { against, type IdPlatform, idTime, withIdTime } from '#crawlers/platforms/id-time.ts';
import { anchorOf, epochOf, timeOf } from '#crawlers/platforms/time.ts';
import { kuaishouCover, nowMs, readAll, show, timeTable, weiboId } from './time-table.ts';

const sharp = { lo: nowMs, hi: nowMs };
const day = 86_400_000;

describe('times as written', () => {
  for (const [text, expected, anchor] of timeTable)
    test(`“${text.slice(0, 60)}”${anchor ? ` at ${show(anchor.hi)}` : ''}`, () => {
      const span = timeOf(text, 'test', anchor ?? sharp);
      expect(span === null ? null : [show(span.lo), show(span.hi)]).toEqual(expected);
    });
  test('whatever is written, no time lies in the future, before 2009, or backwards', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 60 }), fc.stringMatching(/^[0-9年月日时分秒前天昨今:\-/. TZ+]{1,30}$/)),
        (text) => {
          const span = timeOf(text, 'test', sharp);
          if (span === null) return;
          expect(span.hi).toBeGreaterThanOrEqual(span.lo);
          expect(span.lo).toBeLessThanOrEqual(nowMs + 600_000);
          expect(span.lo).toBeGreaterThanOrEqual(Date.parse('2009-01-01T00:00:00+08:00'));
        },
      ),
      { numRuns: 2_000 },
    );
  });
  test('seconds and milliseconds are told apart by their size', () => {
    expect(epochOf(1_772_875_823, 'f', nowMs)?.lo).toBe(1_772_875_823_000);
    expect(epochOf(1_772_875_823_456, 'f', nowMs)?.lo).toBe(1_772_875_823_456);
    expect(epochOf('1772875823', 'f', nowMs)?.lo).toBe(1_772_875_823_000);
    for (const bad of [0, -1, null, undefined, {}, 'soon', Number.NaN, nowMs + day, 1.5e20])
      expect(epochOf(bad, 'f', nowMs), String(bad)).toBeNull();
  });
  test.each(['UTC', 'America/Los_Angeles', 'Asia/Shanghai'])('a machine in %s reads the same', async (zone) => {
    const child = join(import.meta.dirname, 'time-child.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [child], { env: { ...process.env, TZ: zone } });
    const told = JSON.parse(stdout) as { offset: number; rows: unknown[] };
    expect(told.offset).toBe({ UTC: 0, 'America/Los_Angeles': 480, 'Asia/Shanghai': -480 }[zone]);
    expect(told.rows).toEqual(JSON.parse(JSON.stringify(readAll())));
  });
});

describe('the clock that 刚刚 is counted from', () => {
  test.each([
    ['the server’s, when it agrees', nowMs - 1_000, { lo: nowMs - 1_000, hi: nowMs }],
    ['both, when the server’s is two days slow', nowMs - 2 * day, { lo: nowMs - 2 * day, hi: nowMs }],
    ['ours, when the server’s is in 1970', 0, { lo: nowMs, hi: nowMs }],
    ['ours, when the server’s is next week', nowMs + 7 * day, { lo: nowMs, hi: nowMs }],
    ['ours, when there is none', null, { lo: nowMs, hi: nowMs }],
  ])('%s', (_, serverTime, anchor) => expect(anchorOf({ serverTime, fetchedAt: nowMs })).toEqual(anchor));
});

describe('times in ids', () => {
  const at = (id: string, platform: IdPlatform) => {
    const span = idTime(platform, id, nowMs);
    return span && (span.lo + 600_000) / 1000;
  };
  const seconds = nowMs / 1000 - 3 * 86_400;
  test.each([
    ['weibo', String(BigInt(seconds - 515_483_463) << 22n)],
    ['toutiao', String(BigInt(seconds) << 32n)],
    ['douyin', String((BigInt(seconds) << 32n) + 12_345n)],
    ['bilibili', String(BigInt(seconds - 1_498_838_400) << 32n)],
    ['xiaohongshu', `${seconds.toString(16)}000000001e000abc`],
  ] as const)('%s', (platform, id) => expect(at(id, platform)).toBe(seconds));
  test('the name of a Kuaishou cover', () =>
    expect(show((idTime('kuaishou-cdn', kuaishouCover, nowMs)?.lo ?? 0) + 600_000)).toBe('2026-11-20 09:30:15.000'));
  test.each([
    ['weibo', ''],
    ['weibo', 'Mb1x2y3z'],
    ['weibo', '12'],
    ['toutiao', String(BigInt(nowMs / 1000 + 86_400) << 32n)],
    ['xiaohongshu', 'zzzzzzzz0000000000000000'],
    ['kuaishou-cdn', 'https://p.example.cn/upic/cover.jpg'],
    ['kuaishou-cdn', `https://p.example.cn/B${Buffer.from('20261320093015_1_2_3_4_5').toString('base64')}.jpg`],
  ] as const)('%s %s is none', (platform, id) => expect(idTime(platform, id, nowMs)).toBeNull());

  test('a time that disagrees with its id by more than a day is kept beside it', () => {
    const derived = idTime('weibo', weiboId, nowMs);
    const near = timeOf('昨天 10:00', 'created_at', sharp);
    const far = timeOf('2026-11-01 10:00', 'created_at', sharp);
    expect(withIdTime(near, derived)).toEqual({ publishedAt: near });
    expect(withIdTime(far, derived)).toEqual({ publishedAt: far, otherTime: derived });
    expect(withIdTime(null, derived)).toEqual({ publishedAt: derived });
    expect(withIdTime(null, null)).toEqual({ publishedAt: null });
  });
  test.each([
    [100, 200, 100, 'fresh'],
    [100, 200, 99, 'fresh'],
    [100, 200, 150, 'borderline'],
    [100, 200, 200, 'borderline'],
    [100, 200, 201, 'stale'],
  ] as const)('[%i, %i] against %i is %s', (lo, hi, limit, is) => expect(against({ lo, hi }, limit)).toBe(is));
});
