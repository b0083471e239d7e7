import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newTokenText } from "@/lib/access/token-format";
import { RateLimit } from "@/lib/limits/rate-limit";
import { mostFormerValuesAnHour } from "./commit-group";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture } from "./testing/gateway-fixture";

let fixture: GatewayFixture;
let ordinal: number;
beforeAll(async () => {
  fixture = await GatewayFixture.start({ refusals: new RateLimit({ burst: 5, perMinute: 1 }), mostConnections: 8 });
  const provider = await addProvider(fixture.owner, "acme");
  [ordinal = -1] = await addDevices(fixture.owner, provider, "gpu", 1);
  fixture.token = (await addToken(fixture.owner, "provider", { providerId: provider })).text;
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());

const send = (body: unknown, headers = {}) => fixture.post("/v1/heartbeats", body, headers);

test("an address that shows wrong tokens is told to wait, and a good one from there is heard all the same", async () => {
  const wrong = () => send({ device: "gpu-0" }, { authorization: `Bearer ${newTokenText("provider")}` });
  const statuses: number[] = [];
  for (let i = 0; i < 7; i++) statuses.push((await wrong()).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  const { body, headers } = await wrong();
  expect(body).toMatchObject({ status: 429, code: "too_many_requests" });
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(headers.get("connection")).toBe("close");
  for (let i = 0; i < 50; i++) expect((await send({ device: "gpu-0" })).status).toBe(200);
});

test("more connections than the limit are closed as they come", async () => {
  const open = () =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(fixture.gateway.port, "127.0.0.1", () => resolve(socket));
      socket.on("error", reject);
    });
  const sockets: Socket[] = [];
  let closed = 0;
  for (let i = 0; i < 20; i++) {
    const socket = await open();
    sockets.push(socket);
    socket.on("close", () => {
      closed += 1;
    });
  }
  await expect.poll(() => closed).toBeGreaterThanOrEqual(12);
  for (const socket of sockets) socket.destroy();
});

test("a device that names another agent and boot each time fills no table, and its last word holds", async () => {
  const last = 40;
  for (let i = 0; i <= last; i++) {
    await expect
      .poll(async () => (await send({ device: "gpu-0", agent: `1.0.${i}`, boot: `boot-${i}` })).status)
      .toBe(200);
  }
  const [device] = await fixture.owner`select agent, boot from devices where ordinal = ${ordinal}`;
  expect(device).toEqual({ agent: `1.0.${last}`, boot: `boot-${last}` });
  const kept = await fixture.owner`
    select field, count(*)::int as n, bool_and("from" < "to") as "areIntervals" from device_history
    where ordinal = ${ordinal} group by field order by field`;
  expect(kept).toEqual([
    { field: "agent", n: mostFormerValuesAnHour, areIntervals: true },
    { field: "boot", n: mostFormerValuesAnHour, areIntervals: true },
  ]);
});
