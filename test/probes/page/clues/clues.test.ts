import { resolve } from 'node:path';
import { bookOf } from '#probes/page/clues/book.ts';
import { cluesProbeOf } from '#probes/page/clues.ts';
import { loadLexicons } from '../../../../src/store/files/lexicons.ts';
import { testPages } from '../../../harness/pages.ts';

/** The program's own lists, an invented site and its leaders. */
const lists = loadLexicons([resolve(import.meta.dirname, '../../../../data/lexicons')]);
const leaders = [
  { name: '王小明', titles: ['县长', '副书记'] },
  { name: '李大海', titles: ['副县长'] },
  { name: '李大江', titles: ['副县长'] },
];
testPages(cluesProbeOf({ book: bookOf(lists), names: ['示例县人民政府'], leaders }), import.meta.dirname);
