import { createHash } from 'node:crypto';
import type { ObservationValue } from '#core/observation.ts';
import { half } from './cell.ts';
import type { Entry } from './header.ts';
import { hiddenStates, type PostField, shownStates } from './posts-words.ts';
import { addressOf } from './registry-row.ts';
import { spanOf } from './times.ts';
import { yesNo } from './words.ts';

export type Post = ObservationValue<'account.posts'>['posts'][number];
type Problem = { message: string; hint: string };

/** A row that says an account published nothing. */
const nothing = /^(?:无更新|未更新|无发布|未发布|无内容|没有更新|没有发布|无|零更新|0条)$/;

/** Whether a row says in words that nothing was published. */
export function saysNothing(entry: Entry<PostField>): boolean {
  const blank = entry.get('link') === '' && entry.get('postId') === '';
  const [title, time, note] = [entry.get('title'), entry.get('time'), entry.get('note')];
  if (!blank || (time !== '' && !nothing.test(time))) return false;
  return [title, time].some((t) => nothing.test(t)) || (title === '' && nothing.test(note));
}

/**
 * Whether everybody can see what the row is about: drafts, what the platform turned down, what is private or deleted are in a back office's list and were
 * never, or are no more, published.
 */
export function isShown(entry: Entry<PostField>): boolean | Problem {
  for (const field of ['state', 'audience'] as const) {
    const text = entry.get(field);
    const word = half(text).replace(/[\s·•]/g, '');
    if (word === '' || shownStates.test(word)) continue;
    if (hiddenStates.test(word)) return false;
    return {
      message: `状态“${text.slice(0, 60)}”看不出有没有公开发布`,
      hint: '改成“已发布”“审核中”“未通过”“仅自己可见”等，或删去这一列',
    };
  }
  return true;
}

/** 一条内容 of a row. */
export function postOf(entry: Entry<PostField>, importedAt: Date): Post | Problem {
  const time = entry.get('time');
  if (time === '')
    return { message: '没有发布时间', hint: '填上发布时间；确实没有发布内容的账号，在标题一栏写“无更新”' };
  const span = spanOf(time);
  if (span === null)
    return { message: `发布时间“${time.slice(0, 60)}”认不出来`, hint: '写成 2026-01-31 或 2026-01-31 14:30，要有年份' };
  const now = importedAt.getTime();
  if (span.from > now) return { message: `发布时间 ${time} 在导入时间之后`, hint: '改正日期' };
  const excerpt = oneLine(entry.get('excerpt'), 500);
  const title = oneLine(entry.get('title'), 500) || excerpt.slice(0, 60);
  const link = entry.get('link');
  const url = link === '' || link === '-' ? null : addressOf(link);
  if (link !== '' && link !== '-' && url === null)
    return { message: `链接“${link.slice(0, 60)}”不对`, hint: '写完整的网址，或留空' };
  const published = {
    from: new Date(span.from).toISOString(),
    to: new Date(Math.min(span.to, now)).toISOString(),
  };
  const number = entry.cell('postId');
  const id =
    (number === undefined || number.doubt !== undefined ? '' : number.text.slice(0, 200)) ||
    url ||
    digest(`${title}|${time}`);
  const sourceNote = oneLine(entry.get('source'), 200);
  const comments = commentsOf(entry.get('comments'));
  return {
    id,
    title,
    url,
    published,
    original: originalOf(entry.get('original'), entry.get('declared')),
    pinned: yesNo(entry.get('pinned')) ?? entry.get('pinned') === '置顶',
    ...(sourceNote === '' ? {} : { sourceNote }),
    ...(comments === undefined ? {} : { comments }),
    ...(excerpt === '' ? {} : { excerpt }),
  };
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function oneLine(text: string, most: number): string {
  return text
    .slice(0, most * 2)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed();
}

function originalOf(text: string, declared: string): Post['original'] {
  if (/^(?:原创|自采|自制|首发|原创内容|原创微博)$/.test(text)) return 'original';
  if (/^(?:转载|转发|转帖|非原创|摘编|搬运|转发微博|快转)$/.test(text)) return 'repost';
  const answer = yesNo(text);
  if (answer !== undefined) return answer ? 'original' : 'repost';
  // Not declared is not reposted.
  return yesNo(declared) === true || /^(?:已声明(?:原创)?|原创)$/.test(declared) ? 'original' : 'unknown';
}

/** Who may comment. A number counts comments, and says nothing of whether they are still open. */
function commentsOf(text: string): Post['comments'] {
  const word = half(text).replace(/\s/g, '');
  if (word === '' || /^\d/.test(word)) return undefined;
  if (/^(?:已?开放|已?开启|已?打开|所有人(?:可评论|可留言)?|允许(?:所有人)?|允许评论)$/.test(word)) return 'open';
  if (
    /^(?:精选(?:后公开)?|仅?粉丝(?:可评论|可留言)?|仅?关注(?:者|的人)?(?:可评论|可留言)?|部分开放|限制|关注.{0,6}天.{0,12})$/.test(
      word,
    )
  )
    return 'limited';
  if (/^(?:已?关闭|未开放|未开启|禁止(?:评论|留言)?|不允许(?:评论|留言)?|所有人不可(?:评论|留言))$/.test(word))
    return 'closed';
  const answer = yesNo(word);
  return answer === undefined ? 'unknown' : answer ? 'open' : 'closed';
}
