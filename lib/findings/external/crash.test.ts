import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CrashFixture } from "@/lib/ingest/testing/crash-fixture";
import { addToken } from "@/lib/ingest/testing/fleet-fixture";
import { falcosidekickBody } from "./testing/sent-bodies";

let fixture: CrashFixture;
let token: string;
beforeAll(async () => {
  fixture = await CrashFixture.start(1);
  token = await fixture.withSql(async (sql) => (await addToken(sql, "alert")).text);
});
afterAll(() => fixture.stop());

const pods = 50;
const eventOf = (number: number) => ({
  ...falcosidekickBody,
  uuid: `event-${number}`,
  output_fields: { ...falcosidekickBody.output_fields, "k8s.pod.name": `trainer-${number % pods}` },
});

/** Sends one to whichever gateway runs; whether it was acknowledged. */
async function send(number: number): Promise<boolean> {
  const gateway = fixture.gateways.find(({ isRunning }) => isRunning);
  if (!gateway) return false;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify(eventOf(number));
  return fetch(`http://127.0.0.1:${gateway.port}/v1/alerts/falco`, { method: "POST", headers, body }).then(
    (response) => response.status === 200,
    () => false,
  );
}

const counted = () =>
  fixture.withSql(async (sql) => {
    const [row] = await sql<{ findings: number; events: number }[]>`
      select count(*)::int as findings, coalesce(sum(occurrences), 0)::int as events from findings`;
    return row;
  });

test("kill -9 of a gateway and of Postgres: what was answered is found, what was not is sent again, and counts once", async () => {
  const acknowledged = new Set<number>();
  let next = 0;
  let isOver = false;
  const senders = Array.from({ length: 8 }, async () => {
    while (!isOver) {
      const number = next++;
      while (!(await send(number))) await delay(20);
      acknowledged.add(number);
    }
  });
  const until = async (isReached: () => boolean) => {
    while (!isReached()) await delay(10);
  };
  const first = await fixture.startGateway();
  await until(() => acknowledged.size > 200);
  await first.kill();
  const answered = acknowledged.size;
  expect((await counted())?.events).toBeGreaterThanOrEqual(answered);
  await fixture.startGateway();
  await until(() => acknowledged.size > answered + 200);
  await fixture.killPostgres();
  await delay(200);
  const beforeRestart = acknowledged.size;
  await fixture.startPostgres();
  await until(() => acknowledged.size > beforeRestart + 200);
  isOver = true;
  await Promise.all(senders);
  expect(acknowledged.size).toBe(next);
  expect(await counted()).toEqual({ findings: pods, events: next });
}, 120_000);
