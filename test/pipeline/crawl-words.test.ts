import { expect, test } from 'vitest';
import { groupsIn, wordGroup } from '../../src/pipeline/crawl/words.ts';

const words = '办理材料 受理条件 收费标准 来信时间 答复单位 解读 图解 发文字号 索引号';

test.each(words.split(' '))('%s: the bytes in GB18030 are those of the word', (word) => {
  const [utf8, gb] = wordGroup(word) as [Buffer, Buffer];
  expect(utf8.toString()).toBe(word);
  expect(new TextDecoder('gb18030').decode(gb)).toBe(word);
});

test('groups are counted once each, in either encoding, up to what is enough', () => {
  const groups = ['办理材料 申请材料', '收费标准', '解读'].map(wordGroup);
  expect(groupsIn(Buffer.from('申请材料、办理材料'), groups, 3)).toBe(1);
  expect(groupsIn(Buffer.concat([...wordGroup('收费标准').slice(1), Buffer.from('解读')]), groups, 3)).toBe(2);
  expect(groupsIn(Buffer.from('办理材料收费标准解读'), groups, 2)).toBe(2);
  expect(groupsIn(Buffer.from('新闻'), groups, 1)).toBe(0);
});

test('a word without known bytes is refused', () => {
  expect(() => wordGroup('没有')).toThrow('没有“没有”的编码');
});
