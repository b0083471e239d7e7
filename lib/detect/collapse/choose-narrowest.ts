import { type Group, groupId } from "./group";
import type { Drop } from "./judge-drop";

/** A group explains a drop when it holds this share of the devices that were lost. */
export const explainingShare = 0.8;

/** And outside of it, at most half as large a share was lost: a part that fell like all others explains nothing. */
const outsideRatio = 0.5;

/** Whether `part`, which holds `shared` of the `total` devices that `whole` lost, tells why `whole` fell. */
export function explains(part: Drop, whole: Drop, shared: number, total: number): boolean {
  if (part === whole) return true;
  if (shared < explainingShare * total) return false;
  const rateInside = part.lost / part.expected;
  const rateOutside = (total - shared) / Math.max(1, whole.expected - part.expected);
  return rateOutside <= outsideRatio * rateInside;
}

/** More findings of one minute than this would bury the reader; what is left is judged again a minute later. */
const mostAtOnce = 50;

/**
 * Of the drops of one moment, those that explain the others: the narrowest group that holds four fifths of the largest drop,
 * then the same again for what it leaves over. `lostWithin(a)(b)` is how many lost devices lie in both groups.
 */
export function chooseNarrowest(
  drops: readonly Drop[],
  lostWithin: (group: Group) => (other: Group) => number,
): Drop[] {
  const lostAtAll = lostWithin({ dimension: "fleet", key: "" });
  const chosen: Drop[] = [];
  let open = [...drops];
  while (open.length > 0 && chosen.length < mostAtOnce) {
    const largest = open.reduce((a, b) => (b.lost > a.lost ? b : a));
    const lostWithLargest = lostWithin(largest.group);
    const total = lostWithLargest(largest.group);
    const explaining = open.filter((drop) => explains(drop, largest, lostWithLargest(drop.group), total));
    const narrowest = explaining.reduce((a, b) => (isNarrower(b, a) ? b : a), largest);
    chosen.push(narrowest);
    const lostWithNarrowest = narrowest === largest ? lostWithLargest : lostWithin(narrowest.group);
    open = open.filter((drop) => {
      if (drop === largest || drop === narrowest) return false;
      return lostAtAll(drop.group) - lostWithNarrowest(drop.group) >= drop.threshold;
    });
  }
  return chosen;
}

const isNarrower = (a: Drop, b: Drop): boolean =>
  a.expected !== b.expected ? a.expected < b.expected : groupId(a.group) < groupId(b.group);
