import type { Pulse } from "@/lib/fleet/pulse/pulse";

/** What an open page is told, as it happens. Figures are fetched anew by the page; only the pulse comes along. */
export type LiveEvent =
  | { kind: "roll_call"; minute: number; rolledAt: number }
  | { kind: "pulse"; pulse: Pulse }
  | { kind: "changed"; what: "finding" | "incident" | "change" | "policy" | "approval" | "webhook" | "revised" };
