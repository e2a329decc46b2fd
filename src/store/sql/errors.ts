import { InputError } from '#core/errors.ts';

/** Primary result codes of SQLite, https://sqlite.org/rescode.html. Extended codes carry them in the low byte. */
const meanings: Record<number, { message: string; hint: string }> = {
  5: { message: '数据库正被另一个程序占用', hint: '等它结束后再试' },
  6: { message: '数据库正被另一个程序占用', hint: '等它结束后再试' },
  8: { message: '数据库不能写入（文件或文件夹是只读的）', hint: '检查文件夹权限，或用 --data 换一个可写的文件夹' },
  11: { message: '数据库文件已损坏', hint: '把它移开，从备份恢复，或重新采集' },
  13: { message: '磁盘已满，数据库写不进去', hint: '腾出空间后再试，已确认写入的记录还在' },
  14: { message: '数据库打不开', hint: '检查路径和文件夹权限，或用 --data 换一个可写的文件夹' },
  26: { message: '这不是巡查的数据库文件', hint: '把它移开，或用 --data 指向别的文件夹' },
};

/** SQLite's error as something a person can mend, or the error itself when it is none of theirs. */
export function sqliteError(path: string, error: unknown): unknown {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  const known = typeof code === 'number' ? meanings[code & 0xff] : undefined;
  if (known) return new InputError({ file: path, place: '', ...known });
  return error;
}
