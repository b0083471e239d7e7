import type { FoldedItem, TimelineItem } from "./timeline-item";

/** Two sources rarely name the same second. */
const slackMs = 120_000;

/**
 * Folds what two sources tell of the same under the one of them that comes first in the given order: they can have happened
 * together, and either say the same words, or are of one kind and about one thing. What one source says twice stays twice; private
 * notes, pinned and withdrawn ones stand alone.
 */
export function foldDuplicates(items: readonly TimelineItem[]): FoldedItem[] {
  const kept: FoldedItem[] = [];
  for (const item of items) {
    const head = isAlone(item) ? undefined : kept.findLast((other) => !isAlone(other) && tellTheSame(other, item));
    if (head) head.folded.push(item);
    else kept.push({ ...item, folded: [] });
  }
  return kept;
}

const isAlone = (item: TimelineItem) => item.isPrivate || item.isPinned || item.isWithdrawn;

function tellTheSame(head: FoldedItem, item: TimelineItem): boolean {
  const together =
    item.earliest.getTime() <= head.latest.getTime() + slackMs &&
    item.latest.getTime() >= head.earliest.getTime() - slackMs;
  if (!together || [head, ...head.folded].some(({ source }) => source === item.source)) return false;
  if (wordsOf(head.text) === wordsOf(item.text)) return true;
  return head.kind === item.kind && head.links.some((link) => item.links.some((other) => isSame(link, other)));
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
const isSame = (a: { kind: string; id: string }, b: { kind: string; id: string }) => a.kind === b.kind && a.id === b.id;
