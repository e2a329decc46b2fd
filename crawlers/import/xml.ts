import { Parser } from 'htmlparser2';

/** What one XML part is read with. Names come without their prefix. */
export type XmlHandler = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

const chunkBytes = 256 * 1024;
/** Beyond these no spreadsheet goes: a part that does is made to fill the memory. */
const mostDepth = 100;
const mostAttributes = 500;
const mostTokenBytes = 8 * 1024 * 1024;

type Walker = { write(bytes: Uint8Array): void; end(): void };

/** A part read piece by piece: no tree is built, entities of a DTD are not expanded. `broken` throws for what is no part of a workbook. */
function walker(handler: XmlHandler, broken: () => never): Walker {
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  let depth = 0;
  let attributes = 0;
  let silentBytes = 0;
  const parser = new Parser(
    {
      onopentagname: () => {
        silentBytes = 0;
        attributes = 0;
        if (++depth > mostDepth) broken();
      },
      onattribute: () => {
        silentBytes = 0;
        if (++attributes > mostAttributes) broken();
      },
      onopentag: (name, found) => handler.open(local(name), found),
      ontext: (text) => {
        silentBytes = 0;
        handler.text?.(text);
      },
      onclosetag: (name) => {
        silentBytes = 0;
        depth--;
        handler.close?.(local(name));
      },
    },
    { xmlMode: true },
  );
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  return {
    write(bytes) {
      decoder ??= new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8');
      // A name, value or comment that never ends is kept whole until it does.
      silentBytes += bytes.byteLength;
      if (silentBytes > mostTokenBytes) broken();
      parser.write(decoder.decode(bytes, { stream: true }));
    },
    end() {
      parser.end(decoder?.decode());
    },
  };
}

/** Walks a part that lies in memory. */
export function walkXml(bytes: Uint8Array, handler: XmlHandler, broken: () => never): void {
  const w = walker(handler, broken);
  for (let at = 0; at < bytes.byteLength; at += chunkBytes) w.write(bytes.subarray(at, at + chunkBytes));
  w.end();
}

/** Walks a part as it is unpacked: only a piece of it is in memory at a time. */
export async function walkXmlStream(
  part: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  broken: () => never,
): Promise<void> {
  const w = walker(handler, broken);
  for await (const bytes of part) w.write(bytes);
  w.end();
}
