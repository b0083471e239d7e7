import { expect, test } from "vitest";
import { roles } from "@/lib/access/permissions";
import { correctReview } from "./correct-review";
import { createEndpoint } from "./create-endpoint";
import { getEndpoint } from "./get-endpoint";
import { getReport } from "./get-report";
import { recordReview } from "./record-review";
import { after, orders, review, start, testRegister, unknownId } from "./testing/register-fixture";
import { withdrawReview } from "./withdraw-review";

const { as, auditOf, findings, sql } = testRegister();
const pdf = (text: string) => ({ name: `${text}.pdf`, content: Buffer.from(`%PDF-1.7 ${text}`) });
const { endpointIds: _, ...said } = review([], start);

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

test("a correction moves the dates of all that it covers, and what was said before stays readable with who, when and why", async () => {
  const first = await createEndpoint(as("responder"), orders);
  const second = await createEndpoint(as("responder"), { ...orders, path: "/other" });
  const both = review([first.id, second.id], after(-10));
  const { id } = await recordReview(as("responder"), both, pdf("draft"));
  const right = { ...said, reviewedAt: after(-200), outcome: "passed" as const, notes: "None after all." };
  const act = { id, revision: 1, reason: "Wrong year" };
  await correctReview(as("admin", after(1)), { ...right, ...act }, pdf("final"));
  for (const endpoint of [first, second]) {
    const seen = await getEndpoint(as("responder"), endpoint.id);
    expect(seen.endpoint).toMatchObject({ lastReviewedAt: after(-200), status: "overdue" });
    expect(seen.reviews).toMatchObject([
      {
        ...{ revision: 2, outcome: "passed", reviewedAt: after(-200), notes: "None after all.", covered: 2 },
        ...{ report: { name: "final.pdf" }, recordedBy: "Test responder", withdrawn: null },
        former: [
          {
            ...{ revision: 1, outcome: "weaknesses", reviewedAt: after(-10), report: { name: "draft.pdf" } },
            ...{ notes: both.notes, reason: "Wrong year", correctedBy: "Test admin", correctedAt: after(1) },
          },
        ],
      },
    ]);
  }
  expect(await findings("new")).toMatchObject([{ rule: "posture.endpoint-review-overdue" }]);
  expect(await auditOf(id)).toEqual(["endpoint.review", "endpoint-review.correct"]);
  const [row] =
    await sql`select before, after from audit_log where action = 'endpoint-review.correct' and target_id = ${id}`;
  expect(row?.after).toMatchObject({
    outcome: "passed",
    reason: "Wrong year",
    changed: expect.arrayContaining(["notes"]),
  });
  expect(JSON.stringify(row)).not.toContain("None after all");
});

test("the report from before a correction can still be taken, by its hash", async () => {
  const endpoint = await createEndpoint(as("responder"), orders);
  const { id } = await recordReview(as("responder"), review([endpoint.id], start), pdf("draft"));
  await correctReview(as("responder"), { ...said, id, revision: 1, reason: "The final report" }, pdf("final"));
  await correctReview(as("responder"), { ...said, id, revision: 2, reason: "By another", reviewer: "Blue Team" });
  const [now] = (await getEndpoint(as("responder"), endpoint.id)).reviews;
  const text = async (sha256?: string) =>
    Buffer.from((await getReport(as("responder"), id, sha256)).content).toString();
  expect(await text()).toBe("%PDF-1.7 final");
  expect(now?.former.map(({ report }) => report?.name)).toEqual(["final.pdf", "draft.pdf"]);
  expect(await text(now?.former[1]?.report?.sha256)).toBe("%PDF-1.7 draft");
  for (const wrong of ["0".repeat(64), "../etc"]) {
    await expect(getReport(as("admin"), id, wrong)).rejects.toMatchObject({ code: "report_not_found" });
  }
});

