import type { FleetDirectory } from "@/lib/fleet/directory";
import { enrolledByProvider } from "./enrolled-by-provider";
import { limits } from "./limits";
import type { IngestToken } from "./token-directory";

type Owner = Pick<IngestToken, "id" | "providerId">;
type Bucket = { left: number; atMs: number; reach: number; reachAtMs: number };

/** How often the devices that a token reaches are counted anew. */
const reachMs = 60_000;

/**
 * How many changes of attributes (agent, boot id, kind of token; at enrolment all the others) a token may write through this
 * gateway: two for each device that it reaches at once, as a release with a restart brings, and one for each in ten minutes from
 * then on. A token that flips its devices at each heartbeat would else write rows, and log, without end. Bits are not changes.
 */
export class ChangeAllowance {
  /** Changes of heartbeats that were not written, since the start, for the metrics. */
  deferred = 0;
  readonly #buckets = new Map<string, Bucket>();
  #enrolled: Int32Array = new Int32Array(0);
  #enrolledAtMs = Number.NEGATIVE_INFINITY;

  constructor(readonly directory: FleetDirectory) {}

  /** Takes one for a heartbeat, or counts it as deferred: the next heartbeat that says the same asks again. */
  take(token: Owner, nowMs: number): boolean {
    const bucket = this.#bucketOf(token, nowMs);
    if (bucket.left < 1) {
      this.deferred++;
      return false;
    }
    bucket.left--;
    return true;
  }

  /** In how many seconds a token may enrol again; 0: now. */
  waitSeconds(token: Owner, nowMs: number): number {
    const { left, reach } = this.#bucketOf(token, nowMs);
    return left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / perMs(reach) / 1_000));
  }

  /** Takes what an enrolment has updated, which is known only afterwards: a token may come to owe some. */
  charge(token: Owner, nowMs: number, { inserted, updated }: { inserted: number; updated: number }): void {
    const bucket = this.#bucketOf(token, nowMs);
    bucket.reach += inserted;
    bucket.left += limits.changesADevice * inserted - updated;
  }

  #bucketOf(token: Owner, nowMs: number): Bucket {
    let bucket = this.#buckets.get(token.id);
    if (!bucket) {
      const reach = this.#reachOf(token.providerId, nowMs);
      bucket = { left: mostAtOnce(reach), atMs: nowMs, reach, reachAtMs: nowMs };
      this.#buckets.set(token.id, bucket);
    }
    if (nowMs - bucket.reachAtMs >= reachMs) {
      const reach = this.#reachOf(token.providerId, nowMs);
      // Room for the devices that came meanwhile.
      bucket.left += mostAtOnce(Math.max(reach, bucket.reach)) - mostAtOnce(bucket.reach);
      bucket.reach = reach;
      bucket.reachAtMs = nowMs;
    }
    const elapsedMs = Math.max(0, nowMs - bucket.atMs);
    bucket.left = Math.min(mostAtOnce(bucket.reach), bucket.left + elapsedMs * perMs(bucket.reach));
    bucket.atMs = nowMs;
    return bucket;
  }

  /** Devices: of one provider, or with an operator's and a legacy token of the fleet. */
  #reachOf(providerId: number | null, nowMs: number): number {
    if (nowMs - this.#enrolledAtMs >= reachMs) {
      this.#enrolled = enrolledByProvider(this.directory);
      this.#enrolledAtMs = nowMs;
    }
    return providerId === null
      ? this.#enrolled.reduce((sum, each) => sum + each, 0)
      : (this.#enrolled[providerId] ?? 0);
  }
}

const mostAtOnce = (reach: number) => limits.changesAToken + limits.changesADevice * reach;
const perMs = (reach: number) => (limits.changesAToken + reach) / limits.changesRefillMs;
