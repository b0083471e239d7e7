import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import type { AppError } from "@/lib/app-error";
import { type AuditEntry, recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { minuteOf } from "../minute";
import { DeviceTarget, resolveTarget, targetName } from "./device-target";
import { ordinalsParameter } from "./ordinals-parameter";
import { requireConfirmed } from "./require-confirmed";

export const DecideDevices = z.object({
  target: DeviceTarget,
  reason: z.string().trim().min(1, "say why").max(500, "at most 500 characters"),
  /** How many devices the caller was told of; needed for more than one. */
  confirmedDevices: z.number().int().nonnegative().optional(),
});
export type DecideDevices = z.input<typeof DecideDevices>;

/** How many devices and GPUs changed; skipped were so already, or are beyond the act. */
export type Decided = { devices: number; gpus: number; skipped: number };

type Act = {
  action: AuditEntry["action"];
  kind: string;
  title: (changed: { devices: number; gpus: number }) => string;
  /** Changes devices and device_decisions of these ordinals; returns those that changed. */
  change: (db: Transaction, ordinals: number[], minute: number) => Promise<{ shard: number; gpus: number }[]>;
  /** What a single device that did not change is told. */
  refusal: AppError;
};

/** The frame of quarantine, release and retirement: one transaction with the change, the roll, the audit row and the event. */
export async function decideDevices(ctx: Ctx, input: z.output<typeof DecideDevices>, act: Act): Promise<Decided> {
  const { target, reason } = input;
  const ordinals = await resolveTarget(ctx, target);
  if (!("device" in target)) requireConfirmed(input.confirmedDevices, ordinals.length);
  const minute = minuteOf(ctx.now);
  return ctx.db.transaction(async (db) => {
    await lockInOrder(db, ordinals);
    const changed = await act.change(db, ordinals, minute);
    if (changed.length === 0) throw act.refusal;
    const figures = { devices: changed.length, gpus: changed.reduce((sum, row) => sum + row.gpus, 0) };
    await queueRolls(db, new Set(changed.map((row) => row.shard)), minute);
    const skipped = ordinals.length - changed.length;
    await recordAudit(
      { ...ctx, db },
      { action: act.action, target: targetName(target), after: { reason, ...figures, skipped } },
    );
    const { kind, id } = targetName(target);
    await recordDomainEvent(
      { ...ctx, db },
      {
        kind: act.kind,
        title: act.title(figures),
        happenedAt: ctx.now,
        subjects: { [kind]: id },
        figures: { ...figures, reason },
      },
    );
    return { ...figures, skipped };
  });
}

/** As gateways lock the devices whose agent or verification changes, so that neither waits for the other in a circle. */
async function lockInOrder(db: Transaction, ordinals: number[]): Promise<void> {
  await db.execute(sql`
    select from devices join unnest(${ordinalsParameter(ordinals)}::int[]) as target(ordinal)
      on devices.shard = target.ordinal >> 16 and devices.ordinal = target.ordinal
    order by devices.shard, devices.ordinal for update of devices`);
}

/** The minute that goes on may be closed before this commits: roll call looks at it again (see queueRoll). */
async function queueRolls(db: Transaction, shards: Set<number>, minute: number): Promise<void> {
  for (const shard of [...shards].sort((a, b) => a - b)) {
    await db.execute(sql`
      insert into roll_queue (shard, minute) values (${shard}, ${minute})
      on conflict (shard, minute) do update set queued_at = excluded.queued_at`);
  }
}
