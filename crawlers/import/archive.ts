import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { InputError } from '#core/errors.ts';
import { sizeText } from './types.ts';

export type Archive = {
  /** Names of the parts, lower case. */
  names: readonly string[];
  /** Unpacked bytes of a small part, undefined when there is none of that name. Throws InputError. */
  read(name: string): Uint8Array | undefined;
  /** A part piece by piece, so that no large one lies in memory; undefined when there is none of that name. Throws InputError while it is read. */
  stream(name: string): AsyncIterable<Uint8Array> | undefined;
};

type Entry = { method: number; packed: number; unpacked: number; offset: number; encrypted: boolean };

const mostEntries = 10_000;
/** Lists of parts, names of sheets, formats. */
const smallBytes = 16 * 1024 * 1024;
const pieceBytes = 256 * 1024;

/**
 * The parts of a workbook (ZIP, APPNOTE 4.3). Refuses before unpacking what announces more than `unpackedBytes`, and cuts off
 * while unpacking what holds more than it announced: a bomb costs neither memory nor time. Throws InputError.
 */
export function openArchive(bytes: Uint8Array, file: string, unpackedBytes: number): Archive {
  const refuse = (message: string, hint = '用表格程序打开并另存为 .xlsx 再导入'): never => {
    throw new InputError({ file, place: '', message, hint });
  };
  const damaged = (): never => refuse('工作簿已损坏或不完整', '重新取得这个文件');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, Entry>();
  try {
    const end = endRecord(view);
    if (end === -1) damaged();
    const count = view.getUint16(end + 10, true);
    let at = view.getUint32(end + 16, true);
    if (count > mostEntries || at === 0xffffffff) refuse('工作簿太大');
    let total = 0;
    for (let i = 0; i < count; i++) {
      if (view.getUint32(at, true) !== 0x02014b50) damaged();
      const entry: Entry = {
        encrypted: (view.getUint16(at + 8, true) & 1) === 1,
        method: view.getUint16(at + 10, true),
        packed: view.getUint32(at + 20, true),
        unpacked: view.getUint32(at + 24, true),
        offset: view.getUint32(at + 42, true),
      };
      const nameLength = view.getUint16(at + 28, true);
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/');
      // Only XML parts are ever read; pictures cost nothing and are not counted.
      if (/\.(?:xml|rels)$/i.test(name)) total += entry.unpacked;
      entries.set(name.toLowerCase(), entry);
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    if (total > unpackedBytes) refuse(`工作簿解开后超过 ${sizeText(unpackedBytes)}`, '分成几个文件导入');
  } catch (error) {
    if (error instanceof RangeError) damaged();
    throw error;
  }
  let left = unpackedBytes;
  const lies = () => refuse('工作簿解开后比它标明的大', '不要导入来历不明的文件');

  function packedOf(name: string): { entry: Entry; packed: Uint8Array } | undefined {
    const entry = entries.get(name.toLowerCase().replace(/^\//, ''));
    if (!entry) return undefined;
    if (entry.encrypted) refuse('工作簿加了密码', '去掉密码再导入');
    if (entry.method !== 0 && entry.method !== 8) refuse('工作簿用了不支持的压缩方式');
    try {
      if (view.getUint32(entry.offset, true) !== 0x04034b50) damaged();
      const head = entry.offset + 30;
      const from = head + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
      return { entry, packed: bytes.subarray(from, from + entry.packed) };
    } catch (error) {
      if (error instanceof InputError) throw error;
      return damaged();
    }
  }

  async function* pieces(entry: Entry, packed: Uint8Array): AsyncGenerator<Uint8Array> {
    if (entry.method === 0) {
      left -= packed.byteLength;
      for (let at = 0; at < packed.byteLength; at += pieceBytes) yield packed.subarray(at, at + pieceBytes);
      return;
    }
    const most = Math.max(1, Math.min(left, entry.unpacked));
    const raw = createInflateRaw({ chunkSize: pieceBytes });
    let total = 0;
    try {
      raw.end(packed);
      for await (const piece of raw as AsyncIterable<Uint8Array>) {
        total += piece.byteLength;
        left -= piece.byteLength;
        if (total > most) lies();
        yield piece;
      }
    } catch (error) {
      if (typeof (error as NodeJS.ErrnoException).code === 'string' && !(error instanceof InputError)) damaged();
      throw error;
    } finally {
      raw.destroy();
    }
  }

  return {
    names: [...entries.keys()],
    read(name) {
      const found = packedOf(name);
      if (!found) return undefined;
      const { entry, packed } = found;
      if (Math.max(entry.unpacked, packed.byteLength * (entry.method === 0 ? 1 : 0)) > smallBytes) refuse('工作簿太大');
      try {
        const most = Math.max(1, Math.min(left, entry.unpacked));
        const out = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: most });
        left -= out.byteLength;
        return out;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return lies();
        return damaged();
      }
    },
    stream(name) {
      const found = packedOf(name);
      return found && pieces(found.entry, found.packed);
    },
  };
}

/** Place of the end-of-central-directory record, -1 when there is none in the last 64 KB. */
function endRecord(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 65_557);
  for (let at = view.byteLength - 22; at >= lowest; at--) if (view.getUint32(at, true) === 0x06054b50) return at;
  return -1;
}
