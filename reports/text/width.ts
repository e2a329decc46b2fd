import { clean } from '../model/clean.ts';

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
/** Full width in Chinese fonts though Unicode calls them ambiguous: what our own sentences use. */
const ambiguous = /[“”‘’…—×△·]/u;

/** Columns one character takes on a terminal that shows Chinese. */
function columns(character: string): number {
  if (/^\p{M}$/u.test(character)) return 0;
  return wide.test(character) || ambiguous.test(character) ? 2 : 1;
}

export function displayWidth(text: string): number {
  let n = 0;
  for (const c of text) n += columns(c);
  return n;
}

/** Not at the start of a line (避头), not at its end (避尾). */
const closing = /^[，。、；：！？）》”’〕】…%]$/u;
const opening = /[（《“‘〔【]$/u;

/**
 * Lines of at most `width` columns (two closing marks may hang over), the first set in by `first`, the others by `rest`. Breaks
 * between Chinese characters anywhere; words and addresses only where they are longer than a line.
 */
export function wrap(text: string, width: number, first = '', rest = ''): string[] {
  const lines: string[] = [];
  let line = '';
  const indent = () => (lines.length === 0 ? first : rest);
  const room = () => Math.max(10, width - displayWidth(indent()));
  const push = () => {
    const torn = opening.exec(line.trimEnd())?.[0] ?? '';
    lines.push(indent() + line.trimEnd().slice(0, line.trimEnd().length - torn.length));
    line = torn;
  };
  for (const token of clean(text)
    .trim()
    .match(/[!-~]+|./gsu) ?? []) {
    const w = displayWidth(token);
    const over = displayWidth(line) + w - room();
    if (over <= 0 || (closing.test(token) && over <= 4)) {
      line += token;
      continue;
    }
    if (token === ' ') continue;
    if (w <= Math.max(10, width - displayWidth(rest))) {
      push();
      line += token;
      continue;
    }
    for (const c of token) {
      if (displayWidth(line) + 1 > room()) push();
      line += c;
    }
  }
  if (line.trim() !== '' || lines.length === 0) push();
  return lines;
}
