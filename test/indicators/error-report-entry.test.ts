import { errorReportEntry } from '#indicators/site/error-report-entry.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, footer, home, mark, place, seen, site, unseen } from './build.ts';

type Value = ReturnType<typeof footer>;
const inner = (n: string, over: Partial<Value> = {}) =>
  footer({ url: `${home}art/${n}.html`, role: 'article', ...over });
const pages = (...values: Value[]) => ({ 'page.footer-marks': values.map((v) => seen('page.footer-marks', v)) });

testIndicator(errorReportEntry, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'entry on every page', observations: pages(footer(), inner('1')) },
    { name: 'an entry without a code is there all the same', observations: pages(footer({ errorReport: mark('') })) },
    { name: 'missing footer marks are not its business', observations: pages(footer({ icp: null, conac: null })) },
  ],
  fail: [
    {
      name: 'home page without it',
      observations: pages(footer({ errorReport: null }), inner('1')),
      expect: { findings: [{ fault: 'home-missing', certainty: 'confirmed', target: home }] },
      says: [/首页底部没有规范添加“我为政府网站找错”入口/],
    },
    {
      name: 'each inner page by itself',
      observations: pages(footer(), inner('1', { errorReport: null }), inner('2', { errorReport: null }), inner('3')),
      expect: {
        findings: [
          { fault: 'inner-missing', target: `${home}art/1.html` },
          { fault: 'inner-missing', target: `${home}art/2.html` },
        ],
      },
    },
    {
      name: 'a picture that leads nowhere',
      observations: pages(
        footer({ errorReport: null, inert: [{ mark: 'errorReport', why: '只有图片，没有链接', place }] }),
      ),
      says: [/只有图片，没有链接/],
    },
  ],
  needsReview: [
    {
      name: 'may be written by a script that was not read',
      observations: pages(footer({ errorReport: null, unreadScripts: ['/js/jiucuo-loader.js'] })),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'home-missing', certainty: 'suspected' }] },
    },
    {
      name: 'an old address of the entry',
      observations: pages(
        footer(),
        inner('1', { errorReport: mark('5009990001', { doubts: ['入口用的是停用的地址'] }) }),
      ),
      expect: { findings: [{ fault: 'inner-missing', certainty: 'suspected' }] },
      says: [/入口用的是停用的地址/],
    },
    {
      name: 'home page not seen',
      observations: { 'page.footer-marks': [unseen('page.footer-marks', home), seen('page.footer-marks', inner('1'))] },
    },
    { name: 'fewer pages than asked', params: { minPages: 3 }, observations: pages(footer()) },
    { name: 'blocked', observations: { 'page.footer-marks': [unseen('page.footer-marks', home)] } },
  ],
});
