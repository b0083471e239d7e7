import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Role, roles } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { listFindings } from "@/lib/findings/list-findings";
import { countEndpoints } from "./count-endpoints";
import { createEndpoint } from "./create-endpoint";
import { getEndpoint } from "./get-endpoint";
import { getReport } from "./get-report";
import { listEndpoints } from "./list-endpoints";
import { ownAddresses } from "./own-addresses";
import { recordReview } from "./record-review";
import { removeEndpoint } from "./remove-endpoint";
import { setReviewPeriods } from "./set-review-periods";
import { syncOwnEndpoints } from "./sync-own-endpoints";
import { updateEndpoint } from "./update-endpoint";

const start = new Date("2026-04-25T08:00:00Z");
const after = (days: number) => new Date(start.getTime() + days * 86_400_000);
const orders = {
  host: "API.Example.com",
  method: "POST" as const,
  path: "/orders/:id",
  summary: "Changes an order",
  owner: "Orders team",
  exposure: "internet" as const,
  authentication: "bearer" as const,
  dataClass: "personal" as const,
};
const unknownId = "00000000-0000-4000-8000-00000000dead";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.owner`truncate public_endpoints, endpoint_reviews, endpoint_reports, reviewed_endpoints, endpoint_review_periods, findings`;
});

const as = (role: Role, now = start) => testCtx(database.db, role, now);
const auditOf = async (id: string) => {
  const rows = await database.sql<
    { action: string }[]
  >`select action from audit_log where target_id = ${id} order by id`;
  return rows.map((row) => row.action);
};
const findings = async (status: "new" | "resolved" | "suppressed") =>
  (await listFindings(as("viewer"), { status: [status], rule: "posture." })).items;
const review = (endpointIds: string[], reviewedAt: Date) => ({
  ...{ endpointIds, reviewedAt, kind: "penetration_test" as const, outcome: "weaknesses" as const },
  ...{ reviewer: "Red Team Ltd", notes: "Two holes in the login." },
});

test("an endpoint is entered, edited and taken out, each with its audit row and event", async () => {
  const made = await createEndpoint(as("responder"), orders);
  expect(made).toMatchObject({
    host: "api.example.com",
    path: "/orders/{id}",
    risk: "high",
    riskReason: null,
    revision: 1,
  });
  const endpoint = { ...orders, owner: "Shop team", risk: "critical" as const, riskReason: "Moves money" };
  const edited = await updateEndpoint(as("admin"), { id: made.id, revision: 1, endpoint });
  expect(edited).toMatchObject({ owner: "Shop team", risk: "critical", riskReason: "Moves money", revision: 2 });
  await removeEndpoint(as("responder"), { id: made.id, revision: 2 });
  expect((await listEndpoints(as("viewer"))).items).toEqual([]);
  expect((await listEndpoints(as("viewer"), { status: "removed" })).items.map(({ id }) => id)).toEqual([made.id]);
  expect(await auditOf(made.id)).toEqual(["endpoint.create", "endpoint.update", "endpoint.remove"]);
  const events =
    await database.sql`select kind from domain_events where subjects->>'endpoint' = ${made.id} order by id`;
  expect(events.map(({ kind }) => kind)).toEqual(["endpoint.created", "endpoint.updated", "endpoint.removed"]);
});

test("what was taken out comes back with its reviews", async () => {
  const { id } = await createEndpoint(as("responder"), orders);
  await recordReview(as("responder"), review([id], start));
  await removeEndpoint(as("responder"), { id, revision: 1 });
  expect((await createEndpoint(as("responder"), orders)).id).toBe(id);
  expect((await getEndpoint(as("viewer"), id)).reviews).toHaveLength(1);
});

test("of two who enter the same address one does, and of two who edit at once one is told", async () => {
  const both = await Promise.allSettled([createEndpoint(as("responder"), orders), createEndpoint(as("admin"), orders)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { kind: "conflict", code: "endpoint_exists" },
  });
  const { items } = await listEndpoints(as("viewer"));
  const edit = { id: items[0]?.id ?? "", revision: 1, endpoint: orders };
  const edits = await Promise.allSettled([updateEndpoint(as("responder"), edit), updateEndpoint(as("admin"), edit)]);
  expect(edits.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(edits.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "stale_revision" } });
  await expect(removeEndpoint(as("admin"), { id: unknownId, revision: 1 })).rejects.toMatchObject({
    code: "endpoint_not_found",
  });
  const other = await createEndpoint(as("responder"), { ...orders, path: "/other" });
  await expect(updateEndpoint(as("responder"), { id: other.id, revision: 1, endpoint: orders })).rejects.toMatchObject({
    code: "endpoint_exists",
  });
});

