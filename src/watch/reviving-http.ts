import type { HttpClient } from '#core/context.ts';

/**
 * A client whose thread may die: what was under way in it is void, and the next visit finds a new one. A watch of months must not go
 * blind because one thread ran out of memory.
 */
export function revivingHttp(open: () => HttpClient, onLost: () => void): HttpClient {
  let current = open();
  return {
    async fetch(request) {
      const client = current;
      const exchange = await client.fetch(request);
      if (exchange.code === 'ERR_WORKER_LOST' && client === current) {
        onLost();
        current = open();
      }
      return exchange;
    },
    close: () => current.close(),
  };
}
