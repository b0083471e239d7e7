/** What a number draws is about: two draws for one device must not be the same draw. */
export type Purpose = number;

/** A well mixed 32-bit number from a seed, an index and a purpose (MurmurHash3's finaliser): the same wherever and whenever it is asked. */
export function hash(seed: number, index: number, purpose: Purpose): number {
  let h = (Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b) ^ seed) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  // A second round: with one, neighbouring indexes of one purpose still show a pattern.
  h = Math.imul(h ^ (h >>> 16) ^ Math.imul(purpose + 7, 0x27d4eb2f), 0x165667b1);
  return (h ^ (h >>> 15)) >>> 0;
}

/** From 0 inclusive to 1 exclusive. */
export const chance = (seed: number, index: number, purpose: Purpose): number => hash(seed, index, purpose) / 2 ** 32;

/** The index of a weight, drawn in proportion. `cumulative` ends with the sum of all weights. */
export function pick(cumulative: readonly number[], draw: number): number {
  const target = draw * (cumulative.at(-1) ?? 0);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function cumulate(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}

/** A normal draw from two uniform ones (Box and Muller). */
export const normal = (u: number, v: number): number => Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
