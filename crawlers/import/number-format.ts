/*
 * What a stored number shows as. ECMA-376 part 1, 18.8.30 (number formats) and 18.17.4 (date and time). Only as much as
 * tells dates from numbers and keeps codes whole.
 */

/** Built-in formats that are dates or times, those of Chinese locales (27–36, 50–58) among them. */
function isBuiltinDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** Whether a format shows a number as date or time. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltinDate(id);
  // Literals, escaped characters, colours, locales and conditions are no placeholders.
  const bare = code
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
    .split(';', 1)[0] as string;
  return !/general|@/i.test(bare) && /[ymdhs]/i.test(bare);
}

/** A number as the digits it stands for; `0000000000` shows leading zeros that are not stored. */
export function numberText(raw: string, code: string | undefined): { text: string; lost: boolean } {
  const n = Number(raw);
  if (!Number.isFinite(n)) return { text: raw, lost: false };
  // A spreadsheet keeps 15 digits; what was typed beyond them is gone.
  if (Math.abs(n) >= 1e15) return { text: raw, lost: true };
  if (!Number.isInteger(n)) return { text: String(n), lost: false };
  const zeros = code !== undefined && /^0+$/.test(code) ? code.length : 0;
  return { text: (n < 0 ? '-' : '') + String(Math.abs(n)).padStart(zeros, '0'), lost: false };
}

const daySeconds = 86_400;

/** A date serial as text, without any time zone: what the sheet shows. Null: no date. */
export function serialText(serial: number, date1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return null;
  const seconds = Math.round(serial * daySeconds);
  const days = Math.floor(seconds / daySeconds);
  const rest = seconds % daySeconds;
  if (days === 0 && !date1904) return new Date(rest * 1000).toISOString().slice(11, 19);
  // Day 0 is 1899-12-30, because 1900 is taken for a leap year: before March of it everything is a day off.
  const sinceEpoch = days + (date1904 ? 1462 : days < 60 ? 1 : 0);
  const iso = new Date(Date.UTC(1899, 11, 30) + (sinceEpoch * daySeconds + rest) * 1000).toISOString();
  return rest === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}
