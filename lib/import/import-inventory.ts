import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { type ColumnMap, locateColumns } from "./column-map";
import { enrolAll } from "./enrol-all";
import type { ImportReport } from "./import-report";
import { readRows } from "./read-rows";
import { refuseDemo } from "./refuse-demo";

const required = ["device"] as const;
const optional = ["name", "gpu_model", "gpu_count", "region", "agent", "cluster", "node"] as const;
export const inventoryFields = [...required, ...optional] as const;

export type ImportInventory = {
  file: string;
  provider: string;
  map: ColumnMap;
  delimiter?: string;
  signal?: AbortSignal;
  onProgress?: (what: string, done: number, of: number) => void;
};

const batchSize = 1_000;

/**
 * Enrols the devices of a CSV or TSV inventory under a provider, or updates those that are. A line without a GPU (count 0) is
 * refused: it is no device of this fleet. A thousand lines are one transaction; importing a file twice changes nothing.
 */
export async function importInventory(ctx: Ctx, options: ImportInventory, report: ImportReport): Promise<void> {
  requirePermission(ctx.actor, "settings.write");
  await refuseDemo(ctx.db.$client);
  let places = new Map<string, number>();
  const onHeader = (header: string[]) => {
    places = locateColumns(header, options.map, required, optional);
  };
  let batch: { line: number; item: Record<string, unknown> }[] = [];
  let changed = 0;
  const flush = async () => {
    const now = batch;
    batch = [];
    const refuse = (reason: string, index: number) => report.refuse({ line: now[index]?.line ?? 0, reason });
    const result = await enrolAll(
      ctx,
      options.provider,
      now.map(({ item }) => item),
      refuse,
    );
    report.taken += result.taken;
    changed += result.changed;
    options.onProgress?.("lines read", report.taken + report.refused, 0);
  };
  for await (const { line, cells } of readRows(options.file, {
    delimiter: options.delimiter,
    onHeader,
    refuse: report.refuse,
  })) {
    options.signal?.throwIfAborted();
    batch.push({ line, item: toItem(cells, places) });
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  report.facts.push(["devices new or changed", changed]);
  await ctx.db.transaction(async (db) => {
    await recordAudit(
      { ...ctx, db },
      {
        action: "inventory.import",
        target: { kind: "provider", id: options.provider },
        after: { linesTaken: report.taken, linesRefused: report.refused, devicesChanged: changed },
      },
    );
  });
}

function toItem(cells: readonly string[], places: ReadonlyMap<string, number>): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  for (const [field, place] of places) {
    const cell = cells[place] ?? "";
    if (cell === "") continue;
    // "8" and "8.0" are numbers; anything else stays text, and the schema says what is wrong with it.
    item[field] = field === "gpu_count" && /^\d+(\.0+)?$/.test(cell) ? Number(cell) : cell;
  }
  return item;
}
