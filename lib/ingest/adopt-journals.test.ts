import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { adoptDeadJournals } from "./adopt-journals";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture } from "./testing/gateway-fixture";
import { readBits } from "./testing/read-bits";

let fixture: GatewayFixture;
let ordinals: number[];

beforeAll(async () => {
  fixture = await GatewayFixture.start();
  const provider = await addProvider(fixture.sql, "acme");
  ordinals = await addDevices(fixture.sql, provider, "gpu", 20);
  fixture.token = (await addToken(fixture.sql, "provider", { providerId: provider })).text;
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());
beforeEach(async () => {
  await fixture.gateway.merge();
  await fixture.owner`truncate presence`;
});

const call = (i: number) => fixture.post("/v1/heartbeats", `{"device":"gpu-${i}"}`);
const merged = async () => (await readBits(fixture.sql)).map((bit) => ordinals.indexOf(Number(bit.split("/")[2])));
/** As the worker would see a gateway that has written nothing for a minute. */
const inAMinute = () => new Date(Date.now() + 60_000);

test("the journal of a gateway that died is merged, once", async () => {
  await call(0);
  await call(1);
  const id = fixture.gateway.id;
  expect(await adoptDeadJournals(fixture.sql, new Date())).toEqual([]);
  expect(await adoptDeadJournals(fixture.sql, inAMinute())).toEqual([id]);
  expect(await merged()).toEqual([0, 1]);
  expect(await fixture.sql`select from presence_journal`).toHaveLength(0);
});

test("a gateway that only paused goes on: its bits are there once, its row is alive again", async () => {
  await call(2);
  await adoptDeadJournals(fixture.sql, inAMinute());
  // It comes back, acknowledges more under the same number, merges what it remembers and what it now has.
  await call(3);
  await fixture.gateway.merge();
  expect(await merged()).toEqual([2, 3]);
  await fixture.gateway.beat();
  const rows = await fixture.sql`select stopped_at from gateways where id = ${fixture.gateway.id}`;
  expect(rows).toEqual([{ stopped_at: null }]);
});

test("what a paused gateway commits after it was adopted is found when it dies then", async () => {
  await adoptDeadJournals(fixture.sql, inAMinute());
  await call(4);
  expect(await adoptDeadJournals(fixture.sql, inAMinute())).toEqual([fixture.gateway.id]);
  expect(await merged()).toEqual([4]);
});

test("two workers at once merge it once, one that is locked out leaves it", async () => {
  await call(5);
  const adopted = await Promise.all([
    adoptDeadJournals(fixture.sql, inAMinute()),
    adoptDeadJournals(fixture.sql, inAMinute()),
  ]);
  expect(adopted.flat()).toContain(fixture.gateway.id);
  expect(await merged()).toEqual([5]);
});

test("a gateway whose number went to another process writes nothing under it, and registers anew", async () => {
  const { id } = fixture.gateway;
  await fixture.sql`update gateways set instance = 'somebody else' where id = ${id}`;
  expect(await call(6)).toMatchObject({ status: 503, body: { code: "not_committed" } });
  await fixture.gateway.beat();
  expect((await call(6)).status).toBe(200);
  expect(fixture.gateway.id).not.toBe(id);
  await fixture.gateway.merge();
  expect(await merged()).toEqual([6]);
});
