import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture } from "./testing/gateway-fixture";

let fixture: GatewayFixture;

beforeAll(async () => {
  fixture = await GatewayFixture.start({ timeouts: { headersMs: 300, requestMs: 600, checkMs: 50 } });
  const provider = await addProvider(fixture.sql, "acme");
  await addDevices(fixture.sql, provider, "gpu", 5);
  fixture.token = (await addToken(fixture.sql, "provider", { providerId: provider })).text;
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());

const send = (body: unknown, headers = {}) => fixture.post("/v1/heartbeats", body, headers);
const ask = (path: string, method: string) => fetch(`http://127.0.0.1:${fixture.gateway.port}${path}`, { method });

/** Writes `text` on a bare socket and returns what comes back until the server closes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(fixture.gateway.port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}
const head = (more = "") =>
  `POST /v1/heartbeats HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${fixture.token}\r\ncontent-type: application/x-ndjson\r\n${more}\r\n`;

test.each([
  ["broken JSON", "{", { "content-type": "application/json" }, 400, "invalid_json"],
  ["JSON that is no heartbeat", "[1]", { "content-type": "application/json" }, 400, "invalid_body"],
  ["an empty body as JSON", "", { "content-type": "application/json" }, 400, "invalid_json"],
  [
    "boots of another length",
    '{"devices":["gpu-0"],"boots":[]}',
    { "content-type": "application/json" },
    400,
    "invalid_boots",
  ],
  [
    "an agent that is none",
    '{"agent":"\\n","devices":["gpu-0"]}',
    { "content-type": "application/json" },
    400,
    "invalid_agent",
  ],
  ["another content type", "x", { "content-type": "text/plain" }, 415, "unsupported_content_type"],
  ["a content type that every object has", "x", { "content-type": "constructor" }, 415, "unsupported_content_type"],
  ["another encoding", "x", { "content-encoding": "br" }, 415, "unsupported_encoding"],
  ["no gzip", "x", { "content-encoding": "gzip" }, 400, "invalid_gzip"],
  ["a bomb", gzipSync(Buffer.alloc(70 * 1024 * 1024, 32)), { "content-encoding": "gzip" }, 413, "body_too_large"],
  ["too many items", "{}\n".repeat(100_001), {}, 413, "too_many_items"],
  [
    "more values than any batch has",
    `{"heartbeats":[${"[],".repeat(800_000)}[]]}`,
    { "content-type": "application/json" },
    413,
    "too_many_values",
  ],
  ["a deep nest", "[".repeat(2_000_000), { "content-type": "application/json" }, 413, "too_many_values"],
  ["no token", "", { authorization: "" }, 401, "missing_token"],
  ["another scheme", "", { authorization: "Basic eA==" }, 401, "invalid_token"],
  ["a wrong token", "", { authorization: "Bearer muster_provider_wrong" }, 401, "invalid_token"],
])("%s", async (_name, body, headers, status, code) => {
  const answer = await send(body, headers);
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
});

test("too large a body is refused before it is read", async () => {
  const answer = await raw(head(`content-length: ${65 * 1024 * 1024}\r\n`));
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(answer).toContain('"code":"body_too_large"');
});

test("bytes that are no text are rejected line by line", async () => {
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
    Buffer.from('{"device":"gpu-0"}\n{"device":"\xff"}', "latin1"),
  ]);
  expect((await send(bytes)).body).toMatchObject({
    accepted: 1,
    rejected: [{ index: 0 }, { index: 2, reason: "invalid" }],
  });
});

test("a line too long for a heartbeat is rejected, the next is taken", async () => {
  const body = `{"device":"gpu-0","more":"${"x".repeat(20_000)}"}\n{"device":"gpu-1"}`;
  expect((await send(body)).body).toMatchObject({ accepted: 1, rejected: [{ index: 0, reason: "invalid" }] });
});

test("wrong path and wrong method", async () => {
  const nowhere = await ask("/v1/nothing", "POST");
  expect([nowhere.status, ((await nowhere.json()) as { code: string }).code]).toEqual([404, "unknown_path"]);
  const wrong = await ask("/v1/heartbeats", "GET");
  expect([wrong.status, wrong.headers.get("allow"), ((await wrong.json()) as { code: string }).code]).toEqual([
    405,
    "POST",
    "method_not_allowed",
  ]);
});

test("every answer forbids browsers to sniff, frame, draw and run it", async () => {
  const headers = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
  };
  const answers = await Promise.all([
    send('{"device":"gpu-4"}'),
    send("x", { authorization: "" }),
    ask("/v1/heartbeats", "GET"),
    ask("/v1/nothing", "GET"),
    ...["/healthz", "/readyz", "/metrics"].map((path) => ask(path, "GET")),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 405, 404, 200, 200, 200]);
  for (const answer of answers) expect(Object.fromEntries(answer.headers)).toMatchObject(headers);
  const broken = await raw("hello\r\n\r\n");
  for (const [name, value] of Object.entries(headers)) expect(broken).toContain(`\r\n${name}: ${value}\r\n`);
});

test("a client that is slow with its headers or its body is told 408", async () => {
  expect(await raw("POST /v1/heartbeats HTTP/1.1\r\nhost:")).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request_timeout"/);
  expect(await raw(`${head("content-length: 100\r\n")}{"dev`)).toMatch(
    /^HTTP\/1.1 408 [\s\S]*"code":"request_timeout"/,
  );
});

test("what is no HTTP is told 400", async () => {
  expect(await raw("hello\r\n\r\n")).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"bad_request"/);
});

test("an aborted client does no harm", async () => {
  for (let i = 0; i < 20; i++) {
    await new Promise<void>((resolve) => {
      const socket = connect(fixture.gateway.port, "127.0.0.1", () => {
        socket.write(`${head("content-length: 100\r\n")}{"device":"gpu-2"}`, () => socket.destroy());
      });
      socket.on("close", () => resolve());
    });
  }
  expect((await send('{"device":"gpu-3"}')).body).toMatchObject({ accepted: 1 });
});

test("rejections are counted by minute, token and reason", async () => {
  await send('{"device":"nobody"}\n{"device":"nobody"}\nbroken');
  await fixture.gateway.flush();
  const rows = await fixture.sql<{ reason: string; count: number }[]>`
    select reason, sum(count)::int as count from ingest_rejections group by reason order by reason`;
  expect(rows).toContainEqual({ reason: "unknown_device", count: 2 });
});

test("health", async () => {
  expect((await ask("/healthz", "GET")).status).toBe(200);
  expect((await ask("/readyz", "GET")).status).toBe(200);
  const metrics = await (await ask("/metrics", "GET")).text();
  expect(metrics).toContain("muster_gateway_accepted_total");
  expect(metrics).toContain("process_resident_memory_bytes");
});

test("a doubled Host is refused, whatever it says", async () => {
  const answer = await raw("GET /healthz HTTP/1.1\r\nHost: a\r\nhOST: a\r\nconnection: close\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"doubled_host"');
});

test("garbage behind a good request is answered after that one", async () => {
  const line = '{"device":"gpu-0"}';
  const good = `${head(`content-length: ${line.length}\r\n`)}${line}`;
  for (const requests of [1, 3]) {
    const answer = await raw(`${good.repeat(requests)}NOT HTTP AT ALL\r\n\r\n`);
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual([...Array.from({ length: requests }, () => "200"), "400"]);
    expect(answer.match(/"accepted":1/g)).toHaveLength(requests);
  }
});

test("garbage inside of a body is answered at once", async () => {
  const answer = await raw(`${head("transfer-encoding: chunked\r\n")}zz\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});
