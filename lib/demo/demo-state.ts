import { z } from "zod";
import type { SqlOrTransaction } from "@/db/client";

/** The row of settings by which the driver knows again what the seeding wrote. Secret: the key makes the tokens. */
const demoStateKey = "demo";

export const DemoState = z.object({
  scale: z.object({ seed: z.number().int(), devices: z.number().int(), providers: z.number().int() }),
  scene: z.enum(["start", "aftermath"]),
  tokenKey: z.string(),
  policyId: z.number().int(),
  /** The last minute that was seeded. */
  seededThrough: z.number().int(),
  /** When the driver ran for the first time; null until then. */
  drivenSince: z.string().nullable(),
});
export type DemoState = z.infer<typeof DemoState>;

export async function readDemoState(sql: SqlOrTransaction): Promise<DemoState | null> {
  const [row] = await sql<{ value: unknown }[]>`select value from settings where key = ${demoStateKey}`;
  return row ? DemoState.parse(row.value) : null;
}

export async function writeDemoState(sql: SqlOrTransaction, state: DemoState): Promise<void> {
  await sql`
    insert into settings (key, value, is_secret) values (${demoStateKey}, ${JSON.stringify(state)}::text::jsonb, true)
    on conflict (key) do update set value = excluded.value, updated_at = now()`;
}
