import type { Box, Flow } from './flow.ts';

/** One line (block) of the flow. */
export type Line = {
  start: number;
  end: number;
  box: Box;
  /** Characters outside links, blanks not counted. */
  own: number;
  /** Characters inside links. */
  linked: number;
  /** Longest link text on the line. */
  longestLink: number;
};

/** Lines of a flow in order; empty ones are left out. One pass over its runs. */
export function linesOf(flow: Flow): Line[] {
  const lines: Line[] = [];
  let line: Line | null = null;
  let linkEnd = -1;
  let linkLength = 0;
  for (const run of flow.runs) {
    if (line === null || run.start >= line.end) {
      const end = flow.text.indexOf('\n', run.start);
      line = {
        start: run.start,
        end: end < 0 ? flow.text.length : end,
        box: run.box,
        own: 0,
        linked: 0,
        longestLink: 0,
      };
      lines.push(line);
    }
    const text = flow.text.slice(run.start, run.end).trim();
    if (run.anchor === null) line.own += text.length;
    else {
      line.linked += text.length;
      linkLength = run.anchor.end === linkEnd ? linkLength + text.length : text.length;
      linkEnd = run.anchor.end;
      line.longestLink = Math.max(line.longestLink, linkLength);
    }
  }
  return lines.filter((l) => l.own + l.linked > 0);
}

/** Reads like a sentence of running text, not like a label or a menu. */
export function isProse(text: string, line: Line): boolean {
  return line.own >= 40 && line.own > line.linked && /[。；！？]|，[^\n]{12}/.test(text.slice(line.start, line.end));
}
