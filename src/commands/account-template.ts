import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { InputError } from '#core/errors.ts';
import { exitCodes } from '../flags.ts';
import { accountTemplates, type TemplateKind } from '../output/account-templates.ts';
import { templateBook } from '../output/template-book.ts';
import { printJson, say } from './session.ts';

/** 导入模板: a workbook to be filled in. A file that is there already is never written over: somebody may have filled it in. */
export async function writeTemplate(flags: { kind: TemplateKind; out?: string; json?: boolean }): Promise<number> {
  const template = accountTemplates[flags.kind];
  const file = resolve(flags.out ?? `${template.name}.xlsx`);
  if (extname(file).toLowerCase() !== '.xlsx')
    throw new InputError({ file: '--out', place: file, message: '模板是 .xlsx 文件', hint: '文件名以 .xlsx 结尾' });
  try {
    await writeFile(file, await templateBook(template), { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const there = code === 'EEXIST';
    throw new InputError({
      file: '--out',
      place: file,
      message: there ? '已经有这个文件，没有覆盖' : `写不进去（${code}）`,
      hint: there ? '换一个文件名，或先移走它' : '检查文件夹是否存在、有没有写入权限',
    });
  }
  if (flags.json) printJson({ file, kind: flags.kind, command: template.command });
  else {
    say(`已写好模板：${file}`);
    say(`填好后执行 ${template.command} <文件>`);
  }
  return exitCodes.done;
}
