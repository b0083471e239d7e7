import type { Sql } from "@/db/client";
import { sendNotice } from "@/lib/notify/send-notice";
import type { GatewayIdentity } from "./commit-group";
import type { PulseGroups } from "./pulse-recorder";

export const slotMs = 5_000;

/** A row of a slot also says that this gateway listened and could commit in it. */
export async function writePulse(sql: Sql, gateway: GatewayIdentity, slot: number, groups: PulseGroups): Promise<void> {
  const counts = JSON.stringify({ v: 1, groups });
  await sql.begin(async (tx) => {
    await tx`
      insert into pulses (slot, gateway, counts) values (${slot}, ${gateway.id}, ${counts}::text::jsonb)
      on conflict (slot, gateway) do nothing`;
    await sendNotice(tx, { kind: "pulse", slot });
  });
}
