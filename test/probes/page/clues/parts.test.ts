import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LexiconFile } from '#core/lexicon.ts';
import { automatonOf, foldedWord } from '#probes/page/clues/automaton.ts';
import { bookOf } from '#probes/page/clues/book.ts';
import { leadersOf } from '#probes/page/clues/leaders.ts';
import { maskedText } from '#probes/page/clues/mask.ts';
import { isBankCard, isIdentityNumber } from '#probes/page/clues/personal-data.ts';
import { titleFits } from '#probes/page/clues/tampering.ts';
import { clueSigns, cluesProbeOf } from '#probes/page/clues.ts';
import { pageOf } from '../../../harness/pages.ts';

/** Every place of every word, by looking at each character of the text. */
function naive(words: readonly string[], text: string): string[] {
  const out: string[] = [];
  for (const [w, word] of words.entries()) {
    const wanted = foldedWord(word);
    if (wanted === '') continue;
    for (let start = 0; start < text.length; start++) {
      if (foldedWord(text[start]!) === '') continue;
      let taken = 0;
      for (let end = start; end < text.length; end++) {
        const c = foldedWord(text[end]!);
        if (c === '') continue;
        if (c !== wanted[taken]) break;
        taken++;
        if (taken === wanted.length) {
          out.push(`${w} ${start} ${end + 1}`);
          break;
        }
      }
    }
  }
  return out.sort();
}

function found(words: readonly string[], text: string): string[] {
  const out: string[] = [];
  automatonOf(words).scan(text, (word, start, end) => {
    out.push(`${word} ${start} ${end}`);
    return true;
  });
  return out.sort();
}

const letters = fc.constantFrom('甲', '乙', '丙', 'A', 'ａ', '1', '１', '“');
const plain = fc.constantFrom('甲', '乙', '丙', 'A', 'ａ', '1', '１');

test('the automaton finds what a look at every character finds', () => {
  const words = fc.array(fc.array(plain, { minLength: 1, maxLength: 5 }), { maxLength: 12 });
  fc.assert(
    fc.property(words, fc.array(letters, { maxLength: 60 }), (w, t) => {
      const list = w.map((x) => x.join(''));
      // More than four quotation marks in a row end a phrase: the naive look knows no such bound.
      const text = t.join('').replace(/“{5,}/g, '“');
      expect(found(list, text)).toEqual(naive(list, text));
    }),
    { numRuns: 400 },
  );
});

test('words inside words, words that share their ends, and an early end', () => {
  expect(found(['上海', '海上', '上海海上', '海'], '上海海上')).toEqual(
    naive(['上海', '海上', '上海海上', '海'], '上海海上'),
  );
  let n = 0;
  automatonOf(['甲']).scan('甲甲甲甲', () => ++n < 2);
  expect(n).toBe(2);
  expect(found(['甲乙'], `甲${'“'.repeat(5)}乙`)).toEqual([]);
  expect(found([], '甲乙')).toEqual([]);
});

test('what is hostile is looked at once: half a megabyte of one word', () => {
  const book = bookOf([list({ words: ['甲甲', '甲甲甲甲'] })]);
  expect(book.find('甲'.repeat(500_000), 'text', '').length).toBeLessThanOrEqual(500);
});

function list(over: object): LexiconFile {
  return LexiconFile.parse({
    id: 'own',
    title: '自用词表',
    kind: 'expression',
    source: '测试',
    date: '2026-11-01',
    why: '请核对',
    ...over,
  });
}
const words = (l: LexiconFile, text: string, title = '') =>
  bookOf([l])
    .find(text, 'text', title)
    .map((h) => h.entry.word);

test('rules of a list: beside, with, alone, in the title, so many different ones', () => {
  const forbidden = list({ words: ['某词'], unless: ['严禁'], near: 6 });
  expect(words(forbidden, '这里有某词')).toEqual(['某词']);
  expect(words(forbidden, '严禁使用某词')).toEqual([]);
  expect(words(forbidden, `严禁${'。'.repeat(30)}某词`)).toEqual(['某词']);
  expect(words(forbidden, '这里有某词', '严禁某事的通告')).toEqual([]);
  expect(words(list({ words: [{ word: '某词', with: ['上下文'] }] }), '某词')).toEqual([]);
  expect(words(list({ words: [{ word: '某词', with: ['上下文'] }] }), '某词的上下文')).toEqual(['某词']);
  const alone = list({ words: [{ word: '某标志', alone: true }] });
  expect(words(alone, '一行\n某标志 ★10年\n又一行')).toEqual(['某标志']);
  expect(words(alone, '一行带某标志的话')).toEqual([]);
  const heap = list({ words: ['甲词', '乙词', '丙词'], least: 2 });
  expect(words(heap, '甲词甲词甲词')).toEqual([]);
  expect(words(heap, '甲词乙词')).toEqual(['甲词', '乙词']);
});

