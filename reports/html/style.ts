import { constant } from './tag.ts';

/**
 * One style sheet for screen and A4. Verdicts are told by word and by the shape of their frame, so that they survive a
 * black-and-white printer and a browser that prints no backgrounds. Line grid and indents follow official papers where that helps.
 */
export const style = constant`
:root{--ink:#1d1f23;--soft:#4d545e;--line:#c9ced6;--thin:#e3e6eb;--paper:#fff;--wash:#f5f6f8;
--red:#a3141b;--amber:#7d4800;--blue:#23456b;--green:#1a5c38;
--song:"方正小标宋简体","FZXiaoBiaoSong-B05S","Source Han Serif SC","Noto Serif CJK SC","Noto Serif SC","Songti SC","STZhongsong","华文中宋","SimSun",serif;
--hei:"PingFang SC","Hiragino Sans GB","Microsoft YaHei UI","Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC","Noto Sans SC","WenQuanYi Micro Hei","SimHei",sans-serif;
--mono:"Cascadia Mono","SF Mono","Menlo","Consolas","Noto Sans Mono CJK SC","Noto Sans Mono","DejaVu Sans Mono",monospace}
*{box-sizing:border-box}
html{background:#e9ebef;color:var(--ink);font:16px/1.7 var(--hei);font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:auto}
body{margin:0}
main{max-width:1080px;margin:24px auto;background:var(--paper);padding:56px 64px 48px;box-shadow:0 1px 4px rgba(20,28,40,.16)}
p{margin:.5em 0}
a{color:#17498a;text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
a:focus-visible,summary:focus-visible{outline:3px solid #17498a;outline-offset:2px}
h1,h2,h3,h4{line-height:1.4;font-weight:700;break-after:avoid;page-break-after:avoid}
h1,h2,h3,h4,p,li,td,th,dd,dt,summary{overflow-wrap:anywhere}
bdi{unicode-bidi:isolate}
.u{font-family:var(--mono);font-size:.86em;overflow-wrap:anywhere;word-break:break-all;line-height:1.5}
.s{color:var(--soft);font-size:.875rem}
.n{white-space:nowrap;word-break:keep-all}

header.title{text-align:center;padding-bottom:20px;margin-bottom:28px;border-bottom:5px double var(--red)}
header.title h1{font-family:var(--song);font-size:2.05rem;letter-spacing:.06em;margin:.1em 0 .3em;line-height:1.45;text-wrap:balance}
header.title .sub{font-size:1.1rem;margin:.2em 0 0}
header.title .facts{display:flex;flex-wrap:wrap;justify-content:center;gap:2px 28px;margin:18px 0 0;padding:0;font-size:.92rem;list-style:none}
header.title .facts b{font-weight:400;color:var(--soft)}

h2{font-size:1.34rem;margin:2.2em 0 .7em;padding-bottom:.25em;border-bottom:2px solid var(--ink)}
h3{font-size:1.14rem;margin:1.7em 0 .5em}
h4{font-size:1rem;margin:0}
.lead{text-indent:2em}
.intro{break-after:avoid;page-break-after:avoid}
.w22{width:22%}.w18{width:18%}
nav.toc{margin:0 0 8px}
nav.toc ol{list-style:none;margin:0;padding:0;columns:2;column-gap:48px}
nav.toc li{break-inside:avoid;border-bottom:1px dotted var(--line);padding:3px 0}
nav.toc a{display:flex;justify-content:space-between;gap:1em;text-decoration:none;color:inherit}
nav.toc a:hover{color:#17498a}
nav.toc .k{color:var(--soft);white-space:nowrap}

.note{border:1px solid var(--line);border-left:5px solid var(--blue);padding:10px 16px;margin:14px 0;break-inside:avoid}
.note.warn{border-left-color:var(--amber)}
.note p{margin:.2em 0}
.note ul{margin:.2em 0;padding-left:1.4em}

.tally{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:14px;margin:16px 0}
.tally div{border:1px solid var(--line);padding:10px 16px 12px;break-inside:avoid}
.tally b{display:block;font-size:2.1rem;line-height:1.25;font-weight:700}
.tally .bad{border:3px solid var(--red);padding:8px 14px 10px}.tally .bad b{color:var(--red)}
.tally .open{border:2px dashed var(--amber);padding:9px 15px 11px}.tally .open b{color:var(--amber)}
.tally .good b{color:var(--green)}

.m{display:inline-block;white-space:nowrap;font-weight:700;line-height:1.35;padding:1px 8px;border:1px solid;background:#fff;font-size:.92em}
.m::before{margin-right:.35em;font-weight:700}
.m-unqualified,.m-fail{color:var(--red);border:2px solid var(--red);padding:0 7px}
.m-unqualified::before,.m-fail::before{content:"×"}
.m-undetermined,.m-suspect{color:var(--amber);border:1.5px dashed var(--amber)}
.m-undetermined::before,.m-suspect::before{content:"△"}
.m-undeterminable{color:var(--blue);border:1.5px dotted var(--blue)}
.m-undeterminable::before{content:"？";margin-right:.1em}
.m-qualified,.m-pass{color:var(--green);border-color:var(--green);font-weight:400}
.m-qualified::before,.m-pass::before{content:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='11' height='11' viewBox='0 0 11 11'%3E%3Cpath d='M1 6l3 3.5L10 1.5' fill='none' stroke='%231a5c38' stroke-width='1.8'/%3E%3C/svg%3E")}
.m-unexamined{color:var(--soft);border:1.5px dotted var(--soft)}
.m-not-applicable{color:var(--soft);border-color:transparent;font-weight:400;padding-left:0}
.m-not-applicable::before{content:"—"}

table{border-collapse:collapse;width:100%;margin:12px 0;font-size:.92rem;line-height:1.6}
caption{caption-side:top;text-align:left;font-weight:700;padding:0 0 6px}
th,td{border:1px solid var(--line);padding:6px 10px;text-align:left;vertical-align:top}
thead th{background:var(--wash);border-bottom:2px solid #7d8591;font-weight:700;white-space:nowrap}
tbody th{font-weight:400}
tr{break-inside:avoid;page-break-inside:avoid}
tr.group th{background:var(--wash);font-weight:700;border-top:2px solid #7d8591;break-after:avoid}
td.r,th.r{text-align:right}td.c,th.c{text-align:center}
td p{margin:.15em 0}
td .m{margin-right:.3em}
tfoot td,tfoot th{font-weight:700;border-top:2px solid #7d8591}

section.subject{border-top:3px solid var(--ink);margin:40px 0 0;padding-top:4px}
h2+section.subject{border-top:0;margin-top:0}
.head{break-after:avoid;display:grid;grid-template-columns:1fr auto;gap:4px 28px;align-items:start;break-inside:avoid}
.head h3{font-size:1.26rem;margin:.5em 0 .1em}
.head .meta{margin:0;color:var(--soft);font-size:.92rem}
.head .seal{text-align:right;padding-top:.7em}
.head .seal .m{font-size:1.2rem;padding:3px 14px}
.head .seal .score{display:block;font-size:1.5rem;font-weight:700;line-height:1.5;white-space:nowrap}
.head .seal small{display:block;color:var(--soft);font-size:.82rem;line-height:1.5}
.why{margin:.7em 0;font-weight:700;break-after:avoid}
.item{border:1px solid var(--line);margin:16px 0;}
.item>.bar{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;padding:8px 16px;background:var(--wash);border-bottom:1px solid var(--line);break-inside:avoid;break-after:avoid}
.item>.bar h4{flex:1 1 12em}
.whole{break-inside:avoid;page-break-inside:avoid}
.item>.in{padding:8px 16px 12px}
.item dl{break-after:avoid}
.item dl,.kv{display:grid;grid-template-columns:5.2em 1fr;gap:3px 12px;margin:6px 0;font-size:.93rem}
.item dt,.kv dt{color:var(--soft)}
.item dd,.kv dd{margin:0}
.clauses{display:grid;grid-template-columns:repeat(auto-fit,minmax(230px,1fr));gap:8px 20px;margin:0}
.clauses>div{break-inside:avoid}
.clauses.two>div{border-left:3px solid var(--line);padding-left:10px}
.mark{font-weight:700;color:var(--amber);white-space:nowrap}
.findings td:first-child,.findings th:first-child{width:3.2em;text-align:center}
.findings .when{width:8.2em}
.findings .fix{width:29%}
.findings td{font-size:.9rem}
.at{margin:.15em 0 .15em;color:var(--soft);font-size:.86rem}
.shots{margin:.2em 0 .5em;break-inside:avoid}
.shot{display:inline-block;width:320px;max-width:100%;height:auto;border:1px solid var(--line);margin:0 8px 4px 0;vertical-align:top}
details>summary{cursor:pointer;font-weight:700;padding:4px 0}
.more{font-weight:700;margin:.4em 0}
footer{margin-top:48px;border-top:5px double var(--red);padding-top:12px;color:var(--soft);font-size:.875rem}
.top{font-size:.85rem;text-align:right;margin:.6em 0 0}

@media screen and (max-width:760px){
main{margin:0;padding:24px 16px;box-shadow:none}
header.title h1{font-size:1.5rem}
nav.toc ol{columns:1}
.head{grid-template-columns:1fr}.head .seal{text-align:left;padding-top:0}
.wide{overflow-x:auto}.wide>table{min-width:620px}
}
@media print{
@page{size:A4;margin:22mm 18mm 20mm;@bottom-center{content:"— " counter(page) " —";font:10.5pt "SimSun","Songti SC","Noto Serif CJK SC",serif}}
html{background:none;font-size:10.5pt;line-height:1.6;--wash:#f2f3f5}
main{max-width:none;margin:0;padding:0;box-shadow:none}
a{color:inherit;text-decoration:none}
h2{margin-top:1.6em}
nav.toc,.top{display:none}
table{font-size:9.5pt}
.findings td{font-size:9.3pt}
th,td{padding:4px 7px;border-color:#8c939d}
.item,.note,.tally div{border-color:#8c939d}
thead{display:table-header-group}tfoot{display:table-row-group}
details>summary{list-style:none;cursor:auto}details>summary::-webkit-details-marker{display:none}
details::details-content{display:block;content-visibility:visible;height:auto;opacity:1}
body.many h2#details{break-before:page;margin-top:0}
section.subject.own-page{break-before:page;border-top:0;margin-top:0}
.m{background:none}
*{print-color-adjust:economy;-webkit-print-color-adjust:economy}
p,li,dd{orphans:2;widows:2}
}
`;
