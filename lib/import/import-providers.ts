import { sql } from "drizzle-orm";
import { z } from "zod";
import { providers } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { ProviderFields } from "@/lib/fleet/providers/provider-fields";
import { type ColumnMap, locateColumns } from "./column-map";
import type { ImportReport } from "./import-report";
import { readRows } from "./read-rows";
import { refuseDemo } from "./refuse-demo";

const required = ["slug"] as const;
const optional = [
  "name",
  "contact_name",
  "contact_email",
  "contact_phone",
  "channel",
  "language",
  "time_zone",
  "heartbeat_interval_seconds",
] as const;
export const providerColumns = [...required, ...optional] as const;

const ProviderRow = ProviderFields.partial().extend({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "a slug has small letters, digits and hyphens"),
  heartbeatIntervalSeconds: z.coerce.number().int().min(5).max(86_400).optional(),
});
type ProviderRow = z.infer<typeof ProviderRow>;

export type ImportProviders = {
  file: string;
  map: ColumnMap;
  delimiter?: string;
  signal?: AbortSignal;
  onProgress?: (what: string, done: number, of: number) => void;
};

const batchSize = 500;

/** Makes or updates the providers of a CSV or TSV file, by slug. An empty cell leaves what is recorded as it is. */
export async function importProviders(ctx: Ctx, options: ImportProviders, report: ImportReport): Promise<void> {
  requirePermission(ctx.actor, "provider.write");
  await refuseDemo(ctx.db.$client);
  let places = new Map<string, number>();
  const onHeader = (header: string[]) => {
    places = locateColumns(header, options.map, required, optional);
  };
  const seen = new Set<string>();
  let batch: ProviderRow[] = [];
  const flush = async () => {
    const now = batch;
    batch = [];
    if (now.length > 0) await ctx.db.transaction((db) => writeProviders({ ...ctx, db }, now));
    report.taken += now.length;
    options.onProgress?.("lines read", report.taken + report.refused, 0);
  };
  for await (const { line, cells } of readRows(options.file, {
    delimiter: options.delimiter,
    onHeader,
    refuse: report.refuse,
  })) {
    options.signal?.throwIfAborted();
    const item = toItem(cells, places);
    const parsed = ProviderRow.safeParse(item);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const field = issue?.path.join(".") ?? "";
      report.refuse({ line, reason: `invalid ${columnOfField.get(field) ?? field}: ${issue?.message}` });
    } else if (seen.has(parsed.data.slug)) {
      report.refuse({ line, reason: `slug twice: ${parsed.data.slug}` });
    } else {
      seen.add(parsed.data.slug);
      // The schema gives null for what is absent; only what the line says is written.
      const said = Object.entries(parsed.data).filter(([field]) => field in item);
      batch.push({ ...Object.fromEntries(said), slug: parsed.data.slug });
      if (batch.length >= batchSize) await flush();
    }
  }
  await flush();
}

const fieldOfColumn: Record<string, string> = {
  contact_name: "contactName",
  contact_email: "contactEmail",
  contact_phone: "contactPhone",
  time_zone: "timeZone",
  heartbeat_interval_seconds: "heartbeatIntervalSeconds",
};

const columnOfField = new Map(Object.entries(fieldOfColumn).map(([column, field]) => [field, column]));

function toItem(cells: readonly string[], places: ReadonlyMap<string, number>): Record<string, string> {
  const item: Record<string, string> = {};
  for (const [column, place] of places) {
    const cell = cells[place] ?? "";
    if (cell !== "") item[fieldOfColumn[column] ?? column] = cell;
  }
  return item;
}

async function writeProviders(ctx: TransactionCtx, rows: ProviderRow[]): Promise<void> {
  for (const row of rows) {
    const { slug, ...fields } = row;
    const changed = await ctx.db
      .insert(providers)
      .values({ ...fields, slug, name: fields.name ?? slug })
      .onConflictDoUpdate({ target: providers.slug, set: { ...fields, updatedAt: sql`now()` } })
      .returning({ id: providers.id });
    if (changed.length === 0) throw new Error(`provider ${slug} was not written`);
  }
  // Contact data stay out of the audit trail: what was imported is told, not what it says.
  await recordAudit(ctx, {
    action: "provider.import",
    target: { kind: "provider", id: rows.length === 1 ? (rows[0]?.slug ?? "") : `${rows.length} providers` },
    after: { slugs: rows.map((row) => row.slug) },
  });
}
