import type { Page } from 'playwright';

/** What a page became, as HTML, cut inside the browser: a page grown to gigabytes must not pass through to us. */
export async function htmlOf(page: Page, max: number): Promise<{ html: string; cut: boolean }> {
  const session = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    // A world of its own: the page's scripts cannot replace what is asked here.
    const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
    const { result } = await session.send('Runtime.evaluate', {
      contextId: executionContextId,
      expression: `(() => { const e = document.documentElement; const s = e ? (document.doctype ? '<!DOCTYPE html>' : '') + e.outerHTML : ''; return [s.slice(0, ${max}), s.length > ${max}] })()`,
      returnByValue: true,
    });
    const [html, cut] = result.value as [string, boolean];
    return { html, cut };
  } finally {
    await session.detach().catch(() => {});
  }
}