test("a withdrawn review counts no more, and the one before it does again", async () => {
  const { id: endpointId } = await createEndpoint(as("responder"), orders);
  await recordReview(as("responder"), review([endpointId], after(-100)));
  const wrong = await recordReview(as("responder"), review([endpointId], after(-1)));
  await withdrawReview(as("responder", after(1)), { id: wrong.id, revision: 1, reason: "Another API" });
  const { endpoint, reviews } = await getEndpoint(as("viewer"), endpointId);
  expect(endpoint.lastReviewedAt).toEqual(after(-100));
  expect(reviews.map(({ withdrawn }) => withdrawn)).toEqual([
    { by: "Test responder", at: after(1), reason: "Another API" },
    null,
  ]);
  const [only] = reviews.slice(1);
  await withdrawReview(as("admin"), { id: only?.id ?? "", revision: 1, reason: "Never was" });
  expect((await getEndpoint(as("viewer"), endpointId)).endpoint).toMatchObject({
    lastReviewedAt: null,
    status: "never",
  });
  expect(await findings("new")).toMatchObject([{ rule: "posture.endpoint-never-reviewed" }]);
  const withdrawn = { id: wrong.id, revision: 1, reason: "again" };
  for (const act of [withdrawReview(as("admin"), withdrawn), correctReview(as("admin"), { ...said, ...withdrawn })]) {
    await expect(act).rejects.toMatchObject({ kind: "conflict", code: "review_withdrawn" });
  }
  expect(await auditOf(wrong.id)).toEqual(["endpoint.review", "endpoint-review.withdraw"]);
});

test("of two who correct or withdraw at once one is told, and nothing is half done", async () => {
  const endpoint = await createEndpoint(as("responder"), orders);
  const { id } = await recordReview(as("responder"), review([endpoint.id], after(-10)));
  const correction = { ...said, id, revision: 1, reason: "Which of us?" };
  const corrections = ["Ada", "Bob"].map((reviewer) => correctReview(as("admin"), { ...correction, reviewer }));
  const settled = await Promise.allSettled(corrections);
  expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(settled.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "stale_revision" } });
  await expect(withdrawReview(as("admin"), { id, revision: 1, reason: "r" })).rejects.toMatchObject({
    code: "stale_revision",
  });
  const [now] = (await getEndpoint(as("viewer"), endpoint.id)).reviews;
  expect(now).toMatchObject({ revision: 2, withdrawn: null, former: [{ revision: 1, reviewer: "Red Team Ltd" }] });
});

test.each([
  ["a date to come", { reviewedAt: after(1) }, "invalid_input"],
  ["no reason", { reason: "  " }, "invalid_input"],
  ["what it says already", {}, "nothing_changed"],
  ["one that is not there", { id: unknownId, reviewer: "Ada" }, "review_not_found"],
])("no review is corrected for %s", async (_, wrong, code) => {
  const endpoint = await createEndpoint(as("responder"), orders);
  const { id } = await recordReview(as("responder"), review([endpoint.id], start));
  const correction = { ...said, id, revision: 1, reason: "A slip", ...wrong };
  await expect(correctReview(as("responder"), correction)).rejects.toMatchObject({ code });
  expect((await getEndpoint(as("viewer"), endpoint.id)).reviews).toMatchObject([{ revision: 1, former: [] }]);
});

test.each(roles.filter((role) => role === "viewer" || role === "relations"))(
  "a %s corrects and withdraws nothing, and of former reviews gets neither notes nor report",
  async (role) => {
    const endpoint = await createEndpoint(as("responder"), orders);
    const { id } = await recordReview(as("responder"), review([endpoint.id], start), pdf("draft"));
    const act = { id, revision: 1, reason: "A slip" };
    const forbidden = { code: "forbidden" };
    await expect(correctReview(as(role), { ...said, ...act, reviewer: "Ada" })).rejects.toMatchObject(forbidden);
    await expect(withdrawReview(as(role), act)).rejects.toMatchObject(forbidden);
    await correctReview(as("responder"), { ...said, ...act, notes: "Other notes" });
    const [former] = (await getEndpoint(as(role), endpoint.id)).reviews[0]?.former ?? [];
    expect(former).toMatchObject({ hasReport: true, reason: "A slip" });
    expect(former).not.toHaveProperty("notes");
    expect(former).not.toHaveProperty("report");
  },
);
