import type { Response, Route } from 'playwright';

const MOST_BYTES = 16_000_000;
const MOST_OF_ONE = 2_000_000;
const FRESH_MS = 600_000;

const kinds: ReadonlySet<string> = new Set(['script', 'stylesheet']);

/**
 * 公用文件 — scripts and style sheets that the pages of one site share, asked for once: the browser's own cache is off while requests are
 * guarded, and a site must not serve its libraries again for each of our pages.
 */
export type SharedFiles = {
  /** Keeps an answer if it is a file of this sort and may be kept. */
  keep(response: Response): void;
  /** Answers a request from what was kept; false: it has to be asked for. */
  give(route: Route): Promise<boolean>;
};

export function openSharedFiles(): SharedFiles {
  const files = new Map<string, { body: Buffer; headers: Record<string, string>; at: number }>();
  let bytes = 0;
  return {
    keep(response) {
      const request = response.request();
      const headers = response.headers();
      if (!kinds.has(request.resourceType()) || request.method() !== 'GET' || response.status() !== 200) return;
      if (files.has(request.url()) || /no-store|no-cache|max-age=0|private/i.test(headers['cache-control'] ?? ''))
        return;
      if (headers['set-cookie'] !== undefined || headers.vary?.includes('*') === true) return;
      void response
        .body()
        .then((body) => {
          if (body.length > MOST_OF_ONE || bytes + body.length > MOST_BYTES || files.has(request.url())) return;
          bytes += body.length;
          // As decoded: the length and the encoding of the transfer are gone.
          const { 'content-encoding': _, 'content-length': __, 'transfer-encoding': ___, ...rest } = headers;
          files.set(request.url(), { body, headers: rest, at: performance.now() });
        })
        .catch(() => {});
    },
    async give(route) {
      const request = route.request();
      if (!kinds.has(request.resourceType()) || request.method() !== 'GET') return false;
      const kept = files.get(request.url());
      if (!kept) return false;
      if (performance.now() - kept.at > FRESH_MS) {
        files.delete(request.url());
        bytes -= kept.body.length;
        return false;
      }
      await route.fulfill({ status: 200, headers: kept.headers, body: kept.body });
      return true;
    },
  };
}
