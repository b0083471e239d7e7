import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Ctx, systemCtx } from "@/lib/context";
import { importInventory } from "./import-inventory";
import { importPresence } from "./import-presence";
import { ImportReport } from "./import-report";

const now = new Date("2026-11-20T12:00:00Z");
let database: TestDatabase;
let ctx: Ctx;
beforeEach(async () => {
  database = await createTestDatabase();
  ctx = systemCtx(database.db, "test", now);
});
afterEach(() => database.drop());

const shared = process.env.MUSTER_SHARED_DATA ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
const nodes = `${shared}/gpu-fleet/alibaba__clusterdata/cluster-trace-gpu-v2023/csv/openb_node_list_gpu_node.csv`;
const uptime = `${shared}/heartbeats/d33bs__upptime-curc/DERIVED-status-events.tsv`;
const isPresent = existsSync(nodes) && existsSync(uptime);

describe(isPresent ? "public data" : `public data (left out: ${nodes} is not here)`, () => {
  test.skipIf(!isPresent)("the GPU nodes of a 2023 cluster trace are a fleet", async () => {
    const report = new ImportReport();
    const map = { device: "sn", gpu_model: "model", gpu_count: "gpu" };
    await importInventory(ctx, { file: nodes, provider: "openb", map }, report);
    expect([report.taken, report.refused]).toEqual([1_213, 0]);
    const [sum] = await database.sql`select count(*)::int as devices, sum(gpu_count)::int as gpus from devices`;
    expect(sum).toEqual({ devices: 1_213, gpus: 6_212 });
  });

  test.skipIf(!isPresent)(
    "13,617 real checks become three months of states",
    async () => {
      const report = new ImportReport();
      const map = { time: "commit_time", device: "site", status: "state" };
      await importPresence(ctx, { file: uptime, map, provider: "curc", now }, report);
      expect([report.taken, report.refused]).toEqual([13_617, 0]);
      const [counts] =
        await database.sql`select count(*)::int as down from transitions where from_state = 1 and to_state = 5`;
      expect(counts?.down).toBeGreaterThan(50);
    },
    600_000,
  );
});
