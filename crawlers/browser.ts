/**
 * 浏览器: found once, opened when something must be drawn. Playwright is loaded only then (0.4 s, 130 MB), and only under
 * `crawlers/`.
 */
export { type FindOptions, type FoundBrowser, findBrowser, type NoBrowser } from './browser/find.ts';
export { type Mapping, networkSwitches } from './browser/network.ts';
export { openBrowser, startBrowser } from './browser/open.ts';
export type {
  BrowserProcess,
  OpenBrowser,
  OpenOptions,
  Print,
  RenderedPage,
  RenderLimits,
  Shot,
  ShotOptions,
  Source,
  View,
  ViewOptions,
} from './browser/types.ts';
