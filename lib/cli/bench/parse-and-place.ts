import { connectSql } from "@/db/client";
import { HeartbeatBatch } from "@/lib/ingest/heartbeat-batch";
import { createHeartbeatCore } from "@/lib/ingest/heartbeat-core";
import { type BodyForm, contentTypeOf, dateBody, makeBodies } from "./bench-bodies";

// The floor of ingest, in a process of its own: the gateway's own parser and books, without network and database.

export type FloorInput = { databaseUrl: string; form: BodyForm; itemsEach: number; rounds: number };
export type FloorResult = { items: number; seconds: number; cpuSeconds: number };

/** As often as a gateway under full load closes a group. */
const bodiesAGroup = 50;

async function main(input: FloorInput): Promise<FloorResult> {
  const core = createHeartbeatCore({ commit: async () => {} });
  const sql = connectSql(input.databaseUrl, { max: 1 });
  await core.devices.refresh(sql);
  await sql.end();
  const bodies = makeBodies(input.form, input.itemsEach);
  const token = {
    ...{ id: "floor", kind: "operator" as const, name: "floor", providerId: null },
    ...{ intervalSeconds: null, expiresMs: null, isRevoked: false, isExposed: false },
  };
  const now = Date.now();
  const read = (body: Buffer, round: number) => {
    const batch = new HeartbeatBatch(token, now + (input.form === "timed-lines" ? 0 : round * 60_000));
    if (contentTypeOf(input.form) === "application/json") core.reader.readJson(body, batch);
    else core.reader.readLines(body, batch);
    if (batch.accepted !== input.itemsEach) throw new Error(`accepted ${batch.accepted} of ${input.itemsEach}`);
  };
  let seconds = 0;
  let cpuSeconds = 0;
  for (let round = 0; round < input.rounds; round++) {
    if (input.form === "timed-lines") for (const body of bodies) dateBody(body, new Date(now - round * 60_000));
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    for (const [i, body] of bodies.entries()) {
      read(body, round);
      if (i % bodiesAGroup === bodiesAGroup - 1) await core.journal.flush();
    }
    await core.journal.flush();
    // The first round warms the compiler up.
    if (round === 0) continue;
    seconds += (performance.now() - startedAt) / 1_000;
    const used = process.cpuUsage(cpu);
    cpuSeconds += (used.user + used.system) / 1e6;
  }
  return { items: (input.rounds - 1) * bodies.length * input.itemsEach, seconds, cpuSeconds };
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2] ?? "{}") as FloorInput)));
