import type { Sql } from "@/db/client";
import { sendNotice } from "@/lib/notify/send-notice";
import { type DemoState, readDemoState, writeDemoState } from "./demo-state";
import { recordStory } from "./record-story";
import { collapseTimeFrom } from "./scenario";
import { moveCollapse } from "./seed-story";

/**
 * At the driver's first run the collapse is put two minutes ahead: until now nobody had called. Later runs change nothing.
 * Null where there is no demo, or its seeding has not ended.
 */
export async function startStory(sql: Sql, now: Date): Promise<DemoState | null> {
  const collapseAt = collapseTimeFrom(now);
  const { state, isFirst } = await claimFirstRun(sql, collapseAt, now);
  if (state && isFirst) await recordStory(sql, state, collapseAt, now);
  return state;
}

async function claimFirstRun(
  sql: Sql,
  collapseAt: Date,
  now: Date,
): Promise<{ state: DemoState | null; isFirst: boolean }> {
  return sql.begin(async (transaction) => {
    // Two drivers at once must not both be the first.
    await transaction`select from settings where key = 'demo' for update`;
    const state = await readDemoState(transaction);
    if (!state || state.seededThrough === 0 || state.drivenSince !== null) return { state, isFirst: false };
    await moveCollapse(transaction, state.policyId, collapseAt);
    const started = { ...state, drivenSince: now.toISOString() };
    await writeDemoState(transaction, started);
    await sendNotice(transaction, { kind: "policy" });
    return { state: started, isFirst: true };
  });
}
