import type { Marked } from './mark.ts';

export type OpenOptions = {
  /**
   * `loopback`: nothing but this machine and files can be reached, name resolution included. `allow`: the scope guard, asked for every
   * request a page makes; `allowAddress`, asked for every address that answered.
   */
  network: 'loopback' | { allow(url: string): boolean; allowAddress?(address: string): boolean };
  viewport?: { width: number; height: number };
  userAgent?: string;
  /** Scripts of pages run. Off for showing our own reports. */
  scripts?: boolean;
  /** Pictures, fonts, sound and film are not loaded. */
  textOnly?: boolean;
  launchMs?: number;
};

export type RenderLimits = {
  /** Whole call, milliseconds. */
  totalMs?: number;
  /** Longest wait, after the document stands, for what its scripts still load. */
  settleMs?: number;
  /** Longest HTML handed back, characters. */
  maxCharacters?: number;
  /** Ends the call at once; it then fails as `crashed`. */
  signal?: AbortSignal | undefined;
};

/** What a page became in a browser. */
export type RenderedPage =
  | {
      outcome: 'rendered';
      finalUrl: string;
      /** Status of the main document; null for text set directly and for files. */
      status: number | null;
      title: string;
      html: string;
      /** The HTML was longer than the cap. */
      cut: boolean;
      /** Loading had come to rest before the time was up. */
      settled: boolean;
      /** Requests that the network rule refused. */
      refused: readonly string[];
    }
  | { outcome: 'failed'; reason: 'timeout' | 'navigation' | 'crashed' | 'forbidden'; detail: string };

/** An address, a text, or a text shown as if it had come from an address: the page as it was kept, with what it loads today. */
export type Source = { url: string; html?: never } | { html: string; url?: string };

export type ShotOptions = RenderLimits & {
  /** The whole page up to 16,000 pixels, not only the window. */
  fullPage?: boolean;
  /** CSS path of an element to frame in red and bring into the window. */
  mark?: string;
  /** Also a small JPEG of the window, 320 pixels wide. */
  thumbnail?: boolean;
  /** As printed on paper. */
  print?: boolean;
};
export type Shot =
  | {
      outcome: 'taken';
      png: Uint8Array;
      /** What became of `mark`. */
      marked?: Marked;
      thumbnail?: Uint8Array;
    }
  | Extract<RenderedPage, { outcome: 'failed' }>;
export type Print = { outcome: 'printed'; pdf: Uint8Array } | Extract<RenderedPage, { outcome: 'failed' }>;

/** 浏览器: one process, one context; every call ends within its time and none throws for what a page does. */
export type OpenBrowser = {
  version: string;
  from: string;
  /** False: pages run without the system's sandbox (root, or a kernel that refuses it). */
  sandboxed: boolean;
  renderPage(source: Source, limits?: RenderLimits): Promise<RenderedPage>;
  screenshot(source: Source, options?: ShotOptions): Promise<Shot>;
  printPdf(source: Source, limits?: RenderLimits): Promise<Print>;
  close(): Promise<void>;
};

/** One context of a browser: its cookies and its network rule are its own. */
export type View = Pick<OpenBrowser, 'renderPage' | 'screenshot' | 'printPdf'> & { close(): Promise<void> };
export type ViewOptions = Omit<OpenOptions, 'launchMs'>;

/** 浏览器进程 with as many contexts as are opened in it. */
export type BrowserProcess = {
  version: string;
  sandboxed: boolean;
  /** False once it crashed or was closed. */
  alive(): boolean;
  openView(options: ViewOptions): Promise<View>;
  close(): Promise<void>;
};
