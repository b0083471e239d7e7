/**
 * At most `most` of `items`, each of them whole: of every bucket its lowest and its highest by `main`, so that neither a
 * short collapse nor a short peak is lost and sums still hold. The first and the last always stay.
 */
export function thinPoints<Item>(items: readonly Item[], most: number, main: (item: Item) => number): readonly Item[] {
  if (items.length <= most) return items;
  const buckets = Math.max(1, Math.floor((most - 2) / 2));
  const inner = items.length - 2;
  const kept: Item[] = [items[0] as Item];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    let low = from;
    let high = from;
    for (let index = from; index < to; index++) {
      if (main(items[index] as Item) < main(items[low] as Item)) low = index;
      if (main(items[index] as Item) > main(items[high] as Item)) high = index;
    }
    if (from === to) continue;
    kept.push(items[Math.min(low, high)] as Item);
    if (low !== high) kept.push(items[Math.max(low, high)] as Item);
  }
  kept.push(items.at(-1) as Item);
  return kept;
}
