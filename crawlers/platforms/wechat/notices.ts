import { outlineOf } from '#core/page-text.ts';
import type { FetchedResponse, StepReading, Visibility } from '../contract.ts';
import { assigned } from '../js-literal.ts';
import type { Marker } from '../proof.ts';
import { scriptsOf } from '../scripts.ts';

/** Paths of the check before the platform: whatever body comes with them, nothing was seen. */
const doorPath = /\/mp\/wappoc_appmsgcaptcha|\/mp\/verify|secitptpage\/verify/;

/** 转到验证页, by the address alone. */
export function atDoor(response: FetchedResponse): StepReading | null {
  const place = [response.finalUrl, response.redirectedTo ?? ''].map((u) => URL.parse(u)?.pathname ?? '');
  const path = place.find((p) => doorPath.test(p));
  return path === undefined
    ? null
    : {
        visibility: { kind: 'blocked', by: 'captcha', detail: `转到 ${path.slice(0, 60)}` },
        posts: [],
        markers: [path.slice(0, 60)],
      };
}

/** Sentences of the platform's notice pages, and what they say. 帐号 and 账号 are both in use. */
const sentences: readonly { sign: RegExp; is: Visibility }[] = [
  {
    sign: /环境异常|完成验证后即可继续访问|(?:^|\s)去验证(?:\s|$)/,
    is: { kind: 'blocked', by: 'captcha', detail: '环境异常，要完成验证' },
  },
  { sign: /访问过于频繁|操作频繁/, is: { kind: 'blocked', by: 'rate_limit', detail: '访问过于频繁' } },
  { sign: /请在微信客户端打开/, is: { kind: 'login_required', detail: '请在微信客户端打开链接' } },
  { sign: /此[帐账]号已被屏蔽/, is: { kind: 'gone', reason: 'banned', text: '此帐号已被屏蔽' } },
  { sign: /此[帐账]号已自主注销/, is: { kind: 'gone', reason: 'deleted', text: '此帐号已自主注销' } },
  {
    sign: /此[帐账]号处于[帐账]号迁移流程中/,
    is: { kind: 'gone', reason: 'migrated', text: '此帐号处于帐号迁移流程中' },
  },
  // One article that is gone says nothing about its account.
  ...(
    [
      [/该内容已被发布者删除/, '已被发布者删除'],
      [/此内容因违规无法查看|被投诉且经审核涉嫌侵权/, '因违规或被投诉无法查看'],
      [/此内容发送失败无法查看/, '发送失败无法查看'],
      [/根据作者隐私设置，?无法查看该内容/, '被作者设为不公开'],
      [/链接已过期/, '链接已过期'],
      [/参数错误/, '链接不完整（参数错误）'],
    ] as const
  ).map(([sign, why]) => ({
    sign,
    is: { kind: 'not_observable' as const, why: `登记的这篇文章${why}，请换一条仍能打开的文章链接。` },
  })),
];

/** Blocks that only notices are made of. */
const noticeBlock = /class\s*=\s*["'][^"'<>]{0,200}(?:weui-msg|mesg-block|global_error_msg)/i;
/** Letters and ideographs of a page so short that one sentence is all it holds. */
const shortPage = 300;

/** The text of a notice page, '' for any other page. */
function noticeText(response: FetchedResponse): string {
  if (response.text.trimStart().startsWith('{')) return '';
  const outline = outlineOf(response.text, 2_000);
  return noticeBlock.test(response.text) || outline.readable < shortPage ? outline.text : '';
}

/** 微信的提示页 by their sentences; asked only where neither the article nor the list was found. The page is read once. */
export function notices(response: FetchedResponse): readonly Marker[] {
  let text: string | undefined;
  return sentences.map(({ sign, is }) => ({
    name: 'text' in is ? is.text : 'detail' in is ? (is.detail ?? sign.source) : sign.source,
    when: () => {
      text ??= noticeText(response);
      return sign.test(text);
    },
    is,
  }));
}

/** 该公众号已迁移, with the article's address at its new account where the page gives it. */
export function migrated(response: FetchedResponse): StepReading | null {
  if (!/该公众号已迁移/.test(noticeText(response))) return null;
  let target: string | undefined;
  for (const { body } of scriptsOf(response.text)) {
    const value = assigned(body, 'transferTargetLink') ?? assigned(body, 'transfer_target_link');
    if (typeof value === 'string' && value !== '') target ??= value.slice(0, 300);
  }
  const text = target === undefined ? '该公众号已迁移' : `该公众号已迁移，新的文章地址 ${target}`;
  return { visibility: { kind: 'gone', reason: 'migrated', text }, posts: [], markers: ['该公众号已迁移'] };
}
