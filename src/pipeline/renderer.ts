export type Rendered =
  | {
      html: string;
      finalUrl: string;
      status: number | null;
      /** Milliseconds from the navigation to the page at rest: never less than a visitor waits for its text. */
      ms: number;
    }
  | { failed: string };

/** What a browser shows for an address, loading nothing but from `hosts`; or why it could not. */
export type PageRenderer = (url: string, hosts: readonly string[]) => Promise<Rendered>;
