import { footerMarks } from '#indicators/site/footer-marks.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, footer, home, mark, place, seen, site, unseen } from './build.ts';

type Value = ReturnType<typeof footer>;
const inner = (n: string, over: Partial<Value> = {}) =>
  footer({ url: `${home}art/${n}.html`, role: 'article', ...over });
const pages = (...values: Value[]) => ({ 'page.footer-marks': values.map((v) => seen('page.footer-marks', v)) });
const none = { conac: null, siteCode: null, icp: null, publicSecurity: null, sponsor: null, contact: null };

testIndicator(footerMarks, {
  params: {},
  asOf,
  record: site,
  pass: [
    {
      name: 'six elements on every page',
      observations: pages(footer(), inner('1'), inner('2')),
      expect: { basis: { examined: 3 } },
    },
    {
      name: 'written by a script that was read',
      observations: pages(footer({ icp: mark('渝ICP备20260001号-1', { from: 'script' }) })),
    },
    {
      name: 'all marks seen: unread scripts do not matter',
      observations: pages(footer({ unreadScripts: ['/js/foot.js'] })),
    },
    {
      name: 'site codes that differ only in case',
      record: { siteCode: 'bm14000002' },
      observations: pages(
        footer({ siteCode: mark('BM14000002'), siteIdCode: 'bm14000002', errorReport: mark('bm14000002') }),
      ),
    },
    {
      name: 'an entry without a code contradicts nothing',
      observations: pages(footer({ errorReport: mark(''), siteIdCode: null })),
    },
    {
      name: 'an inner page that could not be seen is counted, not charged',
      observations: {
        'page.footer-marks': [seen('page.footer-marks', footer()), unseen('page.footer-marks', `${home}art/9.html`)],
      },
      expect: { basis: { examined: 1, unobserved: 1 } },
      says: [/1 个页面没有看成：被防护拦截 1 个/],
    },
    {
      name: 'mended since the last round',
      observations: {
        'page.footer-marks': [
          seen('page.footer-marks', footer(none), { slot: '2026-11-15T03:00:00.000Z' }),
          seen('page.footer-marks', footer()),
        ],
      },
    },
  ],
  fail: [
    {
      name: 'nothing at all: each element once, however many pages',
      observations: pages(footer(none), inner('1', none), inner('2', none)),
      expect: {
        findings: [
          { fault: 'conac-missing' },
          { fault: 'site-code-missing' },
          { fault: 'icp-missing' },
          { fault: 'public-security-missing' },
          { fault: 'sponsor-missing' },
          { fault: 'contact-missing' },
        ],
      },
      says: [/查看的 3 个页面底部没有列明党政机关网站标识/],
    },
    {
      name: 'missing on one inner page only: 全站页面',
      observations: pages(footer(), inner('1'), inner('2', { icp: null })),
      expect: {
        findings: [
          { fault: 'icp-missing', certainty: 'confirmed', target: home, evidence: [{ url: `${home}art/2.html` }] },
        ],
      },
      says: [/3 个页面中有 1 个（https:\/\/www.shili.gov.cn\/art\/2.html）底部没有列明ICP备案编号/],
    },
    {
      name: 'only in a comment: not shown, and the report says so',
      observations: pages(
        footer({ conac: null, inert: [{ mark: 'conac', why: '标识代码在注释里，没有显示', place }] }),
      ),
      expect: { findings: [{ fault: 'conac-missing', evidence: [{ locator: { line: 210 } }] }] },
      says: [/没有列明党政机关网站标识：标识代码在注释里，没有显示/],
    },
    {
      name: 'proved on one page, doubtful on another',
      observations: pages(footer({ contact: null }), inner('1', { contact: null, unreadScripts: ['/f.js'] })),
      expect: { findings: [{ fault: 'contact-missing', certainty: 'confirmed' }] },
      says: [/另有 1 个页面存疑/],
    },
    {
      name: 'a proved fault beside a suspected one',
      observations: pages(footer({ icp: null, siteIdCode: '5009990002' })),
      expect: {
        findings: [
          { fault: 'icp-missing', certainty: 'confirmed' },
          { fault: 'code-mismatch', certainty: 'suspected' },
        ],
      },
    },
    {
      name: 'the home page was blocked, yet an inner page lacks an element',
      observations: {
        'page.footer-marks': [
          unseen('page.footer-marks', home),
          seen('page.footer-marks', inner('1', { sponsor: null })),
        ],
      },
    },
  ],
  needsReview: [
    {
      name: 'absent, but a script that may write the footer was not read',
      observations: pages(footer({ icp: null, unreadScripts: ['/js/foot.js'] })),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'icp-missing', certainty: 'suspected' }] },
      says: [/1 个可能写出页脚的脚本没有读到/],
    },
    {
      name: 'present with a doubt',
      observations: pages(
        footer({ contact: mark('联系我们', { doubts: ['只有“联系我们”链接，页脚没有直接列出电话'] }) }),
      ),
      expect: { findings: [{ fault: 'contact-missing', certainty: 'suspected' }] },
      says: [/需要人工确认：只有“联系我们”链接/],
    },
    {
      name: 'footer code differs from the register',
      observations: pages(footer({ siteCode: mark('5009990009'), siteIdCode: null, errorReport: null })),
      expect: { findings: [{ fault: 'code-mismatch', certainty: 'suspected' }] },
      says: [/台账为 5009990001；页脚为 5009990009/],
    },
    {
      name: 'no register entry, but tag and footer disagree',
      record: { siteCode: undefined as never },
      observations: pages(footer({ siteIdCode: '28', errorReport: null })),
      expect: { findings: [{ fault: 'code-mismatch' }] },
    },
    {
      name: 'the 找错 entry carries the code of another site',
      observations: pages(footer({ errorReport: mark('3609220011') })),
      expect: { findings: [{ fault: 'code-mismatch' }] },
      says: [/找错入口为 3609220011/],
    },
    {
      name: 'complete inner pages do not stand for a home page that was not seen',
      observations: { 'page.footer-marks': [unseen('page.footer-marks', home), seen('page.footer-marks', inner('1'))] },
      expect: { because: { kind: 'undeterminable' }, findings: [] },
    },
    {
      name: 'fewer pages than the policy asks for',
      params: { minPages: 5 },
      observations: pages(footer(), inner('1')),
      says: [/只看了 2 个页面，少于要求的 5 个/],
    },
    {
      name: 'blocked altogether',
      observations: { 'page.footer-marks': [unseen('page.footer-marks', home)] },
      says: [/页面都没有看成：被防护拦截 1 个/],
    },
    {
      name: 'a missing mark without stored evidence is not claimed',
      observations: { 'page.footer-marks': [seen('page.footer-marks', footer({ icp: null }), { evidence: [] })] },
      says: [/没有留下佐证/],
    },
  ],
});
