import { readdirSync } from "node:fs";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { permissions, type Role, roles } from "@/lib/access/permissions";
import { createToken } from "@/lib/access/tokens/create-token";
import { type Ctx, systemCtx } from "@/lib/context";
import { correctReview } from "@/lib/endpoints/correct-review";
import { createEndpoint } from "@/lib/endpoints/create-endpoint";
import { recordReview } from "@/lib/endpoints/record-review";
import { openFinding } from "@/lib/findings/open-finding";
import { createChange } from "@/lib/fleet/changes/create-change";
import { minuteOf } from "@/lib/fleet/minute";
import { rollRange } from "@/lib/fleet/roll-call/roll-range";
import { TestRecords } from "@/lib/fleet/roll-call/testing";
import { openIncident } from "@/lib/incidents/open-incident";
import { setMoments } from "@/lib/incidents/set-moments";
import { apiEndpoints } from "../endpoints";
import { judgeAnswer, judgeBody } from "../testing/document-judge";

const now = new Date();
let database: TestDatabase;
let ctx: Ctx;
const authorization = {} as Record<Role | "writer", string>;
const records: Record<string, string> = { "/devices/[id]": "device-0", "/providers/[slug]": "provider-1" };

beforeAll(async () => {
  database = await createTestDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
  ctx = systemCtx(database.db, "test", now);
  const { owner } = database;
  const fleet = new TestRecords(owner);
  const minute = minuteOf(now) - 1;
  for (const ordinal of [0, 1, 2])
    await fleet.enrol({ ordinal, providerId: 1 + (ordinal % 2), enrolledMinute: minute - 5 });
  await fleet.cover(minute, 2);
  await fleet.call(0, minute, 0);
  await fleet.call(1, minute, 1);
  await owner`insert into device_ids (id, ordinal) select device_id, ordinal from devices`;
  await owner`update providers set contact_name = 'Ada Quixzephyr', contact_email = 'ada@contact.example'`;
  await rollRange(owner, minute, minute, { now: () => now });
  for (const n of [1, 2, 3]) {
    await createChange(ctx, { kind: "deployment", title: `Change ${n}`, startsAt: now });
    await owner`
      insert into admission_policies (minimum_agent, agent_mode, effective_at, created_by)
      values ('1.5.0', 'report', now() + ${n} * interval '1 day' - interval '2 days', 'test')`;
    const finding = { rule: "fleet.collapse", fingerprint: `f${n}`, title: `Finding ${n}`, summary: "s" };
    const figures = { severity: "high" as const, confidence: 0.9, subjects: { fleet: "fleet" }, evidence: { lost: n } };
    const { id } = await openFinding(database.db, { ...finding, ...figures, startedAt: now }, now);
    records["/findings/[id]"] = id;
    const incident = await openIncident(ctx, { title: `Incident ${n}`, findingIds: [id] });
    await setMoments(ctx, {
      ...{ id: incident.id, version: 1, reason: "As written" },
      moments: { detected: { when: { local: "2024-04-25T01:05", zone: "PST" }, source: "The report" } },
    });
    records["/incidents/[ref]"] = incident.reference;
    records["/endpoints/[id]"] = await reviewedEndpoint(n);
  }
  for (const role of roles) {
    authorization[role] = `Bearer ${(await createToken(ctx, { kind: "api", name: role, role })).token}`;
  }
  const writer = await createToken(ctx, { kind: "api", name: "pipeline", role: "relations", isReadOnly: false });
  authorization.writer = `Bearer ${writer.token}`;
});
afterAll(async () => {
  const { processDatabase } = await import("@/lib/database");
  await processDatabase().$client.end();
  vi.unstubAllEnvs();
  await database.drop();
});

/** A public endpoint with a review, its report, and what it said before a correction. */
async function reviewedEndpoint(n: number): Promise<string> {
  const { id } = await createEndpoint(ctx, {
    ...{ host: "api.example", method: "GET", path: `/${n}`, owner: "API team" },
    ...{ exposure: "internet", authentication: "bearer", dataClass: "internal" },
  });
  const review = { kind: "review" as const, outcome: "passed" as const, reviewedAt: now, reviewer: "Ada" };
  const notes = "Zanzibarquux: a weakness that only responders read.";
  const report = { name: "report.txt", content: Buffer.from("Nothing found.") };
  const recorded = await recordReview(ctx, { ...review, notes, endpointIds: [id] }, report);
  await correctReview(ctx, { ...review, id: recorded.id, revision: 1, reason: "Named wrong", reviewer: "Bob" });
  return id;
}

type Ask = { as?: Role | "writer"; query?: string; headers?: Record<string, string>; id?: string; body?: unknown };
type Handler = (request: NextRequest, context: unknown) => Promise<Response>;

