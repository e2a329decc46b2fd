import { combine } from '../combine.ts';
import {
  type AccountReading,
  type AccountRecord,
  defineAdapter,
  type FetchedResponse,
  type FetchStep,
  type Plan,
  type StepReading,
  type StepResult,
} from '../contract.ts';
import { readAlbum } from './album.ts';
import { readArticle } from './article.ts';
import { type AlbumLink, type ArticleLink, identify, linkOf } from './link.ts';

/**
 * 微信公众号、服务号 — there is no public list of what an account published. Public are single articles (`mp.weixin.qq.com/s/…`) and albums
 * (合集, `/mp/appmsgalbum`), both by plain HTTP: they prove that an account lived at a time, never that it slept since. The
 * page of an article holds its data as JavaScript (`cgiDataNew` since 2025, single variables before), not as JSON. Blocked looks
 * like: a redirect to `wappoc_appmsgcaptcha`, or a short page 「环境异常」, both with status 200; an album without `article_list`.
 * 认证主体, followers, comments and menus are not on these pages. Sogou's links expire and lead to a captcha: refused, never followed.
 * State of knowledge: 2026-11.
 */
export const wechat = defineAdapter({
  id: 'wechat',
  version: 1,
  title: '微信公众号',
  platforms: ['wechat'],
  sources: ['public'],
  identify,
  plan,
  parse,
  conclude,
});

const mostAlbums = 2;
const mostArticles = 6;

function plan(account: AccountRecord): Plan {
  const { ref } = account.source;
  const links = (ref === undefined ? account.urls : [ref]).flatMap((u) => linkOf(u) ?? []);
  const albums = distinct(links.filter((l): l is AlbumLink => l.kind === 'album')).slice(0, mostAlbums);
  const articles = distinct(links.filter((l): l is ArticleLink => l.kind === 'article')).slice(0, mostArticles);
  if (albums.length + articles.length === 0)
    return {
      incomplete:
        '公众号没有公开的发布列表：在“url”里登记它的合集链接或文章链接，或导入公众平台后台的发表记录，或配置可用的订阅源。',
    };
  return { steps: [...albums.flatMap(albumSteps), ...articles.map(articleStep)] };
}

const distinct = <T extends { url: string }>(links: readonly T[]): T[] => [
  ...new Map(links.map((l) => [l.url, l])).values(),
];

/** Both ends of the list: which one is the newer depends on how its owner set it. */
function albumSteps({ url, albumId }: AlbumLink): FetchStep[] {
  const data = (id: string, extra: string, memo: Record<string, string>): FetchStep => ({
    id,
    url: `${url}&count=10&f=json${extra}`,
    headers: { Accept: 'application/json', Referer: url },
    expects: 'json',
    role: 'list',
    memo,
  });
  return [data(`album:${albumId}`, '', { page: url }), data(`album:${albumId}:reverse`, '&is_reverse=1', {})];
}

const articleStep = ({ url }: ArticleLink, i: number): FetchStep => ({
  id: `article:${i + 1}`,
  url,
  headers: { Accept: 'text/html' },
  expects: 'html',
  role: 'list',
});

function parse(step: FetchStep, response: FetchedResponse, account: AccountRecord): StepReading {
  return step.id.startsWith('album:') ? readAlbum(step, response, account) : readArticle(step, response, account);
}

/** One link of another account among several is a fault of the register and does not hide what the others show. */
function conclude(results: readonly StepResult[]): AccountReading {
  const seen = results.some((r) => r.reading.visibility.kind === 'visible');
  const foreign = results.filter((r) => r.reading.visibility.kind === 'identity_mismatch');
  if (!seen || foreign.length === 0) return combine(results);
  const reading = combine(results.filter((r) => r.reading.visibility.kind !== 'identity_mismatch'));
  const notes = foreign.map((r) => `登记的链接 ${r.step.memo?.page ?? r.step.url} 是另一个账号的，没有计入`);
  return { ...reading, notes: [...reading.notes, ...notes] };
}
