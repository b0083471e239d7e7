import type { Anchor } from "../anchor/anchor";

/** What was done to the trail, as far as the chain can tell. */
export type BreakKind = "edited" | "deleted" | "inserted" | "reordered" | "truncated" | "rewritten" | "unanchored";

export type Break = {
  kind: BreakKind;
  /** In the chain; null for a row that is in no chain. */
  position: number | null;
  /** Of the row in audit_log, where one is known. */
  auditId: number | null;
  /** One sentence for a person. */
  text: string;
};

export type Verdict = {
  isSound: boolean;
  /** The first break of the chain; after it what lies outside of it: rows that were put in beside it, and the anchors. */
  breaks: Break[];
  /** Links that were verified, from the first one on. */
  verified: number;
  head: { position: number; hash: string; linkedAt: string } | null;
  /** Rows that wait to be linked: nothing protects them yet. */
  unlinked: { rows: number; oldestAt: string | null };
  /** Where the worker writes anchors, as the database says; null where it never has. */
  anchoredAt: string | null;
  anchors: { place: string; read: number; unreadable: number; last: Anchor | null } | null;
  seconds: number;
};