async function ask(method: string, path: string, { as = "admin", query = "", headers = {}, id, body }: Ask = {}) {
  const handler = (
    (await import(/* @vite-ignore */ `.${path.replace("/api/v1", "")}/route.ts`)) as Record<string, Handler>
  )[method];
  if (!handler) throw new Error(`${path} has no handler for ${method}`);
  const key = Object.keys(records).find((each) => path.includes(each));
  const value = id ?? (key ? records[key] : undefined) ?? "";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const sent = new Headers({ authorization: authorization[as], ...headers });
  if (body !== undefined) {
    if (!sent.has("content-type")) sent.set("content-type", "application/json");
    if (!sent.has("content-length")) sent.set("content-length", String(Buffer.byteLength(text)));
  }
  const init = { method, headers: sent, ...(body === undefined ? {} : { body: text }) };
  const request = new NextRequest(`http://localhost${path}?${query}`, init);
  const response = await handler(request, { params: Promise.resolve({ id: value, slug: value, ref: value }) });
  const answer = await response.text();
  const judged = {
    status: response.status,
    type: response.headers.get("content-type"),
    body: answer ? JSON.parse(answer) : null,
  };
  expect(judgeAnswer(method, path, judged), `${method} ${path}?${query}`).toEqual([]);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return { ...judged, headers: response.headers };
}

const gets = apiEndpoints.filter(({ method }) => method === "GET");
const posts = apiEndpoints.filter(({ method }) => method === "POST");
const isList = (endpoint: (typeof gets)[number]) => "cursor" in (endpoint.query ?? {});

test.each(apiEndpoints.map((endpoint) => [endpoint.method, endpoint.path, endpoint] as const))(
  "%s %s refuses a parameter that it does not have, and none that it has",
  async (method, path, { query = {} }) => {
    const as = method === "POST" ? "writer" : "admin";
    const body = method === "POST" ? { kind: "freeze", title: "Freeze", starts_at: now.toISOString() } : undefined;
    const allowed = Object.keys(query);
    for (const wrong of ["stat=silent", "State=silent", `${allowed[0] ?? "at"}%20=1`, "__proto__=1"]) {
      const answer = await ask(method, path, { as, body, query: wrong });
      const parameter = decodeURIComponent(wrong.split("=", 1)[0] ?? "");
      expect([answer.status, answer.body.code, answer.body.details]).toEqual([
        400,
        "unknown_parameter",
        { parameter, allowed },
      ]);
      expect(answer.body.detail).toContain(parameter);
    }
    for (const name of allowed) {
      const { body } = await ask(method, path, { query: `${name}=` });
      expect(body.code).not.toBe("unknown_parameter");
    }
  },
);

test("the routes are those of the list of endpoints", () => {
  const files = readdirSync("app/api/v1", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("route.ts"),
  );
  const paths = files.map((file) => `/api/v1/${file.replaceAll("\\", "/").replace("/route.ts", "")}`);
  expect(paths.sort()).toEqual([...new Set(apiEndpoints.map(({ path }) => path as string))].sort());
});

