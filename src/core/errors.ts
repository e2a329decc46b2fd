/** One thing wrong with what a person typed: shown as one line. */
export type InputProblem = {
  /** File, flag or command the value came from. */
  file: string;
  /** Place inside it: a path (`items.access.params`), a row (`第 3 行`) or empty. */
  place: string;
  /** What is wrong and what was expected, in Chinese. */
  message: string;
  /** How to mend it, in Chinese. */
  hint?: string;
};

/** 输入错误: configuration, policy, registry, import or flag. Exit code 3, one line a problem. */
export class InputError extends Error {
  override name = 'InputError';
  readonly problems: readonly [InputProblem, ...InputProblem[]];

  constructor(first: InputProblem, ...rest: InputProblem[]) {
    super([first, ...rest].map(problemLine).join('\n'));
    this.problems = [first, ...rest];
  }
}

/** 程序错误: something that cannot happen did. Exit code 1, with a stack. */
export class BugError extends Error {
  override name = 'BugError';
}

export function problemLine(p: InputProblem): string {
  const place = p.place === '' ? p.file : `${p.file}（${p.place}）`;
  return `${place}：${p.message}${p.hint === undefined ? '' : `。${p.hint}`}`;
}
