import { expect, test } from "vitest";
import { roles } from "@/lib/access/permissions";
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
import { after, orders, review, start, testRegister, unknownId } from "./testing/register-fixture";
import { updateEndpoint } from "./update-endpoint";

const { as, sql, db, auditOf, findings } = testRegister();

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
  const events = await sql`select kind from domain_events where subjects->>'endpoint' = ${made.id} order by id`;
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
  await syncOwnEndpoints(db(), at("https://muster.example"), start);
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
  await syncOwnEndpoints(db(), at("https://muster.example"), after(1));
  expect((await getEndpoint(as("viewer"), heartbeats.id)).endpoint).toMatchObject({
    owner: "Gateway team",
    revision: 2,
  });
  expect((await findings("new")).map(({ subjects }) => subjects)).toEqual(
    expect.arrayContaining([{ host: "muster.example" }, { host: "muster.example:4000" }]),
  );
  const apart = { GATEWAY_PUBLIC_URL: "https://ingest.example/muster/", GATEWAY_PORT: 4000 };
  const elsewhere = ownAddresses({ PUBLIC_URL: "https://muster.example", ...apart });
  await syncOwnEndpoints(db(), elsewhere, after(1));
  const moved = await listEndpoints(as("viewer"), { text: "/v1/heartbeats" });
  expect(moved.items).toMatchObject([{ host: "ingest.example", path: "/muster/v1/heartbeats", source: "muster" }]);
  await syncOwnEndpoints(db(), at("http://localhost:3000"), after(2));
  expect((await listEndpoints(as("viewer"), { text: "muster.example" })).items).toEqual([]);
  expect(await findings("new")).toEqual([]);
});
