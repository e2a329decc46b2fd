import type { LinkReason } from '#core/observation.ts';
import type { Sight } from './types.ts';

/** Faults that say the same thing in other words: a dead host may time out now and reset later. */
const groups: readonly (readonly LinkReason[])[] = [
  ['HTTP_404', 'HTTP_410', 'SOFT_404'],
  ['NET_TIMEOUT', 'NET_RESET', 'NET_EMPTY', 'NET_REFUSED', 'NET_UNREACHABLE'],
];
const groupOf = (reason: LinkReason): string => groups.find((group) => group.includes(reason))?.join() ?? reason;

/**
 * 复核规则 — all looks at one target so far, oldest first → what stands, or `again`. `broken` needs two looks that found the same fault;
 * a good answer at any look clears it; looks that disagree leave it open.
 */
export function settle(sights: readonly Sight[], mayLookAgain: boolean): Sight | 'again' {
  const last = sights.at(-1);
  if (last === undefined) return 'again';
  if (last.next === 'done') return last;
  const agrees = sights.slice(0, -1).some((s) => s.next === 'again' && groupOf(s.reason) === groupOf(last.reason));
  if (last.status === 'broken') {
    if (agrees) return { ...last, next: 'done' };
    if (mayLookAgain) return 'again';
    return { ...last, status: 'undeterminable', next: 'done', note: disagreement(sights) };
  }
  if (agrees || !mayLookAgain) return { ...last, next: 'done' };
  return 'again';
}

function disagreement(sights: readonly Sight[]): string {
  const seen = sights.map((s) => (s.httpStatus === undefined ? s.reason : `${s.reason}（${s.httpStatus}）`));
  return seen.length < 2 ? '只看到一次，未能复核' : `几次查看结果不一致：${seen.join('、')}`.slice(0, 200);
}

/** What could be proved about our side and the host when a `broken` is about to be published. */
export type Proof = {
  /** Control targets opened near the look; `unknown`: there are none and nothing else answered. */
  network: 'up' | 'down' | 'unknown';
  /** A control name resolved near the look. */
  names: boolean;
  /** Another deep page of the same host opened with a content of its own. */
  hostShowsPages: boolean;
  /** The same, or a file of the host opened as what it promises. */
  hostShowsFiles: boolean;
};

/** 举证: a `broken` that lacks its proof is taken back. `local-network`: the fault is on our side, nothing was seen. */
export function defend(sight: Sight, proof: Proof): Sight | 'local-network' {
  if (sight.status !== 'broken' || sight.needs === undefined) return sight;
  const open = (note: string): Sight => ({ ...sight, status: 'undeterminable', note });
  if (sight.needs === 'live-files')
    return proof.hostShowsFiles ? sight : open('该网站没有见到可正常打开的文件或内页，须人工核对');
  if (sight.needs === 'live-host') {
    if (proof.hostShowsPages) return sight;
    if (sight.reason === 'REDIRECT_TO_HOME')
      return { ...sight, status: 'caution', note: `${sight.note ?? ''}，该网站没有见到可直接打开的内页`.slice(0, 200) };
    return open('该网站对各个地址都返回同一个网页，须人工核对');
  }
  if (proof.network === 'down') return 'local-network';
  if (sight.needs === 'names') return proof.names ? sight : open('没有可供对照的域名，不能排除本方域名解析故障');
  // A refusal is itself an answer from the target's address; silence is not.
  if (proof.network === 'up' || sight.reason === 'NET_REFUSED') return sight;
  return open('没有可供对照的地址，不能排除本方网络故障');
}
