/** Hides the middle of a number or code: the first `head` and last `tail` characters stay. */
export function masked(text: string, head: number, tail: number): string {
  if (text.length <= head + tail) return '*'.repeat(text.length);
  return text.slice(0, head) + '*'.repeat(text.length - head - tail) + text.slice(text.length - tail);
}

/** 遮盖个人信息: every run of eleven digits or more in a text, whatever it is: it could be a mobile, identity or card number. */
export function maskedText(text: string): string {
  return text.replace(/(?<![0-9])[0-9](?: ?[0-9]){10,}[Xx]?/g, (run) => masked(run.replaceAll(' ', ''), 3, 2));
}
