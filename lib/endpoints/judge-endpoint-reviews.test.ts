import { expect, test } from "vitest";
import { createEndpoint } from "./create-endpoint";
import { listEndpoints } from "./list-endpoints";
import { recordReview } from "./record-review";
import { removeEndpoint } from "./remove-endpoint";
import { setReviewPeriods } from "./set-review-periods";
import { syncOwnEndpoints } from "./sync-own-endpoints";
import { after, orders, review, start, testRegister } from "./testing/register-fixture";

const { as, sql, db, findings } = testRegister();

test("what lacks a review is a finding, that resolves when it is reviewed and comes back when it is due", async () => {
  const first = await createEndpoint(as("responder"), orders);
  const second = await createEndpoint(as("responder"), { ...orders, path: "/other" });
  expect(await findings("new")).toMatchObject([
    {
      rule: "posture.endpoint-never-reviewed",
      fingerprint: "posture.endpoint-never-reviewed/api.example.com/high",
      title: "Never reviewed: 2 public endpoints of high risk on api.example.com",
      severity: "medium",
      occurrences: 1,
    },
  ]);
  await recordReview(as("responder"), review([first.id], start));
  expect((await findings("new")).map(({ title }) => title)).toEqual([
    "Never reviewed: 1 public endpoint of high risk on api.example.com",
  ]);
  await recordReview(as("responder"), review([second.id], start));
  expect(await findings("new")).toEqual([]);
  const [resolved] = await findings("resolved");
  expect(resolved?.endedAt).toEqual(start);

  await syncOwnEndpoints(db(), null, after(180));
  const [overdue] = await findings("new");
  expect(overdue).toMatchObject({ rule: "posture.endpoint-review-overdue", startedAt: after(180), occurrences: 1 });
  await syncOwnEndpoints(db(), null, after(181));
  expect(await findings("new")).toMatchObject([{ id: overdue?.id, occurrences: 1, lastSeenAt: after(181) }]);
  await recordReview(as("responder", after(182)), review([first.id, second.id], after(182)));
  expect(await findings("new")).toEqual([]);
  await syncOwnEndpoints(db(), null, after(400));
  expect(await findings("new")).toMatchObject([
    { id: overdue?.id, occurrences: 2, startedAt: after(362), endedAt: null },
  ]);
  const told = await sql`select kind from domain_events where subjects->>'finding' = ${overdue?.id ?? ""} order by id`;
  expect(told.map(({ kind }) => kind)).toEqual(["finding.opened", "finding.resolved", "finding.reopened"]);
});

test("a suppressed finding stays so while its cause does, and taking the endpoint out resolves it", async () => {
  const { id } = await createEndpoint(as("responder"), orders);
  await sql`update findings set status = 'suppressed'`;
  await syncOwnEndpoints(db(), null, after(1));
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

test("each risk of a host is a finding of its own, so that a suppressed one of low risk hides no critical one", async () => {
  const low = { method: "GET" as const, authentication: "none" as const, dataClass: "public" as const };
  await createEndpoint(as("responder"), { ...orders, ...low });
  await sql`update findings set status = 'suppressed'`;
  await createEndpoint(as("responder"), { ...orders, authentication: "none" });
  await createEndpoint(as("responder"), { ...orders, path: "/other", authentication: "none" });
  expect(await findings("new")).toMatchObject([
    {
      title: "Never reviewed: 2 public endpoints of critical risk on api.example.com",
      ...{ severity: "high", subjects: { host: "api.example.com" } },
    },
  ]);
  expect(await findings("suppressed")).toMatchObject([{ severity: "low" }]);
});
