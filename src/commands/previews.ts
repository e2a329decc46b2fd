import type { Assessment } from '#core/assessment.ts';
import type { Evidence } from '#core/evidence.ts';
import type { EvidenceStore } from '../store/ports.ts';

/** Small pictures that one report holds at most, and the largest of them, bytes: a megabyte or two in all. */
const mostPreviews = 80;
const mostBytes = 40_000;

/** 小图 of the findings' screenshots as they stand inside a report, by their hash. What is no small JPEG is left out. */
export async function previewsOf(assessment: Assessment, store: EvidenceStore): Promise<Map<string, string>> {
  const hashes = new Set<string>();
  const add = (e: Evidence) => {
    if (e.preview !== undefined && hashes.size < mostPreviews) hashes.add(e.preview);
  };
  for (const { items } of assessment.subjects)
    for (const item of items)
      if (item.applicable) for (const finding of item.verdict.findings) finding.evidence.forEach(add);
  const found = new Map<string, string>();
  for (const sha256 of hashes) {
    const bytes = await store.get(sha256);
    const jpeg = bytes !== undefined && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes.length <= mostBytes;
    if (jpeg) found.set(sha256, `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`);
  }
  return found;
}
