/** Host of an absolute address as the URL parser writes it, with its port. A slice: this runs for every link of every page. */
export function hostIn(url: string): string {
  const start = url.indexOf('//') + 2;
  const end = url.indexOf('/', start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}
