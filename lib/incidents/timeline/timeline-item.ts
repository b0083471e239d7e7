import type { When } from "../when/when";
import type { TimelineKind } from "./timeline-kinds";
import type { TimelineLink } from "./timeline-link";

export type TimelineItem = {
  /** entry:<uuid> of a person's, event:<number> of the record's own. */
  id: string;
  kind: TimelineKind;
  text: string;
  when: When;
  earliest: Date;
  latest: Date;
  recordedAt: Date;
  source: string;
  /** Who wrote it; null for what the record itself tells. */
  author: string | null;
  links: TimelineLink[];
  isPinned: boolean;
  isPrivate: boolean;
  isWithdrawn: boolean;
  /** Grows with each correction; null for what the record itself tells. */
  revision: number | null;
  /** Kind and frozen figures of an event of the record. */
  event: { kind: string; figures: Record<string, unknown> } | null;
};

/** With what other sources tell of the same. */
export type FoldedItem = TimelineItem & { folded: TimelineItem[] };
