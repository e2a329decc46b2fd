import { BugError } from '#core/errors.ts';
import { clean } from '../model/clean.ts';

declare const htmlBrand: unique symbol;
declare const addressBrand: unique symbol;

/** Finished HTML. Only `html` makes it. */
export type Html = { readonly text: string; readonly [htmlBrand]: true };
/** An address that may stand in href. Only the functions of address.ts make it. */
export type Address = { readonly address: string; readonly [addressBrand]: true };

export type Hole = string | number | Html | Address | null | undefined | false | readonly Hole[];

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

function isHtml(hole: Html | Address): hole is Html {
  return 'text' in hole;
}

/** The end of a template part that opens an attribute which loads or leads somewhere, or that a script or style would read. */
const leads = /\s(?:href|src|srcset|action|formaction|poster|data|style|on[a-z]+)\s*=\s*["']?$/i;

function fill(hole: Hole, before: string): string {
  if (hole === null || hole === undefined || hole === false) return '';
  if (Array.isArray(hole)) return (hole as readonly Hole[]).map((h) => fill(h, before)).join('');
  const one = hole as string | number | Html | Address;
  if (typeof one === 'object' && !isHtml(one)) {
    if (!/\shref="$/.test(before)) throw new BugError('地址只能放在 href="" 里');
    return escapeHtml(one.address);
  }
  if (leads.test(before)) throw new BugError('href 里只能放检查过的地址');
  return typeof one === 'object' ? one.text : escapeHtml(String(one));
}

/**
 * The only way to HTML: every value is escaped, whatever it holds; finished HTML is kept; an address attribute takes
 * nothing but a checked address.
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
