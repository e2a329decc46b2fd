import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openBackoff, readRetryAfter } from '#crawlers/site/backoff.ts';

const noon = Date.UTC(2026, 2, 4, 12);
const open = (o: Partial<Parameters<typeof openBackoff>[0]> = {}) =>
  openBackoff({ maxWaitMs: 60_000, firstWaitMs: 1_000, wallClock: () => noon, ...o });
const answer = (status: number | undefined, now: number, retryAfter: string | null = null) => ({
  status,
  retryAfter,
  now,
});

test('Retry-After in seconds is kept to, to the millisecond', () => {
  const b = open();
  b.answered('a', answer(429, 500, '7'));
  expect(b.readyAt('a')).toBe(7_500);
  expect(b.readyAt('b')).toBe(0);
  expect(b.closed('a')).toBe(null);
});

test.each([
  ['Wed, 04 Mar 2026 12:00:30 GMT', 30_000],
  ['Wednesday, 04-Mar-26 12:00:30 GMT', 30_000],
  ['Wed Mar  4 12:00:30 2026', 30_000],
  ['Wed, 04 Mar 2026 11:59:00 GMT', 0],
  ['120', 120_000],
  ['0', 0],
  ['', null],
  ['soon', null],
  ['-5', null],
  ['1.5', null],
  ['2026-03-04', null],
  ['Wed, 99 Foo 2026 12:00:30 GMT', null],
])('Retry-After %s → %s', (typed, ms) => {
  expect(readRetryAfter(typed, null, () => noon)).toBe(ms);
});

test('a date is read against the clock of the server', () => {
  const served = 'Wed, 04 Mar 2026 12:10:00 GMT';
  expect(readRetryAfter('Wed, 04 Mar 2026 12:10:05 GMT', served, () => noon)).toBe(5_000);
});

test('without Retry-After the rest doubles up to the bound', () => {
  const b = open({ maxLimited: 20 });
  let now = 0;
  const rests: number[] = [];
  for (let i = 0; i < 9; i++) {
    b.answered('a', answer(429, now));
    rests.push(b.readyAt('a') - now);
    now = b.readyAt('a');
  }
  expect(rests).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test('answers to what was under way when the rest began neither lengthen nor end it', () => {
  const b = open();
  b.answered('a', answer(429, 0));
  for (let i = 1; i < 30; i++) b.answered('a', answer(429, i));
  expect(b.readyAt('a')).toBe(1_000);
  b.answered('a', answer(200, 500));
  expect(b.readyAt('a')).toBe(1_000);
  b.answered('a', answer(429, 1_000));
  expect(b.readyAt('a')).toBe(3_000);
  b.answered('a', answer(429, 1_001, '20'));
  expect(b.readyAt('a')).toBe(21_001);
});

test('a page that opens after the rest starts the count anew', () => {
  const b = open({ maxLimited: 3 });
  for (let i = 0; i < 10; i++) {
    b.answered('a', answer(429, i * 100_000));
    b.answered('a', answer(429, i * 100_000 + 50_000));
    b.answered('a', answer(200, i * 100_000 + 99_000));
  }
  expect(b.closed('a')).toBe(null);
});

test('more rest than allowed closes the host, and says how much', () => {
  const b = open();
  b.answered('a', answer(503, 0, '3600'));
  expect(b.closed('a')).toBe('服务器（状态 503）要求 60 分钟后再访问，超过本次抓取愿等的 60 秒，已停止访问');
  b.answered('a', answer(200, 10));
  expect(b.closed('a')).not.toBe(null);
  b.answered('b', answer(429, 0, '9'.repeat(40)));
  expect(b.closed('b')).toMatch(/天后再访问/);
});

test.each([
  [429, 6, '服务器接连 6 次答复访问过频（状态 429），已停止访问'],
  [403, 25, '服务器接连 25 次拒绝访问（最后一次状态 403），可能有防护设备拦截，已停止访问'],
  [502, 12, '服务器接连 12 次答复暂不可用（最后一次状态 502），已停止访问'],
  [undefined, 25, '服务器接连 25 次没有应答，已停止访问'],
])('%s given %i times in a row closes the host', (status, times, reason) => {
  const b = open();
  let now = 0;
  for (let i = 1; i < times; i++) {
    b.answered('a', answer(status, now));
    now = Math.max(now + 1, b.readyAt('a'));
  }
  expect(b.closed('a')).toBe(null);
  b.answered('a', answer(status, now));
  expect(b.closed('a')).toBe(reason);
});

test('faults of pages are no refusal', () => {
  const b = open();
  for (const status of [200, 301, 401, 404, 410, 500, 501])
    for (let i = 0; i < 100; i++) b.answered('a', answer(status, i));
  expect(b.closed('a')).toBe(null);
  expect(b.readyAt('a')).toBe(0);
});

test('forgets quiet hosts first when a crawl meets very many', () => {
  const b = open({ maxRefused: 2 });
  b.answered('closed', answer(403, 0));
  b.answered('closed', answer(403, 1));
  for (let i = 0; i < 11_000; i++) {
    b.answered(`h${i}`, answer(403, 0));
    b.answered(`h${i}`, answer(200, 1));
  }
  expect(b.closed('closed')).not.toBe(null);
});

test('never throws, and never rests longer than allowed', () => {
  const one = fc.record({
    status: fc.oneof(fc.constantFrom(200, 403, 429, 503, 0, 999), fc.integer(), fc.constant(undefined)),
    retryAfter: fc.oneof(
      fc.constant(null),
      fc.string(),
      fc.nat().map(String),
      fc.date({ noInvalidDate: true }).map((d) => d.toUTCString()),
    ),
    served: fc.option(fc.string()),
    step: fc.nat(100_000),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), (answers) => {
      const b = open();
      let now = 0;
      for (const { step, ...a } of answers) {
        now += step;
        b.answered('a', { ...a, now });
        expect(b.readyAt('a')).toBeLessThanOrEqual(now + 60_000);
      }
    }),
  );
});
