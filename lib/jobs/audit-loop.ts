import { setTimeout as delay } from "node:timers/promises";
import { AnchorKeeper } from "@/lib/audit/anchor/anchor-keeper";
import { linkAudit } from "@/lib/audit/chain/link-audit";
import { acquireLease, type Lease, releaseLease } from "./lease";
import type { WorkerParts } from "./worker";

const auditLease = "audit-chain";
/**
 * Asking costs one look at an index. The writers send no NOTIFY: PostgreSQL lets transactions that do commit only one after
 * the other, across all databases of the server, and the trail must not be a queue.
 */
const pollMs = 200;
const anchorPollMs = 1_000;
/** Of the last anchor when the worker ends. */
const lastAnchorMs = 1_000;
const standbyMs = 1_000;
const renewMs = 5_000;

/** Links the audit trail on the one worker that holds the lease, and anchors its head. */
export class AuditLoop {
  readonly #parts: WorkerParts;
  readonly #anchors: AnchorKeeper | null;
  #lease: Lease | null = null;
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    const { anchor: place, sql, log } = parts;
    this.#anchors = place ? new AnchorKeeper({ sql, log, place }) : null;
  }

  async step(): Promise<number> {
    const { sql, status } = this.#parts;
    const lease = await this.#hold();
    if (!lease) return standbyMs;
    try {
      const linked = await linkAudit(sql, lease);
      status.linkedAudit.inc(linked);
      return linked > 0 ? 0 : pollMs;
    } catch (error) {
      this.#renewedAt = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }

  /** A loop of its own: a place outside that hangs must not hold up the linking. */
  async keepAnchor(): Promise<number> {
    if (this.#lease) await this.#anchors?.keep(this.#parts.now());
    return anchorPollMs;
  }

  /** Hands over; the head as it is now is kept outside if that takes no time. */
  async release(): Promise<void> {
    const { sql, now } = this.#parts;
    if (!this.#lease) return;
    await releaseLease(sql, this.#lease);
    this.#lease = null;
    await Promise.race([this.#anchors?.keep(now(), true), delay(lastAnchorMs, undefined, { ref: false })]);
  }

  /** The lease is asked for again only now and then: each link's transaction looks whether it is still this one's. */
  async #hold(): Promise<Lease | null> {
    const { sql, holder } = this.#parts;
    const at = performance.now();
    if (this.#lease && at - this.#renewedAt < renewMs) return this.#lease;
    const lease = await acquireLease(sql, auditLease, holder);
    if (lease?.epoch !== this.#lease?.epoch) this.#anchors?.forget();
    this.#lease = lease;
    this.#renewedAt = at;
    return lease;
  }
}
