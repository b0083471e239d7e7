import { afterAll, beforeAll, expect, test } from "vitest";
import { FleetDirectory } from "@/lib/fleet/directory";
import { ChangeAllowance } from "./change-allowance";
import { limits } from "./limits";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture } from "./testing/gateway-fixture";

const now = Date.UTC(2026, 3, 25, 8, 5);
const provider = { id: "p", providerId: 1 };
const operator = { id: "o", providerId: null };

/** As many devices of provider 1 as told, and as many of provider 2. */
function directoryOf(each: number): FleetDirectory {
  const directory = new FleetDirectory();
  for (let ordinal = 0; ordinal < 2 * each; ordinal++) {
    directory.apply({
      ...{ ordinal, deviceId: `gpu-${ordinal}`, providerId: ordinal < each ? 1 : 2, region: null, gpuModel: null },
      ...{ gpuCount: 1, agent: null, boot: null, decision: null, verifiedUntil: null, intervalSeconds: 30 },
      enrolledAt: new Date(now - 86_400_000),
    });
  }
  return directory;
}

const taken = (allowance: ChangeAllowance, token: typeof provider | typeof operator, at: number) => {
  let count = 0;
  while (allowance.take(token, at)) count++;
  return count;
};

test("two for each device at once, one for each in ten minutes, each token by itself", () => {
  const allowance = new ChangeAllowance(directoryOf(5_000));
  expect(taken(allowance, provider, now)).toBe(limits.changesAToken + 10_000);
  expect(allowance.deferred).toBe(1);
  expect(taken(allowance, operator, now)).toBe(limits.changesAToken + 20_000);
  expect(taken(allowance, provider, now + 60_000)).toBe((limits.changesAToken + 5_000) / 10);
  expect(taken(allowance, provider, now + 3_600_000)).toBe(limits.changesAToken + 10_000);
});

test("an enrolment is charged for what it updated, not for what is new, and waits when it owes", () => {
  const allowance = new ChangeAllowance(directoryOf(0));
  allowance.charge(provider, now, { inserted: 50_000, updated: 0 });
  allowance.charge(provider, now, { inserted: 0, updated: 50_000 });
  expect(allowance.waitSeconds(provider, now)).toBe(0);
  allowance.charge(provider, now, { inserted: 0, updated: 51_000 });
  expect(allowance.waitSeconds(provider, now)).toBe(1);
  allowance.charge(provider, now, { inserted: 0, updated: 51_000 });
  expect(allowance.waitSeconds(provider, now)).toBe(601);
  expect(allowance.waitSeconds(provider, now + 50_000)).toBe(551);
  expect(allowance.waitSeconds(operator, now)).toBe(0);
});

let fixture: GatewayFixture;
beforeAll(async () => {
  const standing = Date.now();
  fixture = await GatewayFixture.start({ clock: { now: () => standing } });
  const providerId = await addProvider(fixture.sql, "acme");
  await addDevices(fixture.sql, providerId, "gpu", 2);
  fixture.token = (await addToken(fixture.sql, "provider", { providerId })).text;
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());

const deferredTotal = async () => {
  const text = await fetch(`http://127.0.0.1:${fixture.gateway.port}/metrics`).then((response) => response.text());
  return Number(/^muster_gateway_changes_deferred_total (\d+)$/m.exec(text)?.[1]);
};

test("a token that flips its devices has every bit taken, its changes only so far, and enrols nothing for a while", async () => {
  const flips = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => `{"device":"gpu-0","boot":"b-${from + i}"}`).join("\n");
  // What a device says is compared with what is committed.
  const most = limits.changesAToken + 2 * limits.changesADevice;
  const answer = await fixture.post("/v1/heartbeats", `${flips(0, most + 200)}\n{"device":"gpu-1","boot":"late"}`);
  expect(answer.body).toEqual({ accepted: most + 201, turned_away: [], rejected: [] });
  await fixture.gateway.merge();
  const [bits] = await fixture.sql`select sum(bit_count(bits))::int as devices from presence where plane = 0`;
  expect(bits).toEqual({ devices: 2 });
  const rows = await fixture.sql<{ boot: string }[]>`select boot from devices order by ordinal`;
  expect(rows.map(({ boot }) => boot)).toEqual([`b-${most - 1}`, null]);
  expect(await deferredTotal()).toBe(201);
  const enrolment = await fixture.post("/v1/devices", { device: "gpu-0", region: "moon" });
  expect(enrolment).toMatchObject({ status: 429, body: { code: "too_many_changes" } });
  expect(Number(enrolment.headers.get("retry-after"))).toBeGreaterThan(0);
});
