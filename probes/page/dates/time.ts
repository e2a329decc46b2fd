import { timeOf } from './calendar-day.ts';
import { smallNumber } from './characters.ts';

const clock =
  /^[\sT,，.-]{0,4}(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|am|pm)?\s{0,2}(\d{1,2})\s?:\s?(\d{2})(?:\s?:\s?(\d{2}))?(?:\.\d{1,6})?(?!\d)(?:\s?(am|pm)\b)?/i;
const spoken =
  /^[\s,，.-]{0,4}(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?\s{0,2}(\d{1,2}|[一二三四五六七八九十]{1,3})\s?[点时](?!间|候|代|期|段)\s?(?:(\d{1,2})\s?分(?:\s?\d{1,2}\s?秒)?|(半)|[正整])?/;

/** 时刻 printed right after a date: 07:16, T07:16:00, 下午3:05, 8时30分. Null when there is none; a 24:00 or 13:75 is none. */
export function timeAfter(line: string, from: number): { time: string; length: number } | null {
  const rest = line.slice(from, from + 40);
  const m = clock.exec(rest);
  if (m !== null) return read(m[0], m[1] ?? m[5], Number(m[2]), Number(m[3]));
  const s = spoken.exec(rest);
  if (s === null) return null;
  return read(s[0], s[1], smallNumber(s[2]!), s[4] !== undefined ? 30 : Number(s[3] ?? 0));
}

function read(text: string, half: string | undefined, hour: number, minute: number) {
  const late = half !== undefined && /^(?:下午|傍晚|晚上|晚|pm)$/i.test(half) && hour < 12;
  const time = timeOf(late ? hour + 12 : hour, minute);
  return time === null ? null : { time, length: text.trimEnd().length };
}
