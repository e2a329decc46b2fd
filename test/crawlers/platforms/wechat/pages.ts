import type { FixturePost } from '../matrix.ts';

/** `__biz` of the invented accounts: Base64 of 3900000001 and 3900000002. */
export const biz = btoa('3900000001');
export const otherBiz = btoa('3900000002');

export const midOf = (n: number): string => String(2247480000 + n);
export const titleOf = (n: number): string => `示例县部署第${n}项重点工作`;
export const snOf = (n: number): string => n.toString(16).padStart(32, 'a');

export const longLink = (n: number, of = biz): string =>
  `https://mp.weixin.qq.com/s?__biz=${of}&mid=${midOf(n)}&idx=1&sn=${snOf(n)}`;

const filler = '<style>.rich_media_title{font-size:22px}</style>'.repeat(60);
const shell = (head: string, body: string): string =>
  `<!DOCTYPE html><html><head><meta charset="utf-8">${head}${filler}</head><body id="activity-detail" class="zh_CN">${body}</body></html>`;

export type Article = {
  n?: number;
  /** Epoch ms; null: no time anywhere. */
  at?: number | null;
  biz?: string;
  ghId?: string;
  name?: string;
  title?: string;
  type?: number;
  /** HTML of the text. */
  text?: string;
  copyright?: number;
  repost?: boolean;
  /** Further members of `cgiDataNew`, as JavaScript. */
  more?: string;
  /** Leave out `#js_content`. */
  bare?: boolean;
};

const minute = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const js = (html: string): string =>
  html
    .replaceAll('\\', '\\x5c')
    .replaceAll('<', '\\x3c')
    .replaceAll('>', '\\x3e')
    .replaceAll('"', '\\x22')
    .replaceAll("'", '\\x27')
    .replaceAll('\n', '\\x0a');

/** A page as it came in 2026: the data in `window.cgiDataNew`, as JavaScript. */
export function article2026(a: Article = {}): string {
  const n = a.n ?? 1;
  const at = a.at === undefined ? null : a.at;
  const text = a.text ?? '<p>示例县今日召开会议，部署重点工作。</p>';
  const link = longLink(n, a.biz ?? biz)
    .replaceAll('&', '&amp;')
    .replace('https:', 'http:');
  const times =
    at === null
      ? `ori_create_time: '0' * 1,\n create_time: JsDecode(''),`
      : `ori_create_time: '${Math.floor(at / 1000)}'*1,\n create_time: JsDecode('${minute(at)}'),\n create_timestamp: '${Math.floor(at / 1000)}' * 1,`;
  return shell(
    `<title></title><meta property="og:title" content="${a.title ?? titleOf(n)}">`,
    `${
      a.bare
        ? '<div id="js_image_desc"></div>'
        : `<div id="js_article" class="rich_media"><h1 class="rich_media_title" id="activity-name">${a.title ?? titleOf(n)}</h1><em id="publish_time"></em>${
            a.repost ? `<div id="js_share_source" class="share_source" data-url="${longLink(90, otherBiz)}"></div>` : ''
          }<div class="rich_media_content" id="js_content" style="visibility: hidden;">${text}</div></div>`
    }
<script type="text/javascript">
  // 页面数据
  window.logs = { pagetime: {} };
  window.cgiDataNew = {
    base_resp: { ret: '0' * 1, errmsg: JsDecode('ok') },
    is_async: '0' * 1,
    user_name: JsDecode('${a.ghId ?? 'gh_0a1b2c3d4e5f'}'),
    nick_name: JsDecode('${a.name ?? '示例县发布'}'),
    alias: '' || '',
    bizuin: JsDecode('${a.biz ?? biz}'),
    mid: '${midOf(n)}' * 1,
    idx: '1' * 1,
    sn: JsDecode('${snOf(n)}'),
    link: JsDecode('${link}'),
    title: JsDecode('${js(a.title ?? titleOf(n))}'),
    ${times}
    svr_time: '1795312800' * 1,
    item_show_type: '${a.type ?? 0}' * 1,
    copyright_info: { copyright_stat: '${a.copyright ?? 0}' * 1, ori_article_type: JsDecode('') },
    show_comment: '1' * 1,
    comment_id: JsDecode('3711111111111111'),
    is_login: "" ? 1 : 0,
    on_ready: function () { return { a: '}' }; },
    ip_wording: { country_name: JsDecode('中国'), province_name: '示例省' },
    signature: JsDecode('示例县人民政府新闻办公室'),
    ${a.bare ? `content_noencode: JsDecode('${js(text)}'),` : ''}
    ${a.more ?? ''}
  };
</script><script src="https://res.example.cn/app.js"></script>`,
  );
}

