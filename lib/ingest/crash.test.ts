import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CrashFixture } from "./testing/crash-fixture";
import { expectRecorded } from "./testing/expect-recorded";
import { HeartbeatLoad } from "./testing/heartbeat-load";

let fixture: CrashFixture;
beforeAll(async () => {
  fixture = await CrashFixture.start(3_000);
});
afterAll(() => fixture.stop());

test("kill -9 of a gateway and of Postgres under load: every acknowledged heartbeat is found", async () => {
  const first = await fixture.startGateway();
  const load = new HeartbeatLoad(fixture, () => fixture.gateways.filter((gateway) => gateway.isRunning));
  const until = async (isReached: () => boolean) => {
    while (!isReached()) await delay(10);
  };
  await until(() => load.acknowledged.size > 1_000);
  await first.kill();
  const second = await fixture.startGateway();
  const beforeCrash = load.acknowledged.size;
  await until(() => load.acknowledged.size > beforeCrash + 1_000);

  await fixture.killPostgres();
  await until(() => (load.statuses.get(503) ?? 0) > 0);
  expect(second.isRunning).toBe(true);
  await fixture.startPostgres();
  // It takes up again by itself.
  const beforeRecovery = load.acknowledged.size;
  await until(() => load.acknowledged.size > beforeRecovery + 1_000);
  await load.stop();

  expect(load.withoutRetryAfter).toBe(0);
  expect([...load.statuses.keys()].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
  await expectRecorded(fixture, load);
}, 60_000);
