/** 分块正文 — reads `Transfer-Encoding: chunked` as browsers do, noting what had to be forgiven. */
export type Chunked = {
  push(bytes: Buffer, onData: (part: Uint8Array) => void): 'more' | 'end' | 'broken';
  faults(): readonly string[];
};

const longestLine = 16_384;

export function openChunked(): Chunked {
  const faults = new Set<string>();
  let line = '';
  let left = 0;
  let state: 'size' | 'data' | 'after-data' | 'trailer' = 'size';

  return {
    faults: () => [...faults],
    push(bytes, onData) {
      let at = 0;
      while (at < bytes.length) {
        if (state === 'data') {
          const part = bytes.subarray(at, at + left);
          onData(part);
          at += part.length;
          left -= part.length;
          if (left > 0) return 'more';
          state = 'after-data';
          continue;
        }
        const lf = bytes.indexOf(10, at);
        line += bytes.toString('latin1', at, lf < 0 ? bytes.length : lf);
        if (line.length > longestLine) return 'broken';
        if (lf < 0) return 'more';
        at = lf + 1;
        const text = line.endsWith('\r') ? line.slice(0, -1) : line;
        if (text === line) faults.add('分块长度行用单独的换行符（LF）结尾');
        line = '';
        if (state === 'after-data') {
          if (text !== '') return 'broken';
          state = 'size';
        } else if (state === 'trailer') {
          if (text === '') return 'end';
        } else {
          const size = text.split(';', 1)[0] ?? '';
          if (size !== size.trim()) faults.add('分块长度前后有多余空格');
          if (!/^[0-9a-f]{1,12}$/i.test(size.trim())) return 'broken';
          left = Number.parseInt(size.trim(), 16);
          state = left === 0 ? 'trailer' : 'data';
        }
      }
      return 'more';
    },
  };
}
