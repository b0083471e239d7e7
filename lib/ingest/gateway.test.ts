import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createLogger } from "@/lib/log";
import { type Gateway, startGateway } from "./start-gateway";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { readBits } from "./testing/read-bits";

let database: TestDatabase;
let gateway: Gateway;
let token: string;
let ordinals: number[];

beforeAll(async () => {
  database = await createTestDatabase();
  const provider = await addProvider(database.sql, "acme");
  ordinals = await addDevices(database.sql, provider, "gpu", 10);
  token = (await addToken(database.sql, "provider", { providerId: provider })).text;
  gateway = await startGateway({ databaseUrl: database.url, port: 0, log: createLogger("gateway", "silent") });
});
afterAll(async () => {
  await gateway.stop();
  await database.drop();
});

async function post(body: string, type = "application/x-ndjson"): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${gateway.port}/v1/heartbeats`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": type },
    body,
  });
  return await response.json();
}

test("a heartbeat is answered after its commit and merged into presence", async () => {
  const answer = await post(
    '{"device":"gpu-1","agent":"1.4.2","boot":"b1"}\nnot json\n{"device":"gpu-2"}\n{"device":"nobody"}',
  );
  expect(answer).toEqual({
    accepted: 2,
    turned_away: [],
    rejected: [
      { index: 1, device: null, reason: "invalid" },
      { index: 3, device: "nobody", reason: "unknown_device" },
    ],
  });
  const journal = await database.sql`select octet_length(ordinals)::int as bytes from presence_journal`;
  expect(journal).toEqual([{ bytes: 4 }]);
  await gateway.merge();
  expect((await readBits(database.sql)).map((bit) => Number(bit.split("/")[2]))).toEqual([ordinals[1], ordinals[2]]);
  expect(await database.sql`select * from presence_journal`).toEqual([]);
  const [device] = await database.sql`select agent, boot, token_kind from devices where device_id = 'gpu-1'`;
  expect(device).toEqual({ agent: "1.4.2", boot: "b1", token_kind: "provider" });
});
