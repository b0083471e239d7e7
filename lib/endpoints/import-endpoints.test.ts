import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { roles } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { listFindings } from "@/lib/findings/list-findings";
import { createEndpoint } from "./create-endpoint";
import { importEndpoints, previewImport } from "./import-endpoints";
import { listEndpoints } from "./list-endpoints";
import { updateEndpoint } from "./update-endpoint";

const now = new Date("2026-04-25T08:00:00Z");
const defaults = { owner: "API team", exposure: "internet" as const, dataClass: "internal" as const };
const document = (paths: object, more: object = {}) => {
  const root = {
    openapi: "3.1.0",
    info: { title: "Fleet API", version: "1" },
    servers: [{ url: "https://api.example" }],
  };
  const components = { securitySchemes: { token: { type: "http", scheme: "bearer" } } };
  return Buffer.from(JSON.stringify({ ...root, components, security: [{ token: [] }], paths, ...more }));
};
const first = document({ "/a": { get: { summary: "A" } }, "/b": { get: {}, post: {} } });
const second = document({ "/a": { get: { summary: "A, new" } }, "/b": { post: { security: [] } }, "/c": { get: {} } });

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.owner`truncate public_endpoints, findings, audit_log, domain_events`;
});

const admin = () => testCtx(database.db, "admin", now);
const run = async (bytes: Uint8Array) => {
  const { digest } = await previewImport(admin(), bytes, defaults);
  return importEndpoints(admin(), bytes, { defaults, digest });
};
const lines = async (status?: "removed") => {
  const { items } = await listEndpoints(admin(), { sort: "address", status });
  return items.map(({ method, path, summary, authentication, risk }) =>
    `${method} ${path} ${authentication} ${risk} ${summary}`.trim(),
  );
};

test("the preview says what an import adds, changes and takes out, and the import does just that", async () => {
  expect(await previewImport(admin(), first, defaults)).toMatchObject({
    title: "Fleet API",
    added: { length: 3 },
    unchanged: 0,
  });
  expect(await lines()).toEqual([]);
  expect(await run(first)).toEqual({ added: 3, changed: 0, gone: 0 });
  expect(await lines()).toEqual(["GET /a bearer medium A", "GET /b bearer medium", "POST /b bearer high"]);
  const preview = await previewImport(admin(), second, defaults);
  expect(preview).toMatchObject({
    added: [{ method: "GET", path: "/c", risk: "medium" }],
    changed: [
      { endpoint: { path: "/a" }, changed: ["summary"] },
      { endpoint: { path: "/b", method: "POST" }, to: { risk: "critical" }, changed: ["authentication", "risk"] },
    ],
    gone: [{ path: "/b", method: "GET" }],
    unchanged: 0,
  });
  expect(await run(second)).toEqual({ added: 1, changed: 2, gone: 1 });
  expect(await lines()).toEqual(["GET /a bearer medium A, new", "POST /b none critical", "GET /c bearer medium"]);
  expect(await lines("removed")).toEqual(["GET /b bearer medium"]);
  expect(await run(first)).toEqual({ added: 1, changed: 2, gone: 1 });
  expect(await previewImport(admin(), first, defaults)).toMatchObject({
    added: [],
    changed: [],
    gone: [],
    unchanged: 3,
  });
  const audit = await database.sql<{ action: string; after: { added: string[] } }[]>`
    select action, after from audit_log order by id`;
  expect(audit.map(({ action }) => action)).toEqual(Array(3).fill("endpoint.import"));
  const events = await database.sql`select 1 from domain_events where kind = 'endpoint.imported'`;
  expect(events).toHaveLength(3);
  const { items } = await listFindings(admin(), { rule: "posture.", status: ["new"] });
  expect(items.map(({ rule, severity, subjects }) => [rule, severity, subjects]).sort()).toEqual([
    ["posture.endpoint-never-reviewed", "low", { host: "api.example" }],
    ["posture.endpoint-never-reviewed", "medium", { host: "api.example" }],
  ]);
});

test("what people said of an endpoint stays, and another document's endpoints are not gone", async () => {
  await run(first);
  const other = document({ "/z": { get: {} } }, { info: { title: "Another API" } });
  expect(await run(other)).toEqual({ added: 1, changed: 0, gone: 0 });
  const typed = {
    ...defaults,
    host: "api.example",
    method: "GET" as const,
    path: "/typed",
    authentication: "none" as const,
  };
  await createEndpoint(admin(), typed);
  const [a] = (await listEndpoints(admin(), { text: "/a" })).items;
  if (!a) throw new Error("unreachable");
  const { host, method, path, authentication, exposure } = a;
  const endpoint = { host, method, path, authentication, exposure, owner: "B team", dataClass: "secret" as const };
  await updateEndpoint(admin(), {
    id: a.id,
    revision: 1,
    endpoint: { ...endpoint, risk: "critical", riskReason: "Keys" },
  });
  await run(second);
  const [after] = (await listEndpoints(admin(), { text: "/a" })).items;
  expect(after).toMatchObject({
    owner: "B team",
    dataClass: "secret",
    risk: "critical",
    riskReason: "Keys",
    summary: "A, new",
  });
  expect((await lines()).map((line) => line.split(" ")[1])).toEqual(["/a", "/b", "/c", "/typed", "/z"]);
});

test("what was shown is what is done: a register, document or field that changed since is a conflict", async () => {
  const { digest } = await previewImport(admin(), first, defaults);
  const again = (bytes: Uint8Array, fields: typeof defaults) =>
    importEndpoints(admin(), bytes, { defaults: fields, digest });
  const stale = { kind: "conflict", code: "stale_preview" };
  await expect(again(second, defaults)).rejects.toMatchObject(stale);
  await expect(again(first, { ...defaults, owner: "Others" })).rejects.toMatchObject(stale);
  const both = await Promise.allSettled([again(first, defaults), again(first, defaults)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: stale });
  expect(await lines()).toHaveLength(3);
});

test("viewers and relations import nothing", async () => {
  for (const role of roles.filter((role) => role === "viewer" || role === "relations")) {
    const ctx = testCtx(database.db, role, now);
    await expect(previewImport(ctx, first, defaults)).rejects.toMatchObject({ code: "forbidden" });
    await expect(importEndpoints(ctx, first, { defaults, digest: "" })).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("a document of 2,000 operations is imported, and the next of as many finds the register's bound in time", async () => {
  const paths = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`/p${i}`, { get: {} }]));
  expect(await run(document(paths))).toEqual({ added: 2_000, changed: 0, gone: 0 });
  await database.sql`
    insert into public_endpoints (host, method, path, exposure, authentication, data_class, risk, source, created_by)
    select 'other.example', 'GET', '/' || i, 'internet', 'none', 'public', 'low', 'typed', 'test' from generate_series(1, 17000) i`;
  const others = document(paths, { servers: [{ url: "https://more.example" }] });
  await expect(run(others)).rejects.toMatchObject({ code: "register_full" });
});
