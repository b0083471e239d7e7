import type { SqlOrTransaction } from "@/db/client";
import { findGpuModel, gpuModels } from "./gpu-models";

/** Writes the table of models, and `names` besides it, into gpu_models; a second call changes nothing. */
export async function ensureGpuModels(sql: SqlOrTransaction, names: Iterable<string> = []): Promise<void> {
  const models = new Map(gpuModels.map((model) => [model.name, model]));
  for (const name of names) {
    const model = findGpuModel(name);
    if (!models.has(model.name)) models.set(model.name, model);
  }
  const rows = [...models.values()];
  await sql`
    insert into gpu_models (name, vendor, memory_gib, class)
    select * from unnest(${rows.map((row) => row.name)}::text[], ${rows.map((row) => row.vendor)}::text[],
      ${rows.map((row) => row.memoryGib)}::int[], ${rows.map((row) => row.class)}::text[])
    on conflict (name) do update
      set vendor = excluded.vendor, memory_gib = excluded.memory_gib, class = excluded.class
      where (gpu_models.vendor, gpu_models.memory_gib, gpu_models.class)
        is distinct from (excluded.vendor, excluded.memory_gib, excluded.class)`;
}
