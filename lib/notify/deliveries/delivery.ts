import type { SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";

export const deliveryStates = ["waiting", "delivered", "dead"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Class of what went wrong, for programs; the pages have the words. */
export const deliveryErrors = [
  "refused",
  "timeout",
  "unreachable",
  "unknown_host",
  "tls",
  "not_allowed",
  "too_large",
  "expired",
  "unknown",
] as const;
export type DeliveryError = (typeof deliveryErrors)[number];

/** One attempt that a worker has begun. */
export type ClaimedDelivery = {
  id: string;
  destinationId: string;
  messageId: string;
  kind: string;
  body: string;
  /** With this one. */
  attempts: number;
  maxAttempts: number;
};

export type Outcome =
  | { isDelivered: true; status: number | null }
  | {
      isDelivered: false;
      error: DeliveryError;
      status: number | null;
      /** How long the receiver asks to be left alone. */
      waitMs?: number;
      /** Trying again is of no use. */
      isFinal?: boolean;
    };

/** How the deliveries of one kind of destination are sent; the queue, the attempts and the dead letters are common to all. */
export type DeliveryChannel = {
  name: string;
  /** A query of (id, kind): where may be sent to now, and of which kind alone, of what is tried only once; null: all. What may not be sent waits. */
  destinations: SQL;
  /** Returns within half a minute, and tells a failure as an outcome; what it throws is an unexpected one. */
  send(delivery: ClaimedDelivery, now: Date): Promise<Outcome>;
  /**
   * First in the transaction that notes the outcome: locks the destination. Whoever removes it locks it before its deliveries too, so that
   * neither waits for the other in a circle.
   */
  hold(tx: Transaction, destinationId: string): Promise<void>;
  /** In the transaction that notes the outcome. */
  settled(tx: Transaction, delivery: ClaimedDelivery, outcome: Outcome, now: Date): Promise<void>;
  /** When that is committed: what follows from it and may be made good for later. */
  afterwards?(delivery: ClaimedDelivery, outcome: Outcome, now: Date): Promise<unknown>;
};
