import type { CollectionStore } from '../store/ports.ts';

/**
 * Collections as the watch goes on with them: one broken off longer ago than this is closed, not gone on with. Its slot would date
 * what is seen now by when it was planned.
 */
export function freshCollections(store: CollectionStore, maxAgeMs: number): CollectionStore {
  return {
    async open(planDigest, slot, startedAt) {
      const found = await store.open(planDigest, slot, startedAt);
      if (Math.abs(Date.parse(slot) - Date.parse(found.slot)) <= maxAgeMs) return found;
      await store.finish(found.id, startedAt);
      return store.open(planDigest, slot, startedAt);
    },
    finish: (id, finishedAt) => store.finish(id, finishedAt),
  };
}
