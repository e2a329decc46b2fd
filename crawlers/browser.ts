/**
 * 浏览器: found once, opened when something must be drawn. Playwright is loaded only then (0.4 s, 130 MB), and only under
 * `crawlers/`.
 */
export { type FindOptions, type FoundBrowser, findBrowser, type NoBrowser } from './browser/find.ts';
export {
  type OpenBrowser,
  type OpenOptions,
  openBrowser,
  type Print,
  type RenderedPage,
  type RenderLimits,
  type Shot,
  type ShotOptions,
  type Source,
} from './browser/open.ts';
