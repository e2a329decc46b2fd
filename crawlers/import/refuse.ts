import { InputError, type InputProblem } from '#core/errors.ts';

/** Lines of one refusal; the rest is counted. */
const shown = 50;

/** Throws all problems of an import at once, at most 50 of them in full: nothing of the file was taken over. */
export function refuse(file: string, problems: readonly InputProblem[]): void {
  const [first, ...rest] = problems.slice(0, shown);
  if (!first) return;
  const more = problems.length - shown;
  if (more > 0)
    rest.push({
      file,
      place: '',
      message: `还有 ${more} 处问题没有列出，整个文件都没有导入`,
      hint: '先改正上面的，再导入一次',
    });
  throw new InputError(first, ...rest);
}
