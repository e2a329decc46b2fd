import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '#core/errors.ts';

/**
 * Writes a folder whole or not at all: files go to a temporary neighbour, which is renamed at the end. Throws InputError when the place
 * cannot be written to.
 */
export async function writeFolder(path: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  const target = resolve(path);
  let draft: string | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    draft = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    for (const [name, content] of files) {
      const file = join(draft, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    // A report of the same run is replaced: it can always be made again from the stored result.
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  } catch (error) {
    if (draft !== undefined) await rm(draft, { recursive: true, force: true }).catch(() => {});
    throw unwritable(error, target);
  }
}

/** The folder can be written to, checked before any work is done. */
export async function assertWritable(folder: string): Promise<void> {
  const target = resolve(folder);
  try {
    await mkdir(target, { recursive: true });
    const probe = await mkdtemp(join(target, '.probe-'));
    await rm(probe, { recursive: true, force: true });
  } catch (error) {
    throw unwritable(error, target);
  }
}

function unwritable(error: unknown, target: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const why: Record<string, string> = {
    EACCES: '没有写入权限',
    EPERM: '没有写入权限',
    EROFS: '所在磁盘是只读的',
    ENOSPC: '磁盘已满',
    ENOTDIR: '路径中有一段不是目录',
    EEXIST: '已有同名文件',
  };
  const text = code === undefined ? undefined : why[code];
  if (text === undefined) return error;
  return new InputError({
    file: target,
    place: '',
    message: `目录写不进去：${text}`,
    hint: '换一个目录（--out 或 --data），或改权限',
  });
}
