import fc from "fast-check";
import { expect, test } from "vitest";
import type { DirectoryRow } from "@/lib/fleet/directory";
import type { Group } from "./commit-group";
import { HeartbeatBatch } from "./heartbeat-batch";
import { createHeartbeatCore } from "./heartbeat-core";

const now = Date.UTC(2026, 3, 25, 8, 5);
const token = {
  ...{ id: "t", kind: "operator" as const, name: "t", providerId: null },
  ...{ intervalSeconds: null, expiresMs: null, isRevoked: false, isExposed: false },
};

/** What a gateway that knows gpu-0 to gpu-4 makes of a JSON body: its answer, what it would look up, what it commits. */
async function outcomeOf(text: string) {
  const groups: Group[] = [];
  const core = createHeartbeatCore({
    commit: async (group) => {
      groups.push(group);
    },
  });
  for (let i = 0; i < 5; i++) core.devices.directory.apply(rowOf(i));
  const batch = new HeartbeatBatch(token, now);
  core.reader.readJson(Buffer.from(text), batch);
  await core.journal.flush();
  const bits = groups.flatMap((group) => group.rows.flatMap((row) => [...row.offsets]));
  const changes = groups.flatMap((group) => [...group.changes]);
  return { answer: batch.answer(), mustWait: batch.mustWait, unknown: batch.unknown, bits, changes };
}

const rowOf = (ordinal: number): DirectoryRow => ({
  ...{ ordinal, deviceId: `gpu-${ordinal}`, providerId: 1, region: null, gpuModel: null, gpuCount: 1 },
  ...{ agent: "1.4.2", boot: `boot-${ordinal}`, tokenKind: "operator", decision: null, verifiedUntil: null },
  ...{ intervalSeconds: 30, enrolledAt: new Date(now - 86_400_000) },
});

const device = fc.nat(7).map((i) => `gpu-${i}`);
const boot = fc.option(fc.nat(7).map((i) => `boot-${i}`));
const agent = fc.constantFrom("1.4.2", "1.5.0");
const heartbeats = fc
  .array(fc.record({ device, agent, boot: boot.map((each) => each ?? undefined) }), { maxLength: 8 })
  .map((items) => ({ heartbeats: items }));
const compact = fc
  .tuple(fc.array(fc.tuple(device, boot), { maxLength: 8 }), fc.option(agent), fc.boolean())
  .map(([items, name, hasBoots]) => ({
    ...(name === null ? {} : { agent: name }),
    devices: items.map((item) => item[0]),
    ...(hasBoots ? { boots: items.map((item) => item[1]) } : {}),
  }));

test("a body that is scanned and one that is parsed have the same outcome", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(heartbeats, compact), async (body) => {
      // A key that nobody knows leaves the body to JSON.parse.
      expect(await outcomeOf(JSON.stringify(body))).toEqual(await outcomeOf(JSON.stringify({ more: 0, ...body })));
    }),
    { numRuns: 300 },
  );
});
