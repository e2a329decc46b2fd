import { bytes, html } from './answers.ts';
import { png } from './assets.ts';
import type { Answer, VirtualHost } from './types.ts';

const notFound = html(
  '<html><head><meta charset="utf-8"><title>404</title></head><body><h1>404</h1><p>您访问的页面不存在</p></body></html>',
  { status: 404 },
);

function host(name: string, pages: readonly (readonly [string, Answer])[]): VirtualHost {
  return { name, state: 'serves', pages: new Map(pages), missing: notFound };
}

function simple(title: string, text: string): Answer {
  return html(
    `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`,
  );
}

/**
 * Everything outside the county that its pages link to. The public registers (党政机关标识, ICP, 公安备案, 找错) keep their real
 * names, because pages name them so; here they are stand-ins on loopback, and the real ones are never asked.
 */
export function neighbours(serials: readonly string[]): VirtualHost[] {
  const mark = png(40, 48, [200, 30, 30]);
  return [
    host('www.shilisheng.gov.example', [
      [
        '/',
        simple(
          '示例省人民政府',
          '这里是示例省人民政府门户网站的替身，提供政务公开、政务服务和互动交流栏目，供示例县各网站链接。',
        ),
      ],
    ]),
    host('www.shilishi.gov.example', [
      [
        '/',
        simple(
          '示例市人民政府',
          '这里是示例市人民政府门户网站的替身，提供市情概况、政务公开和便民服务栏目，供示例县各网站链接。',
        ),
      ],
    ]),
    host('zwfw.shilisheng.gov.example', [
      [
        '/',
        simple(
          '示例省政务服务网',
          '个人办事、法人办事、好差评和办件查询统一入口，示例县各部门事项均已进驻，实行一网通办。',
        ),
      ],
    ]),
    host('www.shilinews.example', [
      ['/', simple('示例县融媒体中心', '示例县新闻、视频、图片和便民信息，每日更新，欢迎关注融媒体中心各平台账号。')],
    ]),
    host('bszs.conac.cn', [
      ['/sitename', simple('党政机关网站标识信息', '该标识的持有单位信息在此公示（演示替身）。')],
    ]),
    host('dcs.conac.cn', [
      ['/image/red.png', bytes('image/png', mark)],
      ...serials.map((s) => {
        const number = `0000${s}`;
        const path = `/js/99/000/0000/${number}/CA990000000${number}0001.js`;
        return [path, bytes('application/javascript', '/* conac */\n')] as const;
      }),
    ]),
    host('beian.miit.gov.cn', [
      ['/', simple('ICP备案管理系统', '备案信息查询入口（演示替身），可按备案号、单位名称查询网站备案情况。')],
    ]),
    host('beian.mps.gov.cn', [
      ['/', simple('互联网站安全服务平台', '公安备案信息查询入口（演示替身）。')],
      ['/portal/registerSystemInfo', simple('公安备案信息', '该网站的公安备案登记信息在此公示（演示替身）。')],
    ]),
    host('zfwzgl.www.gov.cn', [
      ['/exposure/jiucuo.js', bytes('application/javascript', '/* 我为政府网站找错 */\n')],
      [
        '/exposure/jiucuo.html',
        simple('我为政府网站找错', '请填写您发现的问题和网址，我们将转交网站主管单位办理并答复（演示替身）。'),
      ],
      ['/exposure/images/jiucuo.png', bytes('image/png', png(60, 40, [30, 80, 160]))],
    ]),
    // The name still resolves, nobody listens any more.
    { name: 'old.shilishangwu.example', state: 'refuses', pages: new Map(), missing: notFound },
  ];
}
