import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { InputError, type InputProblem } from '#core/errors.ts';
import { explainIssues } from '#core/explain.ts';
import { LexiconFile } from '#core/lexicon.ts';

/** Larger than any list a person keeps. */
const maxBytes = 4_000_000;
/** Lists at most: a page names those it was looked at with. */
const maxLists = 200;

/**
 * 词表 of some folders; of two with one id, the earlier folder wins, so that a user's list takes the place of the program's. Lists without words
 * are left out: that is how one is switched off. Throws InputError with one line a problem.
 */
export function loadLexicons(dirs: readonly string[]): LexiconFile[] {
  const lists = new Map<string, LexiconFile>();
  const problems: InputProblem[] = [];
  for (const dir of dirs)
    for (const name of namesIn(dir)) {
      const read = readLexicon(join(dir, name));
      if ('problems' in read) problems.push(...read.problems);
      else if (!lists.has(read.list.id)) lists.set(read.list.id, read.list);
    }
  const [first, ...rest] = problems;
  if (first) throw new InputError(first, ...rest);
  if (lists.size > maxLists)
    throw new InputError({
      file: dirs.join('、'),
      place: '',
      message: `词表有 ${lists.size} 个，至多 ${maxLists} 个`,
      hint: '把同类词表并成一个',
    });
  return [...lists.values()].filter((l) => l.words.length > 0 || Object.keys(l.pairs).length > 0);
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((n) => /\.ya?ml$/.test(n))
      .sort();
  } catch (e) {
    const code = (e as NodeJS.ErrnoException).code;
    const message =
      code === 'ENOENT' ? '词表文件夹不存在' : code === 'ENOTDIR' ? '不是文件夹' : `读不出文件夹（${code}）`;
    throw new InputError({ file: dir, place: '', message, hint: '检查设置里的 lexicons' });
  }
}

/** One list file, parsed and checked. */
export function readLexicon(path: string): { list: LexiconFile } | { problems: InputProblem[] } {
  const bad = (place: string, message: string, hint: string) => ({ problems: [{ file: path, place, message, hint }] });
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > maxBytes) return bad('', `文件过大（${size} 字节）`, `词表文件不超过 ${maxBytes} 字节`);
    text = readFileSync(path, 'utf8');
  } catch (e) {
    return bad('', `读不出文件（${(e as NodeJS.ErrnoException).code}）`, '检查文件权限');
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const at = lines.linePos(error.pos[0]);
    const message = error.code === 'DUPLICATE_KEY' ? '同一个键写了两次' : `不是有效的 YAML（${error.code}）`;
    return bad(`第 ${at.line} 行第 ${at.col} 列`, message, '检查缩进、冒号后的空格和引号，以及重复的词');
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch {
    return bad('', 'YAML 别名展开过多', '不要用 & 和 * 反复引用');
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return bad('', '不是词表文件：应为一组“键: 值”', '至少要有 id、title、kind、source、date、why');
  const parsed = LexiconFile.safeParse(content);
  if (!parsed.success)
    return { problems: explainIssues(parsed.error.issues, LexiconFile, content).map((e) => ({ file: path, ...e })) };
  const name = basename(path).replace(/\.ya?ml$/, '');
  if (parsed.data.id !== name) return bad('id', `编号“${parsed.data.id}”与文件名“${name}”不一致`, '改成一样的');
  return { list: parsed.data };
}