describe.each(gets.map((endpoint) => [endpoint.path, endpoint] as const))("GET %s", (path, endpoint) => {
  test.each(roles)("answers a %s as the document says", async (role) => {
    const isAllowed = (permissions[endpoint.permission] as readonly Role[]).includes(role);
    const { status, body } = await ask("GET", path, { as: role });
    expect([status, body.code]).toEqual(isAllowed ? [200, undefined] : [403, "forbidden"]);
    if (isList(endpoint) && isAllowed) expect(body.items.length).toBeGreaterThan(0);
    if (role === "viewer") expect(JSON.stringify(body)).not.toMatch(/quixzephyr|contact\.example|zanzibarquux/i);
  });

  test("refuses a wrong value of each parameter that is not free text", async () => {
    for (const [name, schema] of Object.entries(endpoint.query ?? {})) {
      if (schema.safeParse("\u2603 wrong").success && name !== "cursor") continue;
      const { status, body } = await ask("GET", path, { query: `${name}=${encodeURIComponent("\u2603 wrong")}` });
      expect([name, status], body.code).toEqual([name, 400]);
    }
  });

  test("refuses a token that is none, and names nothing else", async () => {
    for (const wrong of ["Bearer muster_api_wrong", "Bearer ", "Basic YTpi"]) {
      const { status, body } = await ask("GET", path, { headers: { authorization: wrong } });
      expect([status, body.code]).toEqual([401, "invalid_token"]);
      expect(JSON.stringify(body)).not.toMatch(/select|stack|postgres/i);
    }
  });

  test("has an ETag, which saves the body", async () => {
    // What is of now changes with the clock.
    const query = "to" in (endpoint.query ?? {}) && !isList(endpoint) ? `to=${now.toISOString()}` : "";
    const first = await ask("GET", path, { query });
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
    if (path === "/api/v1/audit") return; // it grows with this test
    for (const known of [tag, `"other", ${tag.slice(2)}`, "*"]) {
      const again = await ask("GET", path, { query, headers: { "if-none-match": known } });
      expect([again.status, again.headers.get("etag"), again.body]).toEqual([304, tag, null]);
    }
    expect((await ask("GET", path, { query, headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });
});

test.each(gets.filter(isList).map(({ path }) => path))("%s is paged without a loss or a repetition", async (path) => {
  const whole = await ask("GET", path, { query: "limit=200" });
  const keyOf = (item: Record<string, unknown>) => String(item.id ?? item.device ?? item.provider);
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null && seen.length <= whole.body.items.length) {
    const page = await ask("GET", path, { query: `limit=1${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}` });
    expect(page.body.items).toHaveLength(1);
    seen.push(...page.body.items.map(keyOf));
    cursor = page.body.next;
  }
  // The trail and the tokens' last use are written by the very requests of this test, at its beginning.
  const wanted = whole.body.items.map(keyOf);
  expect(wanted.filter((key: string) => !seen.includes(key))).toEqual([]);
  expect(new Set(seen).size).toBe(seen.length);
  for (const limit of ["0", "501", "-1", "1e9", "", "x"]) {
    expect((await ask("GET", path, { query: `limit=${limit}` })).status, limit).toBe(400);
  }
});

test.each(gets.filter(({ params }) => params).map(({ path }) => path))("%s: nothing there is 404", async (path) => {
  const { status, body } = await ask("GET", path, { id: "nothing-of-that-name" });
  expect([status, body.code]).toEqual([404, expect.stringMatching(/_not_found$/)]);
});

const change = { kind: "deployment", title: "Agent 1.5.0", starts_at: "2024-04-25T08:05:00Z" };

test("a pipeline enters a change, which the document allows, with its audit row", async () => {
  expect(judgeBody("POST", "/api/v1/changes", "application/json", change)).toEqual([]);
  const { status, body } = await ask("POST", "/api/v1/changes", { as: "writer", body: change });
  expect([status, body.title, body.starts_at, body.ends_at]).toEqual([
    201,
    change.title,
    "2024-04-25T08:05:00.000Z",
    null,
  ]);
  const rows = await database.sql`select actor_name from audit_log where target_id = ${body.id}`;
  expect(rows).toEqual([{ actor_name: "pipeline" }]);
});

test("a change is not entered by a token that only reads, by a viewer, by a cookie, nor from anything but its JSON", async () => {
  const post = async (more: Ask) => {
    const { status, body } = await ask("POST", "/api/v1/changes", { as: "writer", body: change, ...more });
    return [status, body.code];
  };
  const count = () => database.sql`select count(*)::int as n from changes`;
  const [before] = await count();
  expect(await post({ as: "admin" })).toEqual([403, "forbidden"]);
  expect(await post({ as: "viewer" })).toEqual([403, "forbidden"]);
  expect(await post({ headers: { "content-type": "text/plain" } })).toEqual([415, "unsupported_content_type"]);
  expect(await post({ headers: { "content-length": "99999" } })).toEqual([413, "too_large"]);
  expect(await post({ body: "{" })).toEqual([400, "invalid_json"]);
  for (const wrong of [
    {},
    null,
    [],
    { ...change, kind: "policy" },
    { ...change, starts_at: "today" },
    { ...change, more: 1 },
  ]) {
    expect(judgeBody("POST", "/api/v1/changes", "application/json", wrong)).not.toEqual([]);
    expect(await post({ body: wrong })).toEqual([422, "invalid_input"]);
  }
  expect(await post({ body: { ...change, ends_at: change.starts_at } })).toEqual([422, "invalid_input"]);
  expect(await count()).toEqual([before]);
});

test("every endpoint that writes is tried above", () => {
  expect(posts.map(({ path }) => path)).toEqual(["/api/v1/changes"]);
});

test("a token that asks without end is told how long to wait, and another is not", async () => {
  const { id, token } = await createToken(ctx, { kind: "api", name: "loop", role: "viewer" });
  const headers = { authorization: `Bearer ${token}` };
  const answers: Awaited<ReturnType<typeof ask>>[] = [];
  while (answers.at(-1)?.status !== 429 && answers.length < 1_500) {
    const some = await Promise.all(Array.from({ length: 20 }, () => ask("GET", "/api/v1/policies", { headers })));
    answers.push(...some);
  }
  expect(answers.slice(0, 600).map(({ status }) => status)).toEqual(Array.from({ length: 600 }, () => 200));
  const last = answers.at(-1);
  expect([last?.status, last?.body.code]).toEqual([429, "too_many_requests"]);
  expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await ask("GET", "/api/v1/policies", { as: "viewer" })).status).toBe(200);
  const trail = await database.sql`
    select action, target_id from audit_log where actor_id = ${id} and action = 'access.denied'`;
  expect(trail.length).toBeGreaterThan(0);
  expect(trail[0]).toEqual({ action: "access.denied", target_id: "too_many_requests" });
}, 120_000);
