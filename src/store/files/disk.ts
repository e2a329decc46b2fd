import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '#core/errors.ts';

const meanings: Record<string, { message: string; hint: string }> = {
  EACCES: { message: '没有访问权限', hint: '检查文件夹权限，或用 --data 换一个可写的文件夹' },
  EPERM: { message: '没有访问权限', hint: '检查文件夹权限，或用 --data 换一个可写的文件夹' },
  EROFS: { message: '所在的磁盘是只读的', hint: '用 --data 换一个可写的文件夹' },
  ENOSPC: { message: '磁盘已满', hint: '腾出空间后再试' },
  EDQUOT: { message: '磁盘配额已用完', hint: '腾出空间后再试' },
  ENOTDIR: { message: '路径中有一段是文件，不是文件夹', hint: '用 --data 换一个文件夹' },
  EEXIST: { message: '路径中有一段是文件，不是文件夹', hint: '用 --data 换一个文件夹' },
  EISDIR: { message: '这是文件夹，不是文件', hint: '检查路径' },
};

/** What the file system refused, as something a person can mend, or the error itself when it is none of theirs. */
export function folderError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const known = code === undefined ? undefined : meanings[code];
  return known ? new InputError({ file: path, place: '', ...known }) : error;
}

/**
 * Writes beside the file and renames, after the bytes are on disk: the file is the old one or the whole new one, never
 * half of it. Throws InputError when the folder cannot be written.
 */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw folderError(path, error);
  }
}
