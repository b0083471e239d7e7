import { type Database, wrapSql } from "@/db/client";
import { partitionedTables } from "@/db/partitions";
import { removeOldDenials } from "@/lib/access/denials/remove-old-denials";
import { removeOldSessions } from "@/lib/access/sessions/remove-old-sessions";
import type { OwnAddresses } from "@/lib/endpoints/own-addresses";
import { syncOwnEndpoints } from "@/lib/endpoints/sync-own-endpoints";
import { minuteOf, minutesADay } from "@/lib/fleet/minute";
import { dropExpired } from "@/lib/fleet/presence/drop-expired";
import { foldOldDays } from "@/lib/fleet/presence/fold-old-days";
import { ensureDays } from "@/lib/fleet/roll-call/ensure-days";
import { removeUnfinished } from "@/lib/incidents/evidence/remove-unfinished";
import { adoptDeadJournals } from "@/lib/ingest/adopt-journals";
import { removeOldRates } from "@/lib/limits/shared-rate";
import { removeOldDeliveries } from "@/lib/notify/deliveries/remove-old-deliveries";
import { forgetOldSecrets } from "@/lib/notify/webhooks/webhook-channel";
import { withLease } from "./lease";
import type { WorkerParts } from "./worker";
import { removeOldStatus } from "./worker-status";

const upkeepLease = "upkeep";
const stepMs = 10_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const daysAhead = 2;

/**
 * What must be done by somebody, now and then: journals of dead gateways, partitions ahead, folding, what is kept no
 * longer, and once a day which public endpoints are due for review.
 */
export class UpkeepLoop {
  readonly #parts: WorkerParts;
  readonly #db: Database;
  readonly #addresses: OwnAddresses | null;
  #doneAt = Number.NEGATIVE_INFINITY;
  #judgedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: WorkerParts, addresses: OwnAddresses | null) {
    this.#parts = parts;
    this.#db = wrapSql(parts.sql);
    this.#addresses = addresses;
  }

  async step(): Promise<number> {
    const { sql, holder } = this.#parts;
    await withLease(sql, upkeepLease, holder, async () => {
      const [clock] = await sql<{ now: Date }[]>`select clock_timestamp() as now`;
      if (!clock) return;
      await adoptDeadJournals(sql, clock.now);
      if (clock.now.getTime() - this.#judgedAt >= dayMs) {
        await syncOwnEndpoints(this.#db, this.#addresses, clock.now);
        this.#judgedAt = clock.now.getTime();
      }
      if (clock.now.getTime() - this.#doneAt < hourMs) return;
      await this.#hourly(clock.now);
      this.#doneAt = clock.now.getTime();
    });
    return stepMs;
  }

  async #hourly(now: Date): Promise<void> {
    const { sql, log, signal } = this.#parts;
    const minute = minuteOf(now);
    await ensureDays(sql, minute - minutesADay, minute + daysAhead * minutesADay, partitionedTables);
    const folded = await foldOldDays(sql, now, signal);
    if (folded.length > 0) log.info({ days: folded.length }, "folded days into hour blocks");
    await dropExpired(sql, now);
    await removeOldSessions(sql, now);
    await removeOldRates(sql);
    await removeOldDenials(sql, now);
    await removeOldDeliveries(sql, now);
    await forgetOldSecrets(this.#db, now);
    await removeUnfinished(this.#db, this.#parts.evidenceDirectory, now);
    await removeOldStatus(sql);
  }
}