test.each([
  ["a host with a path", { host: "api.example.com/x" }],
  ["a host with a user", { host: "root@api.example.com" }],
  ["no host", { host: " " }],
  ["a path without a slash", { path: "orders" }],
  ["a path with a query", { path: "/orders?all=1" }],
  ["a path with a line break", { path: "/orders\nx" }],
  ["a method of its own", { method: "STEAL" }],
  ["no owner", { owner: "  " }],
  ["an exposure that is none", { exposure: "nobody" }],
  ["a lower risk without a reason", { risk: "low" }],
])("refused: %s", async (_, wrong) => {
  // What arrives from outside has no type.
  await expect(createEndpoint(as("admin"), { ...orders, ...wrong } as never)).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("everybody reads; responders and admins write; admins set the periods; viewers get no report and no notes", async () => {
  const made = await createEndpoint(as("responder"), orders);
  const report = { name: "../../Report\r\n.pdf", content: Buffer.from("%PDF-1.7\n…") };
  const { id } = await recordReview(as("responder"), review([made.id], start), report);
  for (const role of roles) {
    const isWriter = role === "responder" || role === "admin";
    const ctx = as(role);
    const forbidden = { code: "forbidden" };
    const [seen] = (await getEndpoint(ctx, made.id)).reviews;
    expect(seen).toMatchObject({ hasReport: true, reviewer: "Red Team Ltd", covered: 1 });
    expect(["notes" in (seen ?? {}), "report" in (seen ?? {})]).toEqual([isWriter, isWriter]);
    if (role !== "admin") {
      const days = { critical: 1, high: 2, medium: 3, low: 4 };
      await expect(setReviewPeriods(ctx, { days, revision: 0 })).rejects.toMatchObject(forbidden);
    }
    if (isWriter) continue;
    await expect(createEndpoint(ctx, orders)).rejects.toMatchObject(forbidden);
    await expect(updateEndpoint(ctx, { id: made.id, revision: 1, endpoint: orders })).rejects.toMatchObject(forbidden);
    await expect(removeEndpoint(ctx, { id: made.id, revision: 1 })).rejects.toMatchObject(forbidden);
    await expect(recordReview(ctx, review([made.id], start))).rejects.toMatchObject(forbidden);
    await expect(getReport(ctx, id)).rejects.toMatchObject(forbidden);
  }
  expect(await auditOf(id)).toEqual(["endpoint.review"]);
  const taken = await getReport(as("responder"), id);
  expect(taken).toMatchObject({ name: "Report.pdf", type: "application/pdf" });
  expect(Buffer.from(taken.content).toString()).toBe("%PDF-1.7\n…");
  expect(await auditOf(id)).toEqual(["endpoint.review", "endpoint-report.download"]);
  await expect(getReport(as("admin"), unknownId)).rejects.toMatchObject({ code: "report_not_found" });
  await expect(getReport(as("admin"), "../etc")).rejects.toMatchObject({ code: "report_not_found" });
});

test.each([
  ["a date to come", { reviewedAt: after(1) }, "invalid_input"],
  ["no endpoint", { endpointIds: [] }, "invalid_input"],
  ["one that is not there", { endpointIds: [unknownId] }, "endpoint_not_found"],
  ["no reviewer", { reviewer: "" }, "invalid_input"],
])("no review is recorded for %s", async (_, wrong, code) => {
  const { id } = await createEndpoint(as("responder"), orders);
  await expect(recordReview(as("responder"), { ...review([id], start), ...wrong })).rejects.toMatchObject({ code });
  expect((await getEndpoint(as("viewer"), id)).endpoint.lastReviewedAt).toBeNull();
});

test.each([
  ["a page", "<!doctype html><script>\u0000</script>", "report_type"],
  ["a program", "\u007fELF\u0002\u0001", "report_type"],
  ["a picture", Buffer.from("89504e470d0a1a0a", "hex"), "report_type"],
  ["an archive", Buffer.from("504b0304ff", "hex"), "report_type"],
  ["nothing", "", "report_type"],
  ["9 MB", Buffer.alloc(9 * 1024 * 1024, "a"), "too_large"],
])("a report that is %s is refused, and its review with it", async (_, content, code) => {
  const { id } = await createEndpoint(as("responder"), orders);
  const report = { name: "report.pdf", content: Buffer.from(content) };
  await expect(recordReview(as("responder"), review([id], start), report)).rejects.toMatchObject({ code });
  expect((await getEndpoint(as("responder"), id)).reviews).toEqual([]);
});

test("an older review that is entered late does not put back the date", async () => {
  const { id } = await createEndpoint(as("responder"), orders);
  await recordReview(as("responder"), review([id], after(-10)));
  await recordReview(as("responder"), review([id], after(-100)));
  const { endpoint, reviews } = await getEndpoint(as("viewer"), id);
  expect(endpoint).toMatchObject({ lastReviewedAt: after(-10), dueAt: after(170), status: "reviewed" });
  expect(reviews.map(({ reviewedAt }) => reviewedAt)).toEqual([after(-10), after(-100)]);
});

test("what lacks a review is a finding, that resolves when it is reviewed and comes back when it is due", async () => {
  const first = await createEndpoint(as("responder"), orders);
  const second = await createEndpoint(as("responder"), { ...orders, path: "/other" });
  expect(await findings("new")).toMatchObject([
    {
      rule: "posture.endpoint-never-reviewed",
      fingerprint: "posture.endpoint-never-reviewed/api.example.com",
      title: "Never reviewed: 2 public endpoints of api.example.com",
      severity: "medium",
      occurrences: 1,
    },
  ]);
  await recordReview(as("responder"), review([first.id], start));
  expect((await findings("new")).map(({ title }) => title)).toEqual([
    "Never reviewed: 1 public endpoint of api.example.com",
  ]);
  await recordReview(as("responder"), review([second.id], start));
  expect(await findings("new")).toEqual([]);
  const [resolved] = await findings("resolved");
  expect(resolved?.endedAt).toEqual(start);

  await syncOwnEndpoints(database.db, null, after(180));
  const [overdue] = await findings("new");
  expect(overdue).toMatchObject({ rule: "posture.endpoint-review-overdue", startedAt: after(180), occurrences: 1 });
  await syncOwnEndpoints(database.db, null, after(181));
  expect(await findings("new")).toMatchObject([{ id: overdue?.id, occurrences: 1, lastSeenAt: after(181) }]);
  await recordReview(as("responder", after(182)), review([first.id, second.id], after(182)));
  expect(await findings("new")).toEqual([]);
  await syncOwnEndpoints(database.db, null, after(400));
  expect(await findings("new")).toMatchObject([
    { id: overdue?.id, occurrences: 2, startedAt: after(362), endedAt: null },
  ]);
  const told =
    await database.sql`select kind from domain_events where subjects->>'finding' = ${overdue?.id ?? ""} order by id`;
  expect(told.map(({ kind }) => kind)).toEqual(["finding.opened", "finding.resolved", "finding.reopened"]);
});

test("a suppressed finding stays so while its cause does, and taking the endpoint out resolves it", async () => {
  const { id } = await createEndpoint(as("responder"), orders);
  await database.sql`update findings set status = 'suppressed'`;
  await syncOwnEndpoints(database.db, null, after(1));
  expect(await findings("suppressed")).toHaveLength(1);
  expect(await findings("new")).toEqual([]);
  await removeEndpoint(as("responder"), { id, revision: 1 });
  expect(await findings("resolved")).toHaveLength(1);
});

test("shorter periods make overdue at once, and of two who set them one is told", async () => {
  const { id } = await createEndpoint(as("responder"), orders);
  await recordReview(as("responder"), review([id], after(-50)));
  expect(await findings("new")).toEqual([]);
  const days = { critical: 10, high: 20, medium: 30, low: 40 };
  await setReviewPeriods(as("admin"), { days, revision: 0 });
  expect(await findings("new")).toMatchObject([{ rule: "posture.endpoint-review-overdue", startedAt: after(-30) }]);
  expect((await listEndpoints(as("viewer"), { status: "overdue" })).items).toHaveLength(1);
  await expect(setReviewPeriods(as("admin"), { days, revision: 0 })).rejects.toMatchObject({ code: "stale_revision" });
  await setReviewPeriods(as("admin"), { days: { ...days, high: 100, medium: 100, low: 100 }, revision: 1 });
  expect(await findings("new")).toEqual([]);
  const wrong = { critical: 30, high: 20, medium: 30, low: 40 };
  await expect(setReviewPeriods(as("admin"), { days: wrong, revision: 2 })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("the list begins with what was never reviewed and what is overdue, and its pages neither skip nor repeat", async () => {
  const paths = ["/a", "/b", "/c", "/d", "/e"];
  const ids = new Map<string, string>();
  for (const path of paths) ids.set(path, (await createEndpoint(as("responder"), { ...orders, path })).id);
  await createEndpoint(as("responder"), { ...orders, host: "localhost:3000", path: "/here" });
  const on = (path: string, days: number) => recordReview(as("responder"), review([ids.get(path) ?? ""], after(days)));
  await on("/a", -10);
  await on("/b", -200);
  await on("/c", -170);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEndpoints(as("viewer"), { limit: 2, cursor });
    seen.push(...page.items.map(({ path, status }) => `${path} ${status}`));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual(["/d never", "/e never", "/b overdue", "/c soon", "/a reviewed", "/here unexposed"]);
  expect(await countEndpoints(as("viewer"))).toEqual({
    all: 6,
    never: 2,
    overdue: 1,
    soon: 1,
    reviewed: 1,
    unexposed: 1,
  });
  const byText = await listEndpoints(as("viewer"), { text: "EXAMPLE.com/b", sort: "address" });
  expect(byText.items.map(({ path }) => path)).toEqual(["/b"]);
  expect((await listEndpoints(as("viewer"), { text: "100%" })).items).toEqual([]);
  await expect(listEndpoints(as("viewer"), { cursor: "e30" })).rejects.toMatchObject({ code: "invalid_cursor" });
});

test("Muster's own endpoints are in it, follow its address, keep what people said of them, and stay", async () => {
  const at = (PUBLIC_URL: string) => ownAddresses({ PUBLIC_URL, GATEWAY_PORT: 4000 });
  await syncOwnEndpoints(database.db, at("https://muster.example"), start);
  const { items } = await listEndpoints(as("viewer"), { text: "muster.example:4000/v1/heartbeats" });
  expect(items).toMatchObject([{ method: "POST", source: "muster", authentication: "bearer", status: "never" }]);
  const [heartbeats] = items;
  if (!heartbeats) throw new Error("unreachable");
  const { host, method, path, summary, exposure, authentication, dataClass } = heartbeats;
  const endpoint = { host, method, path, summary, exposure, authentication, dataClass, owner: "Gateway team" };
  await updateEndpoint(as("responder"), { id: heartbeats.id, revision: 1, endpoint });
  await expect(removeEndpoint(as("admin"), { id: heartbeats.id, revision: 2 })).rejects.toMatchObject({
    code: "own_endpoint",
  });
  await syncOwnEndpoints(database.db, at("https://muster.example"), after(1));
  expect((await getEndpoint(as("viewer"), heartbeats.id)).endpoint).toMatchObject({
    owner: "Gateway team",
    revision: 2,
  });
  expect((await findings("new")).map(({ subjects }) => subjects)).toEqual(
    expect.arrayContaining([{ host: "muster.example" }, { host: "muster.example:4000" }]),
  );
  const apart = { GATEWAY_PUBLIC_URL: "https://ingest.example/muster/", GATEWAY_PORT: 4000 };
  const elsewhere = ownAddresses({ PUBLIC_URL: "https://muster.example", ...apart });
  await syncOwnEndpoints(database.db, elsewhere, after(1));
  const moved = await listEndpoints(as("viewer"), { text: "/v1/heartbeats" });
  expect(moved.items).toMatchObject([{ host: "ingest.example", path: "/muster/v1/heartbeats", source: "muster" }]);
  await syncOwnEndpoints(database.db, at("http://localhost:3000"), after(2));
  expect((await listEndpoints(as("viewer"), { text: "muster.example" })).items).toEqual([]);
  expect(await findings("new")).toEqual([]);
});
