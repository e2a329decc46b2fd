import { expect, test } from 'vitest';
import { groupsOf, wordSearch } from '../../src/pipeline/crawl/words.ts';

/** 办理材料、收费标准 as GB18030 writes them. */
const material = Buffer.from('b0ecc0edb2c4c1cf', 'hex');
const charge = Buffer.from('cad5b7d1b1ead7bc', 'hex');

test('groups are told once each, in either encoding', () => {
  const search = wordSearch(['办理材料 申请材料', '收费标准', '解读']);
  expect(search.in(Buffer.from('申请材料、办理材料'))).toBe(0b001);
  expect(search.in(Buffer.concat([Buffer.from('<p>'), charge]))).toBe(0b010);
  expect(search.in(Buffer.concat([material, Buffer.from('<br>'), charge]))).toBe(0b011);
  expect(search.in(Buffer.from('办理材料收费标准解读'))).toBe(0b111);
  expect(search.in(Buffer.from('新闻办理材、收费标'))).toBe(0);
  expect(search.in(new Uint8Array(0))).toBe(0);
  expect([0b000, 0b101, 0b111].map(groupsOf)).toEqual([0, 2, 3]);
});

test('a page that is cut inside a character or holds both encodings is read in both', () => {
  const search = wordSearch(['办理材料', '收费标准']);
  const page = Buffer.from('<p>办理材料</p>通知');
  expect(search.in(page.subarray(0, page.length - 1))).toBe(0b01);
  expect(search.in(Buffer.concat([page, charge]))).toBe(0b11);
  // A window on a larger buffer.
  expect(search.in(Buffer.concat([charge, page]).subarray(charge.length))).toBe(0b01);
});

test('words that begin alike, and one that begins inside another', () => {
  const search = wordSearch(['办理', '办理流程', '理流']);
  expect(search.in(Buffer.from('办理'))).toBe(0b001);
  expect(search.in(Buffer.from('办理流程'))).toBe(0b111);
});

test('more groups than bits are refused', () => {
  expect(() => wordSearch(Array.from({ length: 31 }, () => '词'))).toThrow('一次最多找 30 组词');
});
