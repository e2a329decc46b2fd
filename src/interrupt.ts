import { rmSync } from 'node:fs';

/** 退出码 of a command stopped by Ctrl-C or by a request to end: what shells expect. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * While `work` runs, Ctrl-C ends the program with one Chinese line instead of silence. Stores write each piece whole, so ending at
 * any moment loses nothing but what was under way; `scratch` is removed however the work ends.
 */
export async function interruptible<T>(
  line: string,
  work: (keep: { scratch(folder: string): void }) => Promise<T>,
): Promise<T> {
  const folders: string[] = [];
  const tidy = () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
  const stop = (signal: 'SIGINT' | 'SIGTERM') => {
    // A live progress line may stand on the terminal.
    process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[2K' : ''}${line}\n`);
    tidy();
    process.exit(codes[signal]);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work({ scratch: (folder) => folders.push(folder) });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    tidy();
  }
}
