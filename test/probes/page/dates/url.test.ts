import { expect, test } from 'vitest';
import { urlDate } from '#probes/page/dates/url.ts';

test.each<[string, string | null]>([
  ['https://www.shili.gov.cn/xw/202607/t20260719_1444325.html', '2026-07-19'],
  ['./202607/t20260719_1444325.shtml', '2026-07-19'],
  ['https://www.shili.gov.cn/art/2026/9/10/art_78506_1.html', '2026-09-10'],
  ['https://www.shili.gov.cn/c/2019-03-20/415805.html', '2019-03-20'],
  ['https://www.shili.gov.cn/zhengce/content/2019-04/18/content_538.htm', '2019-04-18'],
  ['https://www.shili.gov.cn/xwfb/20220426/d4d847dcf3f64fcab102cf5a65656891.html', '2022-04-26'],
  ['https://www.shili.gov.cn/2023/0105/c12a3.html', '2023-01-05'],
  ['https://www.shili.gov.cn/2023/01/05/3.html', '2023-01-05'],
  ['https://www.shili.gov.cn/xw/202607/post_1.html', '2026-07'],
  ['https://www.shili.gov.cn/xw/2026-07/post_1.html', '2026-07'],
  ['https://www.shili.gov.cn/xw/content_5384134.html', null],
  ['https://www.shili.gov.cn/c100011/c5245544/content.html', null],
  ['https://www.shili.gov.cn/xw/t20261319_1.html', null],
  ['https://www.shili.gov.cn/list?date=2026-07-19', null],
  ['https://20260719.shili.gov.cn/a.html', null],
])('网址日期 %s → %s', (url, date) => {
  expect(urlDate(url)?.date ?? null).toBe(date);
});
