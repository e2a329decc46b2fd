import { challengeOf } from '#core/challenge.ts';
import type { FetchedResponse, FetchStep, StepReading, Visibility, Wall } from './contract.ts';

/** A sign by which a platform's wall, gone notice or other known non-list is told. Asked only where the positive proof is missing. */
export type Marker = {
  /** Name for the evidence, Chinese or the literal sign. */
  name: string;
  when(response: FetchedResponse): boolean;
  is: Visibility;
};

export type Proof = {
  /**
   * Whose list it is: what the answer says against what the register says. `found: null`: the answer does not say. Leave it out only
   * for an answer that cannot carry one (then the address must have been built from the id, and `positive` say so).
   */
  identity?: { expected: readonly string[]; found: string | null };
  /** Parts of the known shape that were not found. Empty: the container stands. */
  missing: readonly string[];
};

/**
 * 先证其有 (positive proof first): null when the account's identity and the container were found, so that the list may be read. Otherwise
 * the reading that says why not: the platform's own markers first, then the general signs of walls. No answer without
 * proof is ever an empty list.
 */
export function notSeen(
  step: FetchStep,
  response: FetchedResponse,
  proof: Proof,
  markers: readonly Marker[] = [],
): StepReading | null {
  const reading = (visibility: Visibility, ...signs: string[]): StepReading => ({
    visibility,
    posts: [],
    ...(signs.length > 0 ? { markers: signs } : {}),
  });
  const { identity } = proof;
  const shaped = isAnswer(response) && proof.missing.length === 0;
  if (shaped && identity !== undefined && identity.found !== null && !identity.expected.includes(identity.found))
    return reading({
      kind: 'identity_mismatch',
      expected: identity.expected.join('、').slice(0, 120),
      found: identity.found.slice(0, 120),
    });
  if (shaped && (identity === undefined || identity.found !== null)) return null;
  if (response.outcome !== 'response') return reading(general(step, response, proof.missing));
  const marker = markers.find((m) => m.when(response));
  if (marker) return reading(marker.is, marker.name);
  const missing = [...proof.missing, ...(identity?.found === null ? ['账号标识'] : [])];
  return reading(general(step, response, missing));
}

/** A final answer with a success status: everything else proves nothing, whatever it holds. */
function isAnswer(response: FetchedResponse): boolean {
  const { status } = response;
  return response.outcome === 'response' && status !== null && status >= 200 && status < 300 && status !== 204;
}

const byStatus: Readonly<Record<number, Wall>> = {
  403: 'ip_risk',
  412: 'ip_risk',
  418: 'ip_risk',
  429: 'rate_limit',
  432: 'visitor_wall',
  461: 'captcha',
};

/** Pages that stand between the visitor and what was asked for, by host and path alone: a query may quote anything. */
const doors: readonly { sign: RegExp; is: Visibility }[] = [
  { sign: /captcha|wappass|antispider|verify|challenge/i, is: { kind: 'blocked', by: 'captcha' } },
  { sign: /visitor/i, is: { kind: 'blocked', by: 'visitor_wall' } },
  { sign: /passport|login|signin/i, is: { kind: 'login_required' } },
];

/** The reason by general signs, where no marker of the platform fits. Never `visible`, never empty, never `gone`. */
function general(step: FetchStep, response: FetchedResponse, missing: readonly string[]): Visibility {
  if (response.outcome !== 'response') return { kind: 'network', code: response.code ?? response.outcome };
  const door = doorOf(step.url, response);
  if (door) return door;
  const status = response.status ?? 0;
  if (status === 401) return { kind: 'login_required', detail: '状态 401' };
  const wall = byStatus[status];
  if (wall) return { kind: 'blocked', by: wall, detail: `状态 ${status}` };
  if (status === 407 || status >= 500) return { kind: 'network', code: `HTTP_${status}` };
  const text = response.text.trim();
  const challenge = challengeOf({ status, headers: Object.entries(response.headers), text: response.text });
  if (challenge) return { kind: 'blocked', by: 'captcha', detail: challenge.kind };
  if (status >= 300) return { kind: 'changed', missing: [`状态 ${status}`, ...missing] };
  if (!response.complete) return { kind: 'network', code: 'BODY_CUT' };
  if (text === '') return { kind: 'blocked', by: 'waf_empty', detail: '状态正常而没有内容' };
  if (step.expects === 'json' && text.startsWith('<'))
    return { kind: 'blocked', by: 'waf_empty', detail: '应为数据，得到网页' };
  if (step.expects === 'html' && response.bytes < 2_048)
    return { kind: 'blocked', by: 'waf_empty', detail: '页面几乎没有内容' };
  return { kind: 'changed', missing: missing.length > 0 ? [...missing] : ['已知的页面结构'] };
}

/** Whether the visitor was sent to a door: judged only where the address is another one than was asked for. */
function doorOf(asked: string, response: FetchedResponse): Visibility | null {
  const to = response.redirectedTo ?? (response.redirects.length > 0 ? response.finalUrl : undefined);
  if (to === undefined) return null;
  const [from, at] = [URL.parse(asked), URL.parse(to)];
  if (!from || !at) return null;
  const [before, place] = [`${from.host}${from.pathname}`, `${at.host}${at.pathname}`];
  if (before === place) return null;
  const door = doors.find((d) => d.sign.test(place) && !d.sign.test(before));
  return door ? ({ ...door.is, detail: `转到 ${at.host}${at.pathname.slice(0, 60)}` } as Visibility) : null;
}
