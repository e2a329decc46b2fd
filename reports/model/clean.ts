/** Controls, bidi marks and overrides, zero-width and tag characters: what could hide or reorder what a reader sees. */
const invisible = /[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]+/gu;

/** Text from outside as it may be shown: one line, no invisible characters, no towers of accents. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\u0085]+/gu, ' ')
    .replace(invisible, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1');
}

/** At most `max` characters, the cut shown. */
export function clip(text: string, max: number): string {
  // Twice the length in code units holds at least `max` characters: no need to spread a megabyte.
  const characters = [...text.slice(0, max * 2 + 2)];
  if (characters.length <= max && text.length <= max * 2 + 2) return text;
  return `${characters.slice(0, max).join('')}…`;
}

/** A long address: its head and its tail, with the true length. */
export function clipAddress(text: string, max = 200): string {
  const shown = clean(text);
  if (shown.length <= max) return shown;
  const tail = 40;
  return `${shown.slice(0, max - tail)}……${shown.slice(-tail)}（全长 ${shown.length} 个字符）`.toWellFormed();
}
