/**
 * Appends batches of observations until it is killed, and prints the keys of each batch once the store has acknowledged it.
 * Arguments: module that exports `open(place)`, place, name of the round.
 */
import { type Stores, slotAt, visit } from './store.data.ts';

const [module = '', place = '', round = ''] = process.argv.slice(2);
const { open } = (await import(module)) as { open: (place: string) => Promise<Stores> };
const stores = await open(place);
for (let n = 0; ; n++) {
  const items = Array.from({ length: 1 + (n % 7) }, (_, i) =>
    visit(`round-${round}`, slotAt(n * 10 + i), { seen: true }),
  );
  await stores.observations.append(items);
  process.stdout.write(`${items.map((o) => o.key).join('\n')}\n`);
}
