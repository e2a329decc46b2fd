/** Syntax error in a JSON text that a person typed. */
export type JsonFault = { line: number; column: number; message: string; hint: string };
export type ParsedJson =
  | {
      ok: true;
      value: unknown /** 1-based line of each value, by its path (`sites[0].home`; '' is the whole). */;
      lines: ReadonlyMap<string, number>;
    }
  | { ok: false; fault: JsonFault };

const deepest = 64;

/** Thrown and caught inside this file. */
type Stop = { at: number; message: string; hint: string };

const lookalikes: Readonly<Record<string, string>> = {
  '，': ',',
  '：': ':',
  '“': '"',
  '”': '"',
  '‘': '"',
  '’': '"',
  "'": '"',
  '【': '[',
  '】': ']',
  '｛': '{',
  '｝': '}',
};

/**
 * JSON with the line of every value, for messages about what people typed by hand. JSON.parse tells neither the place of a
 * well-formed but wrong value nor that a key stands twice (the second silently wins), and its messages are English.
 */
export function parseJson(source: string): ParsedJson {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const lines = new Map<string, number>();
  let at = 0;
  let line = 1;
  /** Where `line` was counted up to. */
  let counted = 0;

  const stop = (message: string, hint: string, where = at): never => {
    throw { at: where, message, hint } satisfies Stop;
  };
  const lineNow = (): number => {
    for (; counted < at; counted++) if (text.charCodeAt(counted) === 10) line++;
    return line;
  };
  const blank = (): void => {
    while (at < text.length && ' \t\r\n\u00A0\u3000'.includes(text[at] as string)) {
      if (text[at] === '\u00A0' || text[at] === '\u3000') stop('这里有全角空格或特殊空格', '改成普通空格');
      at++;
    }
    if (text.startsWith('//', at) || text.startsWith('/*', at)) stop('JSON 里不能写注释', '删去注释');
  };
  const unexpected = (wanted: string): never => {
    const c = text[at];
    if (c === undefined) return stop(`文件到这里就结束了，还缺${wanted}`, '检查括号和引号是否成对');
    const ascii = lookalikes[c];
    if (ascii !== undefined) return stop(`这里写的是「${c}」`, `改成英文半角的 ${ascii}`);
    return stop(`这里应是${wanted}，写的是「${c}」`, '检查前一行末尾的逗号、引号和括号');
  };

  const string = (): string => {
    if (text[at] !== '"') unexpected('英文双引号 "');
    const from = at++;
    for (;;) {
      const c = text[at];
      if (c === undefined || c === '\n' || c === '\r') return stop('引号没有成对', '在这一行补上英文双引号 "', from);
      if (c === '"') break;
      at += c === '\\' ? 2 : 1;
    }
    at++;
    try {
      return JSON.parse(text.slice(from, at)) as string;
    } catch {
      return stop('引号里的文字写法不对', '反斜杠要写两个（\\\\），不能含制表符', from);
    }
  };

  const value = (path: string, depth: number): unknown => {
    blank();
    if (depth > deepest) stop('嵌套太深', '检查括号');
    lines.set(path, lineNow());
    const c = text[at];
    if (c === '"') return string();
    if (c === '{') return object(path, depth);
    if (c === '[') return array(path, depth);
    const word = /[-+.\w]*/y;
    word.lastIndex = at;
    const literal = word.exec(text)?.[0] ?? '';
    if (literal === '') return unexpected('一个值');
    const parsed = ((): { v: unknown } | undefined => {
      try {
        return { v: JSON.parse(literal) };
      } catch {
        return undefined;
      }
    })();
    if (!parsed)
      return stop(`不认识“${literal.slice(0, 40)}”`, '文字要放在英文双引号里；此外只能写数字、true、false、null');
    at += literal.length;
    return parsed.v;
  };

  const object = (path: string, depth: number): Record<string, unknown> => {
    const out: Record<string, unknown> = {};
    const keys = new Set<string>();
    at++;
    blank();
    if (text[at] === '}') {
      at++;
      return out;
    }
    for (;;) {
      blank();
      if (text[at] === '}') stop('最后一项后面多了一个逗号', '删去前面的逗号');
      const where = at;
      const key = string();
      if (keys.has(key)) stop(`“${key}”写了两次`, '只留一个', where);
      keys.add(key);
      blank();
      if (text[at] !== ':') unexpected('英文冒号 :');
      at++;
      const v = value(path === '' ? key : `${path}.${key}`, depth + 1);
      // A key named __proto__ must stay an ordinary (and then unknown) key.
      Object.defineProperty(out, key, { value: v, enumerable: true, configurable: true, writable: true });
      blank();
      if (text[at] === ',') at++;
      else if (text[at] === '}') {
        at++;
        return out;
      } else unexpected('英文逗号 , 或右括号 }');
    }
  };

  const array = (path: string, depth: number): unknown[] => {
    const out: unknown[] = [];
    at++;
    blank();
    if (text[at] === ']') {
      at++;
      return out;
    }
    for (;;) {
      blank();
      if (text[at] === ']') stop('最后一项后面多了一个逗号', '删去前面的逗号');
      out.push(value(`${path}[${out.length}]`, depth + 1));
      blank();
      if (text[at] === ',') at++;
      else if (text[at] === ']') {
        at++;
        return out;
      } else unexpected('英文逗号 , 或右括号 ]');
    }
  };

  try {
    const v = value('', 0);
    blank();
    if (at < text.length) stop('这里多出了内容', '整个文件只能有一对最外层的花括号 { }');
    return { ok: true, value: v, lines };
  } catch (error) {
    if (!isStop(error)) throw error;
    const before = text.slice(0, error.at);
    return {
      ok: false,
      fault: {
        line: before.split('\n').length,
        column: error.at - before.lastIndexOf('\n'),
        message: error.message,
        hint: error.hint,
      },
    };
  }
}

function isStop(error: unknown): error is Stop {
  return typeof error === 'object' && error !== null && 'at' in error && 'hint' in error;
}

/** Line of a place, or of the nearest thing around it that has one. */
export function lineOf(lines: ReadonlyMap<string, number>, place: string): number | undefined {
  for (let p = place; ; p = p.replace(/(?:\.[^.[\]]*|\[\d+\]|^[^.[\]]+)$/, '')) {
    const line = lines.get(p);
    if (line !== undefined || p === '') return line;
  }
}
