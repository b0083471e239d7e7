import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CrashFixture } from "./testing/crash-fixture";
import { expectRecorded } from "./testing/expect-recorded";
import { HeartbeatLoad } from "./testing/heartbeat-load";

let fixture: CrashFixture;
beforeAll(async () => {
  fixture = await CrashFixture.start(5_000);
});
afterAll(() => fixture.stop());

const rounds = 12;

test("twelve crashes of two gateways and of Postgres, in turn, under load", async () => {
  await fixture.startGateway();
  await fixture.startGateway();
  const running = () => fixture.gateways.filter((gateway) => gateway.isRunning);
  const crashed = () => fixture.gateways.filter((gateway) => !gateway.isRunning && !gateway.wasKilled);
  const load = new HeartbeatLoad(fixture, running, 16);
  for (let round = 0; round < rounds; round++) {
    // Long enough now and then for a merge of its own to be under way.
    await delay(round % 4 === 3 ? 11_000 : 1_500 + 137 * round);
    if (round % 3 === 0) {
      await fixture.killPostgres();
      await delay(500);
      await fixture.startPostgres();
    } else if (round % 3 === 1) {
      await running()[0]?.kill();
      await fixture.startGateway();
    } else {
      await Promise.all([running()[0]?.kill(), fixture.killPostgres()]);
      await fixture.startPostgres();
      await fixture.startGateway();
    }
    expect(crashed().map((gateway) => gateway.lastWords)).toEqual([]);
  }
  await load.stop();
  expect(load.withoutRetryAfter).toBe(0);
  expect(load.acknowledged.size).toBeGreaterThan(10_000);
  await expectRecorded(fixture, load);
});
