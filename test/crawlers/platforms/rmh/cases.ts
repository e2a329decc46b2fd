import { always, html, record, sentTo, shanghai } from '../build.ts';
import { day, type FixturePost, now, type PlatformCases } from '../matrix.ts';

/** The page of 2023 and before, as far as it is known: title, author, then the time as bare text. */
export const article = (p: FixturePost, over: { author?: string; box?: string } = {}) =>
  html(`<div class="title"><h2>示例县第${p.n}次工作会议召开</h2></div>
<div class="${over.box ?? 'other clearfix m-t'}"><p><a href="#"><span>${over.author ?? (p.foreign ? '邻县发布' : '示例县发布')}</span></a> ${
    p.at === null ? '' : shanghai(p.at).slice(0, 16)
  } </p></div><div class="content">${'<p>会议传达学习了有关文件。</p>'.repeat(60)}</div>`);
export const showing = (posts: readonly FixturePost[]) => always(article(posts[0] ?? { n: 1, at: null }));

const url = 'https://www.peopleapp.com/rmharticle/30050000001';
export const cases: PlatformCases = {
  account: record('rmh', { urls: [url] }),
  stranger: record('rmh', { displayName: '邻县融媒', urls: [url] }),
  identify: {
    good: [
      [url, { article: '30050000001' }],
      ['https://rmh.pdnews.cn/Pc/ArtInfoApi/article?id=9579251', { article: '9579251' }],
      ['https://rmh.pdnews.cn/Pc/ArtInfoApi/video?id=9380179&x=1', { article: '9380179' }],
    ],
    bad: [
      ['https://www.peopleapp.com/', /不是人民号文章/],
      ['https://www.people.com.cn/n1/2026/1101/c1001.html', /不是人民号的链接/],
      ['示例县发布', /没有主页地址/],
    ],
  },
  ok: showing([{ n: 1, at: now - day }]),
  showing,
  capacity: 1,
  precision: 'minute',
  columns: {
    pinned: { notShown: '单篇文章没有置顶' },
    repost: { notShown: '不标明转载' },
    foreignItem: { notShown: '单篇文章，作者不同就是另一个账号' },
    emptyExplicit: { notShown: '没有账号列表' },
    captcha200: always(html('<title>安全验证</title><p>请完成验证后继续访问</p>')),
    loginRedirect: sentTo('https://www.peopleapp.com/login'),
    deleted: { notShown: '一篇文章删除不等于账号注销' },
    renamedKey: always(article({ n: 1, at: now - day }, { box: 'meta' })),
  },
  walls: {
    'an article taken down': [always(html('<p>该文章已被删除</p>')), 'changed'],
    'a page that scripts would fill': [
      always(html(`<div id="app"></div>${'<script>1</script>'.repeat(300)}`)),
      'changed',
    ],
  },
};
