import { BugError } from '#core/errors.ts';
import { clean } from '../model/clean.ts';

declare const htmlBrand: unique symbol;
declare const addressBrand: unique symbol;
declare const pictureBrand: unique symbol;

/** Finished HTML. Only `html` makes it. */
export type Html = { readonly text: string; readonly [htmlBrand]: true };
/** An address that may stand in href. Only the functions of address.ts make it. */
export type Address = { readonly address: string; readonly [addressBrand]: true };
/** A picture inside the report that may stand in src. Only address.ts makes it. */
export type Picture = { readonly picture: string; readonly [pictureBrand]: true };

export type Hole = string | number | Html | Address | Picture | null | undefined | false | readonly Hole[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Safe as text and inside a quoted attribute; controls and bidi overrides are gone. */
export function escapeHtml(text: string): string {
  return clean(text).replace(/[&<>"'`]/g, (c) => entities[c] as string);
}

const made = (text: string): Html => ({ text }) as Html;

function isHtml(hole: Html | Address | Picture): hole is Html {
  return 'text' in hole;
}

/** The end of a template part that opens an attribute which loads or leads somewhere, or that a script or style would read. */
const leads = /\s(?:href|src|srcset|action|formaction|poster|data|style|on[a-z]+)\s*=\s*["']?$/i;

function fill(hole: Hole, before: string): string {
  if (hole === null || hole === undefined || hole === false) return '';
  if (Array.isArray(hole)) return (hole as readonly Hole[]).map((h) => fill(h, before)).join('');
  const one = hole as string | number | Html | Address | Picture;
  if (typeof one === 'object' && !isHtml(one)) {
    if ('picture' in one) {
      if (!/\ssrc="$/.test(before)) throw new BugError('图片只能放在 src="" 里');
      return escapeHtml(one.picture);
    }
    if (!/\shref="$/.test(before)) throw new BugError('地址只能放在 href="" 里');
    return escapeHtml(one.address);
  }
  if (leads.test(before)) throw new BugError('href 里只能放检查过的地址');
  return typeof one === 'object' ? one.text : escapeHtml(String(one));
}

/**
 * The only way to HTML: every value is escaped, whatever it holds; finished HTML is kept; an address attribute takes
 * nothing but a checked address, a picture nothing but one that lies inside the report.
 */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  let out = parts[0] as string;
  for (let i = 0; i < holes.length; i++) {
    out += fill(holes[i], parts[i] as string);
    out += parts[i + 1] as string;
  }
  return made(out);
}

/** Our own constant text that is HTML or CSS already: the style sheet, never anything from outside. */
export function constant(parts: TemplateStringsArray): Html {
  return made(parts.join(''));
}
