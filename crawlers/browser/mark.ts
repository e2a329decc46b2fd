import type { Page } from 'playwright';

/** How an element could be shown: as it stands, only after its hiding was undone for the picture, or not found. */
export type Marked = 'shown' | 'revealed' | 'missing';

type Box = { left: number; top: number; width: number; height: number };
type Styled = {
  style?: { setProperty(name: string, value: string, priority: string): void };
  parentElement: Styled | null;
  scrollIntoView(options: object): void;
  getBoundingClientRect(): Box;
  checkVisibility?(options: object): boolean;
};

const MARK_MS = 2_000;

/**
 * Frames an element in red and brings it into the window. What a page hides is shown for the picture, since a frame around nothing
 * proves nothing; the answer says so, and whoever keeps the picture must say it too.
 */
export async function markElement(page: Page, selector: string): Promise<Marked> {
  try {
    return await page
      .locator(selector)
      .first()
      .evaluate(frameIt as (e: unknown) => Marked, undefined, { timeout: MARK_MS });
  } catch {
    return 'missing';
  }
}

/** Runs inside the page. */
function frameIt(e: Styled): Marked {
  const set = (x: Styled, rules: Record<string, string>) => {
    for (const [name, value] of Object.entries(rules)) x.style?.setProperty(name, value, 'important');
  };
  const seen = () => {
    const box = e.getBoundingClientRect();
    const visible = e.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) ?? true;
    return visible && box.width >= 4 && box.height >= 4;
  };
  e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const within = () => {
    const box = e.getBoundingClientRect();
    return box.left + box.width > 0 && box.top + box.height > 0 && box.left < 1280 && box.top < 900;
  };
  const shown = seen() && within();
  if (!shown) {
    for (let x: Styled | null = e; x !== null; x = x.parentElement)
      set(x, {
        visibility: 'visible',
        opacity: '1',
        'text-indent': '0',
        'max-height': 'none',
        'max-width': 'none',
        clip: 'auto',
        'clip-path': 'none',
        transform: 'none',
      });
    set(e, {
      display: 'block',
      position: 'static',
      width: 'auto',
      height: 'auto',
      margin: '0',
      overflow: 'visible',
      'font-size': '14px',
      color: '#d00',
      background: '#fff',
    });
    for (let x = e.parentElement; x !== null; x = x.parentElement) {
      if (x.checkVisibility?.({}) === false) set(x, { display: 'block' });
      const box = x.getBoundingClientRect();
      if (box.width < 4 || box.height < 4) set(x, { width: 'auto', height: 'auto', overflow: 'visible' });
      if (box.left + box.width <= 0 || box.top + box.height <= -100_000) set(x, { position: 'static', margin: '0' });
    }
  }
  set(e, { outline: '4px solid #d00', 'outline-offset': '2px' });
  e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  return shown ? 'shown' : 'revealed';
}

const THUMB_WIDTH = 320;

/** 小图 of the window as it stands, JPEG: small enough to stand inside a report. */
export async function thumbnailOf(page: Page): Promise<Uint8Array> {
  const window = page.viewportSize() ?? { width: 1280, height: 900 };
  const session = await page.context().newCDPSession(page);
  try {
    const { cssLayoutViewport: at } = await session.send('Page.getLayoutMetrics');
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'jpeg',
      quality: 60,
      clip: {
        x: at.pageX,
        y: at.pageY,
        width: window.width,
        height: window.height,
        scale: THUMB_WIDTH / window.width,
      },
    });
    return Buffer.from(data, 'base64');
  } finally {
    await session.detach().catch(() => {});
  }
}
