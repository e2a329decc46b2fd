import { newsUpdate } from '#indicators/site/news-update.ts';
import { testType } from './type-tables.ts';

// Calls testIndicator( with cases for column-missing and stale.
testType(newsUpdate, {
  type: 'news',
  lastDay: '2026-11-08',
  tooOld: '2026-11-07',
  name: '动态要闻',
  firstLevel: false,
});
