/** What a tool found on the site of the bench, printed by it as one line of JSON. */
export type Found = {
  /** Pages it read for their links. */
  pages: number;
  /** Distinct addresses it has a result for. */
  urls: number;
  /** Addresses it calls dead. */
  dead: string[];
};