/** A page as it came in 2021: single variables. */
export function article2021(a: Article = {}): string {
  const n = a.n ?? 1;
  const at = a.at === undefined ? null : a.at;
  return shell(
    `<title>${a.title ?? titleOf(n)}</title>`,
    `<div id="js_article"><h2 class="rich_media_title" id="activity-name">${a.title ?? titleOf(n)}</h2>${
      a.copyright === 1
        ? '<span id="copyright_logo" class="wx_tap_link js_wx_tap_highlight rich_media_meta icon_appmsg_tag appmsg_title_tag weui-wa-hotarea">原创</span>'
        : ''
    }
<div class="rich_media_content" id="js_content">${a.text ?? '<p>示例县今日召开会议。</p>'}</div></div>
<script>var title = "别的标题", link = "https://mp.weixin.qq.com/s?__biz=${otherBiz}&mid=99999&idx=1", desc = "别的摘要"; var alias = "another";</script>
<script nonce="1" type="text/javascript">
  var biz = "${a.biz ?? biz}" || "";
  var sn = "" || ""|| "${snOf(n)}";
  var mid = "${midOf(n)}" || ""|| "";
  var idx = "1" || "" || "";
  window.__allowLoadResFromMp = true;
  var item_show_type = "${a.type ?? 0}";
</script>
<script nonce="1" type="text/javascript">
  var nickname = htmlDecode("${a.name ?? '示例县发布'}");
  var user_name = "${a.ghId ?? 'gh_0a1b2c3d4e5f'}";
  var msg_title = '${a.title ?? titleOf(n)}'.html(false);
  var msg_desc = htmlDecode("摘要&quot;引号&quot;");
  var msg_link = "${longLink(n, a.biz ?? biz)
    .replace('https:', 'http:')
    .replaceAll('&', '&amp;')}#rd";
  var msg_source_url = '';
  ${at === null ? 'var ct = "";' : `var ct = "${Math.floor(at / 1000)}";\n  var createTime = '${minute(at)}';`}
  var _copyright_stat = "${a.copyright ?? 0}";
  var source_biz = "${a.repost ? otherBiz : ''}";
  var reprint_ticket = "";
  var svr_time = "1795312800";
</script>`,
  );
}

/** The page of the platform where there is no article: one sentence and a button. */
export const notice = (sentence: string, script = ''): string =>
  `<!DOCTYPE html><html><head><title></title>${filler}</head><body><div class="weui-msg"><div class="weui-msg__icon-area"><i class="weui-icon-info"></i></div><div class="weui-msg__text-area"><h2 class="weui-msg__title">${sentence}</h2></div></div>${
    script === '' ? '' : `<script>${script}</script>`
  }</body></html>`;

export const oldNotice = (sentence: string): string =>
  `<html><head>${filler}</head><body><div class="mesg-block"><div class="global_error_msg warn">${sentence}</div></div></body></html>`;

export const captcha = `<!DOCTYPE html><html><head><title>Weixin Official Accounts Platform</title>${filler}</head><body><div class="weui-msg"><div class="weui-msg__text-area"><h2 class="weui-msg__title">环境异常</h2><p class="weui-msg__desc">当前环境异常，完成验证后即可继续访问。</p></div><div class="weui-msg__opr-area"><a id="js_verify" class="weui-btn">去验证</a></div></div></body></html>`;

const entry = (p: FixturePost): object => ({
  cover_img_1_1: 'http://mmbiz.example.cn/1/300',
  create_time: p.at === null ? '' : String(Math.floor(p.at / 1000)),
  is_pay_subscribe: '0',
  is_read: '0',
  itemidx: '1',
  key: `http://mp.weixin.qq.com/s?__biz=${p.foreign ? otherBiz : biz}&mid=${midOf(p.n)}&idx=1&sn=${snOf(p.n)}`,
  msgid: midOf(p.n),
  pos_num: String(p.n),
  title: titleOf(p.n),
  url: `${longLink(p.n, p.foreign ? otherBiz : biz).replace('https:', 'http:')}&chksm=c0ffee#rd`,
});

/** Answer of the list: an array, or the bare entry of an album of one article. */
export const albumJson = (posts: readonly FixturePost[], over: object = {}): string =>
  JSON.stringify({
    base_resp: { exportkey_token: '', ret: 0 },
    getalbum_resp: {
      ...(posts.length === 0
        ? {}
        : { article_list: posts.length === 1 ? entry(posts[0] as FixturePost) : posts.map(entry) }),
      base_info: { is_first_screen: '1', is_reverse: '0', title: '示例发布' },
      continue_flag: '1',
      reverse_continue_flag: '0',
      ...over,
    },
  });
export const albumEntry = entry;

/** The page of an album. */
export const albumPage = (posts: readonly FixturePost[]): string =>
  shell(
    '<title>示例发布</title>',
    `<div class="album__author-name">示例县发布</div><div id="js_tag_name" class="album__label-title">示例发布</div><ul class="album__list js_album_list">${posts
      .map(
        (p) =>
          `<li class="album__list-item js_album_item js_wx_tap_highlight wx_tap_cell" data-msgid="${midOf(p.n)}" data-itemidx="1" data-link="${longLink(
            p.n,
            p.foreign ? otherBiz : biz,
          ).replaceAll(
            '&',
            '&amp;',
          )}&amp;chksm=c0ffee#rd" data-title="${titleOf(p.n)}"><div class="album__item-content"><div class="album__item-title"><span class="album__item-title-wrp">${titleOf(p.n)}</span></div><span class="js_article_create_time album__item-info-item">${
            p.at === null ? '' : Math.floor(p.at / 1000)
          }</span></div></li>`,
      )
      .join('')}</ul>`,
  );
