import type { z } from "zod";
import type { Database } from "@/db/client";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { csvLine } from "@/lib/fleet/devices/csv-line";
import { parseInput } from "@/lib/parse-input";
import { AuditFilter, type AuditPlace, type AuditRow, readAuditPage } from "./list-audit";
import { recordAudit } from "./record-audit";

export const auditFormats = ["csv", "ndjson"] as const;
export type AuditFormat = (typeof auditFormats)[number];

const rowsABlock = 1_000;
const columns = [
  ...["id", "at", "actor_kind", "actor_id", "actor_name", "action"],
  ...["target_kind", "target_id", "before", "after", "address"],
];

/**
 * The rows of a filter, the newest first, block by block as the reader takes them. Who took what is in the trail before the
 * first of them leaves; the export itself is of what came before it.
 */
export async function exportAudit(
  ctx: Ctx,
  input: z.input<typeof AuditFilter>,
  format: AuditFormat,
): Promise<AsyncGenerator<string>> {
  requirePermission(ctx.actor, "audit.export");
  const filter = parseInput(AuditFilter, input);
  await ctx.db.transaction((db) =>
    recordAudit({ ...ctx, db }, { action: "audit.export", target: { kind: "audit", id: format }, after: { filter } }),
  );
  const to = filter.to && filter.to < ctx.now ? filter.to : ctx.now;
  return blocksOf(ctx.db, { ...filter, to }, format);
}

async function* blocksOf(
  db: Database,
  filter: z.output<typeof AuditFilter>,
  format: AuditFormat,
): AsyncGenerator<string> {
  if (format === "csv") yield csvLine(columns);
  let after: AuditPlace | null = null;
  do {
    const page: Awaited<ReturnType<typeof readAuditPage>> = await readAuditPage(db, filter, after, rowsABlock);
    yield page.items.map(format === "csv" ? asCsv : asJson).join("");
    after = page.last;
  } while (after);
}

const asCsv = (row: AuditRow): string =>
  csvLine([
    row.id,
    row.at.toISOString(),
    ...[row.actorKind, row.actorId, row.actorName, row.action, row.targetKind, row.targetId],
    ...[row.before, row.after].map((value) => (value === null ? null : JSON.stringify(value))),
    row.address,
  ]);

const asJson = (row: AuditRow): string => `${JSON.stringify(row)}\n`;
