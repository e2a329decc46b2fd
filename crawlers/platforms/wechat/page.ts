import { assigned, type Literal } from '../js-literal.ts';
import { type PageScript, scriptsOf } from '../scripts.ts';

/**
 * 文章页里的数据 of both shapes: `window.cgiDataNew = {…}` (2026), and single variables (`var ct`, `var biz`, `d.user_name`, 2021 and before).
 * Read as data, never run.
 */
export type ArticlePage = {
  /** The article itself stands in the page: its element, or the data object with the account in it. */
  container: string | null;
  /** First known text or number under any of these names: of the data object, then of the variables. */
  get(...names: readonly string[]): string | undefined;
  /** A value inside the data object, unchanged. */
  inside(name: string): Literal;
  /** Text or number inside the data object alone: for names so common (`title`, `link`) that any script of the page may use them. */
  own(name: string): string | undefined;
};

export function articlePage(html: string): ArticlePage {
  const scripts = scriptsOf(html);
  const cgi = dataOf(scripts);
  const inside = (name: string): Literal => (cgi !== null && Object.hasOwn(cgi, name) ? cgi[name] : undefined);
  const known = new Map<string, string | undefined>();
  const variable = (name: string): string | undefined => {
    if (!known.has(name)) known.set(name, found(scripts, name));
    return known.get(name);
  };
  const get = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = plain(inside(name));
      if (value !== undefined) return value;
    }
    for (const name of names) {
      const value = variable(name);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return { container: containerOf(html, inside), get, inside, own: (name) => plain(inside(name)) };
}

function containerOf(html: string, inside: (name: string) => Literal): string | null {
  const element = /<[a-z][^<>]{0,300}\sid\s*=\s*["']?(js_article|js_content)["'\s>]/i.exec(html)?.[1];
  if (element !== undefined) return `#${element}`;
  const own = plain(inside('user_name')) ?? plain(inside('nick_name')) ?? plain(inside('bizuin'));
  const content = ['content_noencode', 'title', 'text_page_info', 'picture_page_info_list', 'video_page_infos'];
  return own !== undefined && content.some((k) => inside(k) !== undefined) ? 'cgiDataNew' : null;
}

function dataOf(scripts: readonly PageScript[]): { [key: string]: Literal } | null {
  for (const { body } of scripts) {
    if (!body.includes('cgiDataNew')) continue;
    const value = assigned(body, 'cgiDataNew', Number.POSITIVE_INFINITY);
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0)
      return value;
  }
  return null;
}

function found(scripts: readonly PageScript[], name: string): string | undefined {
  for (const { body } of scripts) {
    const value = plain(assigned(body, name));
    if (value !== undefined) return value;
  }
  return undefined;
}

export function plain(value: Literal): string | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}
