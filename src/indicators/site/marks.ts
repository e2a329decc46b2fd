import type { Evidence, Locator } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';

type Value = ObservationValue<'page.footer-marks'>;
export type MarkName = Value['inert'][number]['mark'];

/** What one page proves about one mark. `doubtful`: only a person can tell. */
export type MarkState =
  | { kind: 'present'; place: Locator }
  | { kind: 'missing'; why: readonly string[]; place: Locator | undefined }
  | { kind: 'doubtful'; why: readonly string[]; place: Locator | undefined };

/** State of one mark on one page. Absence is proved only when every script that may write the footer was read. */
export function markOn(value: Value, name: MarkName): MarkState {
  const mark = value[name];
  if (mark) {
    return mark.doubts.length > 0
      ? { kind: 'doubtful', why: mark.doubts, place: mark.place }
      : { kind: 'present', place: mark.place };
  }
  const inert = value.inert.filter((i) => i.mark === name);
  const why = [...new Set(inert.map((i) => i.why))];
  const place = inert[0]?.place;
  if (value.unreadScripts.length > 0) {
    return { kind: 'doubtful', why: [...why, `有 ${value.unreadScripts.length} 个可能写出页脚的脚本没有读到`], place };
  }
  return { kind: 'missing', why, place };
}

/** The page's evidence, pointing at the place where there is one. */
export function withPlace(evidence: readonly Evidence[], place: Locator | undefined): Evidence[] {
  return evidence.map((e) => (place && e.kind === 'html' && e.locator === undefined ? { ...e, locator: place } : e));
}
