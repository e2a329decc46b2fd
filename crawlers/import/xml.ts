import { Parser } from 'htmlparser2';

/** What one XML part is read with. Names come without their prefix. */
export type XmlHandler = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

const chunkBytes = 256 * 1024;

/** Walks an XML part piece by piece: no tree is built, entities of a DTD are not expanded. */
export function walkXml(bytes: Uint8Array, handler: XmlHandler): void {
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => handler.open(local(name), attributes),
      ontext: (text) => handler.text?.(text),
      onclosetag: (name) => handler.close?.(local(name)),
    },
    { xmlMode: true },
  );
  const decoder = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8');
  for (let at = 0; at < bytes.byteLength; at += chunkBytes)
    parser.write(decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true }));
  parser.end(decoder.decode());
}
