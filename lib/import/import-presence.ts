import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { detectCollapseBetween } from "@/lib/findings/detect-collapse";
import { rollRange } from "@/lib/fleet/roll-call/roll-range";
import { type Collected, collectObservations, type PresenceOptions } from "./collect-observations";
import { enrolAll } from "./enrol-all";
import { ImportError } from "./import-error";
import type { ImportReport } from "./import-report";
import { refuseDemo } from "./refuse-demo";
import { type ObservedDevice, writeObservations } from "./write-observations";

export type ImportPresence = PresenceOptions & {
  /** Enrol the devices that are not yet under this provider (slug); without it their lines are refused. */
  provider?: string;
  signal?: AbortSignal;
  onProgress?: (what: string, done: number, of: number) => void;
};

/**
 * Imports a history of checks or intervals as folded presence, and has states, counts and transitions derived by the roll call.
 * A device counts as enrolled from its first observation on. Importing the same file twice changes nothing.
 */
export async function importPresence(ctx: Ctx, options: ImportPresence, report: ImportReport): Promise<void> {
  requirePermission(ctx.actor, "settings.write");
  const sql = ctx.db.$client;
  await refuseDemo(sql);
  const collected = await collectObservations(options, report, (lines) => options.onProgress?.("lines read", lines, 0));
  if (options.provider) {
    await enrolAll(
      ctx,
      options.provider,
      [...collected.observations.keys()].map((device) => ({ device })),
      (line) => report.refuse({ line: 0, reason: line }),
    );
  }
  const devices = await findDevices(ctx, collected, report);
  if (devices.length === 0)
    throw new ImportError(
      "None of the devices is enrolled: import the inventory first, or name a --provider to enrol them under.",
    );
  await backdateEnrolment(ctx, devices);
  const { signal } = options;
  const range = await writeObservations(sql, devices, {
    now: ctx.now,
    signal,
    onProgress: (done, of) => options.onProgress?.("hours written", done, of),
  });
  const { transitions } = await rollRange(sql, range.fromMinute, range.toMinute, {
    signal,
    onProgress: ({ minute }) =>
      options.onProgress?.("minutes rolled", minute - range.fromMinute + 1, range.toMinute - range.fromMinute + 1),
  });
  await detectCollapseBetween(ctx.db, range.fromMinute, range.toMinute, ctx.now, signal ? { signal } : {});
  report.facts.push(["devices observed", devices.length], ["from", new Date(range.fromMinute * 60_000).toISOString()]);
  report.facts.push(["to", new Date((range.toMinute + 1) * 60_000).toISOString()], ["transitions found", transitions]);
  await ctx.db.transaction(async (db) => {
    await recordAudit(
      { ...ctx, db },
      {
        action: "presence.import",
        target: { kind: "fleet", id: "presence" },
        after: {
          devices: devices.length,
          linesTaken: report.taken,
          linesRefused: report.refused,
          linesOfUnknownDevices: report.unknown.lines,
          ...range,
        },
      },
    );
  });
}

async function findDevices(
  ctx: Ctx,
  { observations, linesOf }: Collected,
  report: ImportReport,
): Promise<(ObservedDevice & { shard: number })[]> {
  const found: (ObservedDevice & { shard: number })[] = [];
  const ids = [...observations.keys()];
  for (let i = 0; i < ids.length; i += 5_000) {
    const page = ids.slice(i, i + 5_000);
    const rows = await ctx.db.$client<{ id: string; shard: number; ordinal: number }[]>`
      select i.id, d.shard, d.ordinal
      from device_ids i join devices d on d.shard = (i.ordinal >> 16)::smallint and d.ordinal = i.ordinal
      where i.id = any(${page}::text[])`;
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const id of page) {
      const row = known.get(id);
      const spans = observations.get(id) ?? [];
      if (row) found.push({ shard: row.shard, ordinal: row.ordinal, spans });
      else report.leaveOutDevice(id, linesOf.get(id) ?? 0);
    }
  }
  return found;
}

/** What was seen before it was enrolled here was in the fleet all the same. */
async function backdateEnrolment(ctx: Ctx, devices: (ObservedDevice & { shard: number })[]): Promise<void> {
  for (let i = 0; i < devices.length; i += 5_000) {
    const page = devices.slice(i, i + 5_000);
    const firsts = page.map((device) => (device.spans[0]?.from ?? 0) * 60);
    await ctx.db.$client`
      update devices d set enrolled_at = to_timestamp(u.first_second), version = pg_current_xact_id()
      from unnest(${page.map((device) => device.shard)}::smallint[], ${page.map((device) => device.ordinal)}::int[], ${firsts}::int[])
        as u(shard, ordinal, first_second)
      where d.shard = u.shard and d.ordinal = u.ordinal and d.enrolled_at > to_timestamp(u.first_second)`;
  }
}
