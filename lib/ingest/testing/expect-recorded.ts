import { expect } from "vitest";
import { adoptDeadJournals } from "../adopt-journals";
import type { CrashFixture } from "./crash-fixture";
import type { HeartbeatLoad } from "./heartbeat-load";
import { readBits } from "./read-bits";

/** Ends the gateways, merges what the killed ones left, and finds every acknowledged heartbeat in presence. */
export async function expectRecorded(fixture: CrashFixture, load: HeartbeatLoad): Promise<void> {
  for (const gateway of fixture.gateways) await gateway.kill("SIGTERM");
  await fixture.withSql(async (sql) => {
    await adoptDeadJournals(sql, new Date(Date.now() + 120_000));
    expect(await sql`select from presence_journal limit 1`).toHaveLength(0);
    const recorded = new Set((await readBits(sql)).map((bit) => bit.slice(bit.indexOf("/") + 1)));
    expect([...load.acknowledged].filter((each) => !recorded.has(each))).toEqual([]);
  });
}
