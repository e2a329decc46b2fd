import { addDays } from '#core/calendar.ts';
import { smallNumber } from './characters.ts';
import type { RawDate } from './reading.ts';
import { matchesAround } from './scan.ts';

const words: Record<string, number> = {
  今天: 0,
  今日: 0,
  今晚: 0,
  昨天: -1,
  昨日: -1,
  昨晚: -1,
  前天: -2,
  前日: -2,
  大前天: -3,
  刚刚: 0,
};
/** 今天是 is a page clock, 今日头条 and 昨日重现 are names. */
const word =
  /(大前天|今天|今日|今晚|昨天|昨日|昨晚|前天|前日|刚刚)(?!是|头条|重现|要闻|推荐|关注|热点|说法|访问|浏览|天气)/g;
const ago =
  /(\d{1,4}|[一二三四五六七八九十两]{1,3}|半)\s?个?(分钟|小时|天|日|星期|周|月)\s?(?:之前|以前|前)(?!后|夕|台|期)/;
/** The most that can stand before 前 in the pattern above. */
const AGO_BEFORE = 14;

/**
 * 相对日期: 昨天, 3天前, 2周前. Hours and minutes need a clock (`today` as YYYY-MM-DDTHH:MM); without one 5小时前 may be yesterday and is
 * not read. Months are too coarse to name a day.
 */
export function* relativeDates(line: string, today: string): Generator<RawDate> {
  const day = today.slice(0, 10);
  for (const m of line.matchAll(word)) {
    if (m[1] === '刚刚' && line.trim() !== '刚刚') continue;
    yield {
      index: m.index,
      // 晚 is left for the time of day: 今晚8点 is 20:00.
      length: m[0].length - (m[1]!.endsWith('晚') ? 1 : 0),
      date: addDays(day, words[m[1]!] ?? 0),
      relative: true,
    };
  }
  for (const m of matchesAround(ago, line, '前', AGO_BEFORE, 2)) {
    const n = m[1] === '半' ? 0.5 : smallNumber(m[1]!);
    const count = Number.isNaN(n) ? Number(m[1]) : n;
    const found = back(today, count, m[2]!);
    if (found !== null) yield { index: m.index, length: m[0].length, ...found, relative: true };
  }
}

function back(today: string, n: number, unit: string): { date: string; time?: string } | null {
  if (!Number.isFinite(n) || n > 3_650) return null;
  const day = today.slice(0, 10);
  if (unit === '天' || unit === '日') return Number.isInteger(n) ? { date: addDays(day, -n) } : null;
  if (unit === '星期' || unit === '周') return Number.isInteger(n) ? { date: addDays(day, -7 * n) } : null;
  if (unit === '月' || !/T\d{2}:\d{2}/.test(today)) return null;
  const minutes = Number(today.slice(11, 13)) * 60 + Number(today.slice(14, 16)) - n * (unit === '小时' ? 60 : 1);
  const days = Math.floor(minutes / 1440);
  const rest = minutes - days * 1440;
  const two = (x: number) => String(Math.floor(x)).padStart(2, '0');
  return { date: addDays(day, days), time: `${two(rest / 60)}:${two(rest % 60)}` };
}
