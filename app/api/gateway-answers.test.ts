import { afterAll, beforeAll, expect, test } from "vitest";
import { addDevices, addProvider, addToken } from "@/lib/ingest/testing/fleet-fixture";
import { GatewayFixture } from "@/lib/ingest/testing/gateway-fixture";
import { judgeAnswer, judgeBody } from "./testing/document-judge";

let fixture: GatewayFixture;
let operator: string;
beforeAll(async () => {
  fixture = await GatewayFixture.start();
  const provider = await addProvider(fixture.owner, "ada");
  await addDevices(fixture.owner, provider, "gpu", 2);
  operator = (await addToken(fixture.owner, "operator")).text;
  fixture.token = operator;
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());

const json = "application/json";
async function send(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fixture.post(path, body, headers);
  const judged = { status: answer.status, type: answer.headers.get("content-type"), body: answer.body };
  expect(judgeAnswer("POST", path, judged), path).toEqual([]);
  return judged;
}

test.each<[string, unknown]>([
  ["/v1/heartbeats", { device: "gpu-0", agent: "1.5.0", boot: null, at: new Date().toISOString() }],
  [
    "/v1/heartbeats",
    { heartbeats: [{ device: "gpu-0" }, { device: "stranger" }, { device: "gpu-1", at: "2001-01-01T00:00:00Z" }] },
  ],
  ["/v1/heartbeats", { agent: "1.5.0", devices: ["gpu-0", "gpu-1"], boots: ["a", null] }],
  ["/v1/devices", { device: "gpu-9", provider: "ada", gpu_model: "H100", gpu_count: 8 }],
  ["/v1/devices", { devices: [{ device: "gpu-9", provider: "nobody" }] }],
  [
    "/v1/verifications",
    {
      verifications: [
        { device: "gpu-0", result: "passed" },
        { device: "stranger", result: "failed" },
      ],
    },
  ],
])("%s takes what the document allows and answers as it says", async (path, body) => {
  expect(judgeBody("POST", path, json, body)).toEqual([]);
  expect((await send(path, body)).status).toBe(200);
  expect(judgeBody("POST", path, "application/x-ndjson", { device: "gpu-0", result: "passed" })).toEqual([]);
});

test("a policy's refusal has the shape of the document", async () => {
  await fixture.owner`
    insert into admission_policies (minimum_agent, agent_mode, effective_at, created_by)
    values ('9.0.0', 'enforce', now() - interval '1 hour', 'test')`;
  await fixture.gateway.refresh();
  const { body } = await send("/v1/heartbeats", { device: "gpu-0", agent: "1.5.0" });
  expect(body).toMatchObject({ turned_away: [{ reason: "outdated_agent", minimum_agent: "9.0.0" }] });
});

test.each(["/v1/heartbeats", "/v1/devices", "/v1/verifications"])("%s: its errors too", async (path) => {
  expect((await send(path, {}, { authorization: "" })).status).toBe(401);
  expect((await send(path, {}, { authorization: "Bearer muster_op_wrong" })).status).toBe(401);
  expect((await send(path, "x", { "content-type": "text/plain" })).status).toBe(415);
  expect((await send(path, "{", { "content-type": json })).status).toBe(400);
  const alert = await addToken(fixture.owner, "alert");
  expect((await send(path, {}, { authorization: `Bearer ${alert.text}` })).status).toBe(403);
});

test.each(["/healthz", "/readyz", "/metrics"])("%s answers anybody in text", async (path) => {
  const response = await fetch(`http://127.0.0.1:${fixture.gateway.port}${path}`);
  const judged = { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
  expect(judgeAnswer("GET", path, judged)).toEqual([]);
});
