/** The HTML that a browser shows for an address, loading nothing but from `hosts`; or why it could not. */
export type PageRenderer = (url: string, hosts: readonly string[]) => Promise<{ html: string } | { failed: string }>;
