/** 页脚: the six marks and the 找错 entry, in the shapes content systems write them. */

export type MarkName = 'conac' | 'siteCode' | 'icp' | 'publicSecurity' | 'sponsor' | 'contact';

/** What a footer says. The numbers are invented: region 990123 and year 99 are given to nobody. */
export type FooterPlan = {
  sponsor: string;
  phone: string;
  /** 网站标识码. */
  code: string;
  /** Four digits: serial of the site in every register. */
  serial: string;
  missing: readonly MarkName[];
  /** `script`: the mark's own script. `rendered`: what that script writes. `commented`: the script inside a comment. */
  conac: 'script' | 'rendered' | 'commented';
  /** `script`: the entry's own script. `link`: a direct link. `none`: not there. */
  errorReport: 'script' | 'link' | 'none';
  /** Small differences of wording between systems. */
  dialect: 0 | 1 | 2;
};

const hex = (serial: string) => `99AF0${serial}${'0123456789ABCDEF'.repeat(2)}`.slice(0, 32);

function conac(f: FooterPlan): string {
  const number = `0000${f.serial}`;
  const script = `<script type="text/javascript">document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='http://dcs.conac.cn/js/99/000/0000/${number}/CA990000000${number}0001.js' type='text/javascript'%3E%3C/script%3E"));</script>`;
  if (f.conac === 'script') return script;
  if (f.conac === 'commented') return `<!-- ${script} -->`;
  return `<span id="_ideConac"><a href="//bszs.conac.cn/sitename?method=show&amp;id=${hex(f.serial)}" target="_blank"><img id="imgConac" vspace="0" hspace="0" border="0" src="//dcs.conac.cn/image/red.png" alt="党政机关" data-bd-imgshare-binded="1"></a></span>`;
}

function errorReport(f: FooterPlan, home: string): string {
  if (f.errorReport === 'none') return '';
  if (f.errorReport === 'script')
    return `<script id="_jiucuo_" sitecode="${f.code}" src="//zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>`;
  const url = encodeURIComponent(home);
  return `<a href="//zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=${f.code}&amp;url=${url}" target="_blank"><img src="//zfwzgl.www.gov.cn/exposure/images/jiucuo.png?v=${f.code}" alt="我为政府网站找错"></a>`;
}

/** Inner HTML of the footer. */
export function footer(f: FooterPlan, home: string): string {
  const has = (m: MarkName) => !f.missing.includes(m);
  const record = `9901230200${f.serial}`;
  const icp = `渝ICP备9900${f.serial}号${f.dialect === 1 ? '-1' : ''}`;
  const word = ['主办单位：', '主办：', '主办单位： '][f.dialect];
  const parts = [
    has('sponsor') ? `${word}${f.sponsor}` : '',
    has('contact') ? `联系电话：${f.phone}　地址：示例县人民路${Number(f.serial)}号` : '',
    has('siteCode') ? `${f.dialect === 2 ? '政府网站标识码 ' : '网站标识码：'}${f.code}` : '',
    has('icp')
      ? `<a href="//beian.miit.gov.cn/" target="_blank">${f.dialect === 2 ? icp.replace('ICP', '<span>ICP</span>') : icp}</a>`
      : '',
    has('publicSecurity')
      ? `<a href="//beian.mps.gov.cn/portal/registerSystemInfo?recordcode=${record}" target="_blank"><img src="/images/ghs.png" alt="">渝公网安备 ${record}号</a>`
      : '',
  ].filter((p) => p !== '');
  return `<div class="footer-text">${parts.map((p) => `<p>${p}</p>`).join('\n')}</div>
<div class="footer-mark">${has('conac') ? conac(f) : ''}${errorReport(f, home)}</div>`;
}

/** The same footer as a script that writes it, as shared footers are often delivered. */
export function footerScript(f: FooterPlan, home: string): string {
  const lines = footer(f, home)
    .split('\n')
    .map(
      (line) =>
        `document.write('${line.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('</script', '<\\/script')}');`,
    );
  return `/* 公共页脚 */\n${lines.join('\n')}\n`;
}
