import type { Sql } from "@/db/client";
import { sendNotice } from "@/lib/notify/send-notice";
import { type DemoState, readDemoState, writeDemoState } from "./demo-state";
import { collapseTimeFrom } from "./scenario";
import { moveCollapse } from "./seed-story";

/**
 * At the driver's first run the collapse is put two minutes ahead: until now nobody had called. Later runs change nothing.
 * Null where there is no demo, or its seeding has not ended.
 */
export async function startStory(sql: Sql, now: Date): Promise<DemoState | null> {
  return sql.begin(async (transaction) => {
    // Two drivers at once must not both be the first.
    await transaction`select from settings where key = 'demo' for update`;
    const state = await readDemoState(transaction);
    if (!state || state.seededThrough === 0 || state.drivenSince !== null) return state;
    await moveCollapse(transaction, state.policyId, collapseTimeFrom(now));
    const started = { ...state, drivenSince: now.toISOString() };
    await writeDemoState(transaction, started);
    await sendNotice(transaction, { kind: "policy" });
    return started;
  });
}
