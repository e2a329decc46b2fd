/** Progress on stderr: a live line on a terminal, plain lines otherwise. Nothing of it ever reaches stdout. */
export type Progress = {
  step(label: string, done: number, total: number): void;
  say(line: string): void;
  end(): void;
};

export function openProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  const live = stream.isTTY === true;
  let shown = '';
  let lastAt = 0;
  let lastLabel = '';
  const clear = () => {
    if (shown !== '') stream.write('\r\u001b[2K');
    shown = '';
  };
  return {
    step(label, done, total) {
      if (quiet) return;
      const now = performance.now();
      const changed = label !== lastLabel;
      if (!changed && done !== total && now - lastAt < (live ? 100 : 5_000)) return;
      lastAt = now;
      lastLabel = label;
      const line = `${label} ${done}/${total}`;
      if (live) {
        clear();
        stream.write(line);
        shown = line;
      } else stream.write(`${line}\n`);
    },
    say(line) {
      if (quiet) return;
      clear();
      stream.write(`${line}\n`);
    },
    end() {
      clear();
    },
  };
}