test('a place that the list does not name is not looked at', () => {
  const l = list({ words: ['某词'], places: ['title'] });
  expect(bookOf([l]).find('某词', 'text', '')).toEqual([]);
  expect(bookOf([l]).find('某词', 'title', '某词')).toHaveLength(1);
});

test.each([
  // Made up by the rule of the check digit.
  ['11010519491231002X', true],
  ['11010519491231002x', true],
  ['110105194912310021', false],
  ['11010519491331002X', false],
  ['990105194912310028', false],
  ['11010519490229002X', false],
  ['1101051949123100', false],
])('identity number %s: %s', (text, right) => {
  expect(isIdentityNumber(text)).toBe(right);
});

test.each([
  ['4111111111111111', true],
  ['6222021234567890128', true],
  ['4111111111111112', false],
  ['1111111111111111', false],
  ['7992739871300000', false],
])('bank card %s: %s', (text, right) => {
  expect(isBankCard(text)).toBe(right);
});

test('no run of eleven digits leaves the mask, whatever stands around it', () => {
  expect(maskedText('张某 13800001234、6222 0212 3456 7890 128')).toBe('张某 138******34、622**************28');
  expect(maskedText('发布时间：2026-09-08 09:30，电话 023-70000000')).toBe(
    '发布时间：2026-09-08 09:30，电话 023-70000000',
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('1', '9', 'X', ' ', '张', '-'), maxLength: 60 }), (text) => {
      expect(maskedText(text)).not.toMatch(/\d(?: ?\d){10}/);
    }),
  );
});

test('personal data stand nowhere in a value, also where another clue quotes them', () => {
  const id = '11010519491231002X';
  const page = pageOf(
    `<title>${id}</title><p>布署工作 ${id}</p><p>卡号 ${'6222021234567890128'}</p><p>王小东 13800001234</p><p>李小西 13800002234</p><p>张小南 13800003234</p>`,
    { role: 'home' },
  );
  const l = list({ kind: 'typo', pairs: { 布署: '部署' } });
  const read = cluesProbeOf({ book: bookOf([l]), names: ['示例县人民政府'], leaders: [] }).read(page, '2026-09-10');
  const text = JSON.stringify(read);
  for (const secret of [id, '6222021234567890128', '1380000']) expect(text).not.toContain(secret);
  for (const name of ['王小东', '李小西', '张小南']) expect(text).not.toContain(name);
  expect(read.status === 'observed' && read.value.clues.map((c) => c.kind).sort()).toEqual([
    'personal-data',
    'personal-data',
    'personal-data',
    'tampering',
    'typo',
  ]);
});

test('signs for a crawl: the same as the probe finds, without dates and leaders', () => {
  const input = { book: bookOf([list({ kind: 'typo', pairs: { 布署: '部署' } })]), names: [], leaders: [] };
  expect(clueSigns(pageOf('<p>布署工作</p>'), input)).toEqual(['typo own 布署']);
  expect(clueSigns(pageOf('<p>部署工作</p>'), input)).toEqual([]);
  const named = { ...input, leaders: [{ name: '王小明', titles: ['县长'] }] };
  expect(clueSigns(pageOf('<p>王小明出席</p>'), named)).toHaveLength(1);
});

test('titles and registered names', () => {
  expect(titleFits('示例县人民政府门户网站', ['示例县人民政府'])).toBe(true);
  expect(titleFits('示例教育网', ['示例县教育委员会'])).toBe(true);
  expect(titleFits('首页', ['示例县人民政府'])).toBe(true);
  expect(titleFits('彩票投注平台', ['示例县人民政府'])).toBe(false);
  expect(titleFits('彩票投注平台', ['示例县人民政府', '彩票管理中心'])).toBe(true);
  // A name without anything of its own tells nothing.
  expect(titleFits('彩票投注平台', ['人民政府网站'])).toBe(true);
});

test('leader pages: name and post in one line, in the line beside, with a blank inside, in a table', () => {
  const page = pageOf(
    `<h1>领导信息</h1>
    <ul><li><a>王小明</a><p>县委副书记、县长</p></li><li><a>李大海</a><p>县委常委、常务副县长</p></li></ul>
    <p>副县长：张 红</p><table><tr><td>陈建国</td><td>县政府党组成员、副县长、县公安局局长</td></tr></table>
    <p>工作分工</p><p>领导简历</p>`,
    { role: 'list' },
  );
  expect(leadersOf(page)).toEqual([
    { name: '王小明', titles: ['副书记', '县长'] },
    { name: '李大海', titles: ['副县长'] },
    { name: '张红', titles: ['副县长'] },
    { name: '陈建国', titles: ['副县长', '局长'] },
  ]);
});
