import { z } from "zod";
import type { SqlOrTransaction } from "@/db/client";
import { Anchor } from "./anchor";

const key = "audit/anchor";

/** The last anchor that was written, and what went wrong since. Told to people; the verification believes only the anchors. */
export const AnchorState = z.object({
  place: z.string(),
  last: Anchor.nullable(),
  failedAt: z.iso.datetime().nullable(),
});
export type AnchorState = z.infer<typeof AnchorState>;

export async function readAnchorState(sql: SqlOrTransaction): Promise<AnchorState | null> {
  const [row] = await sql<{ value: unknown }[]>`select value from settings where key = ${key}`;
  return AnchorState.safeParse(row?.value).data ?? null;
}

export async function writeAnchorState(sql: SqlOrTransaction, state: AnchorState): Promise<void> {
  await sql`
    insert into settings (key, value, updated_at) values (${key}, ${JSON.stringify(state)}::text::jsonb, clock_timestamp())
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`;
}
