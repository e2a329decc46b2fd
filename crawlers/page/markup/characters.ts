export const SLASH = 0x2f;
export const LESS = 0x3c;
export const EQUALS = 0x3d;
export const GREATER = 0x3e;

/** Blanks of markup (HTML standard, ASCII whitespace). */
export const isBlank = (c: number): boolean => c === 0x20 || c === 0x0a || c === 0x09 || c === 0x0c || c === 0x0d;
export const isLetter = (c: number): boolean => (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a);

/** Place of the first `>` at or after `from`, -1: none. */
export const greaterFrom = (html: string, from: number): number => {
  const end = html.length;
  for (let i = from; i < end; i++) if (html.charCodeAt(i) === GREATER) return i;
  return -1;
};
