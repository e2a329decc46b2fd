/** Places where a date can begin, found in one pass: patterns are then tried there only, not at every character of the page. */
export type DigitRuns = {
  /** Starts of runs of exactly two digits with a separator (or a blank) behind them. */
  two: readonly number[];
  /** The same for four digits. */
  four: readonly number[];
};

/** 数字段 of a text with ASCII digits. */
export function digitRuns(line: string): DigitRuns {
  const two: number[] = [];
  const four: number[] = [];
  for (let i = 0; i < line.length; i++) {
    if (!isDigit(line.charCodeAt(i))) continue;
    const start = i;
    do i++;
    while (i < line.length && isDigit(line.charCodeAt(i)));
    const length = i - start;
    if ((length === 2 || length === 4) && separates(line, i)) (length === 2 ? two : four).push(start);
  }
  return { two, four };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function separates(line: string, at: number): boolean {
  const c = line[at];
  return c !== undefined && (c === '-' || c === '/' || c === '.' || c === '年' || /\s/.test(c));
}

/** What `matchAll` gives for a pattern that can only match at `starts`. `sticky`: a pattern with the flag y. */
export function* matchesAt(sticky: RegExp, line: string, starts: readonly number[]): Generator<RegExpExecArray> {
  let end = 0;
  for (const start of starts) {
    if (start < end) continue;
    sticky.lastIndex = start;
    const m = sticky.exec(line);
    if (m === null) continue;
    end = start + m[0].length;
    yield m;
  }
}

/**
 * What `matchAll` gives for a pattern whose every match holds `sign`, once, with at most `before` characters before it and `after` behind it.
 * `pattern`: without the flags g and y.
 */
export function* matchesAround(
  pattern: RegExp,
  line: string,
  sign: string,
  before: number,
  after: number,
): Generator<RegExpExecArray> {
  let end = 0;
  for (let at = line.indexOf(sign); at >= 0; at = line.indexOf(sign, at + 1)) {
    if (at < end) continue;
    const from = Math.max(end, at - before);
    const m = pattern.exec(line.slice(from, at + after));
    if (m === null || from + m.index + m[0].indexOf(sign) !== at) continue;
    m.index += from;
    end = m.index + m[0].length;
    yield m;
  }
}
