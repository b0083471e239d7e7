import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { decideApproval } from "@/lib/access/approvals/decide-approval";
import { getApproval } from "@/lib/access/approvals/get-approval";
import { signedIn } from "@/lib/access/testing/signed-in";
import { bitsToLiteral, ShardBits } from "../bit-set";
import { createChange } from "../changes/create-change";
import { listChanges } from "../changes/list-changes";
import { minuteOf } from "../minute";
import { stateCodes } from "../states";
import { ctxOf } from "../testing/actors";
import { makeFleet } from "../testing/make-fleet";
import { estimatePolicy } from "./estimate-policy";
import { getCurrentPolicy } from "./get-current-policy";
import { listPolicies } from "./list-policies";
import { proposePolicy } from "./propose-policy";
import { type SavePolicy, savePolicy } from "./save-policy";
import { withdrawPolicy } from "./withdraw-policy";

const never = new Date("+275760-09-13T00:00:00Z");
const now = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 10 * 3_600_000);
const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const draft = {
  minimumAgent: "1.5.0",
  agentMode: "enforce",
  legacyTokenMode: "off",
  verificationMode: "off",
  effectiveAt: null,
} as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const device = (deviceId: string, agent: string, rest = {}) => ({
    deviceId,
    agent,
    provider: "north",
    region: "eu",
    gpuCount: 4,
    ...rest,
  });
  const ordinals = await makeFleet(
    database.db,
    [
      device("old-calling", "1.4.0"),
      device("old-earlier", "1.4.2", { state: stateCodes.silent, gpuModel: "H100" }),
      device("old-last-week", "1.4.2", { state: stateCodes.silent }),
      device("new", "1.5.1", { tokenKind: "legacy", verifiedUntil: at(3_600) }),
      device("quarantined", "1.0.0", { decision: "quarantined" }),
    ],
    new Date(0),
  );
  const bitsOf = (...ids: string[]) => {
    const bits = new ShardBits();
    for (const id of ids) bits.add(ordinals.get(id) ?? 0);
    return `${bitsToLiteral(bits)}`;
  };
  const minute = minuteOf(now);
  await database.sql`insert into presence (plane, shard, minute, bits) values
    (0, 0, ${minute - 1}, ${bitsOf("old-calling", "new", "quarantined")}::bit(65536)),
    (1, 0, ${minute - 100}, ${bitsOf("old-earlier")}::bit(65536)),
    (0, 0, ${minute - 1_441}, ${bitsOf("old-last-week")}::bit(65536))`;
});
beforeEach(async () => {
  await database.owner`truncate admission_policies, changes, audit_log, domain_events, approvals`;
});
afterAll(() => database.drop());

const as = (role: "viewer" | "responder" | "admin", when = now) => ctxOf(database.db, role, when);

/** Sets what enforces, proposed by an admin and approved by a responder at `when`. */
async function saveApproved(input: SavePolicy, when = now) {
  const [admin, responder] = [
    await signedIn(database.db, "admin", when),
    await signedIn(database.db, "responder", when),
  ];
  const approvalId = await proposePolicy(admin.ctx, input);
  await decideApproval(responder.ctx, { id: approvalId, decision: "approve" });
  return savePolicy(admin.ctx, { ...input, approvalId });
}

test("the estimate counts who calls now and who called within a day, and names the calendar of its first 24 hours", async () => {
  const snapshot = { kind: "rewards_snapshot", title: "Snapshot", startsAt: at(7_200) } as const;
  await createChange(as("admin"), snapshot);
  await createChange(as("admin"), { ...snapshot, startsAt: at(90_000) });
  const estimate = await estimatePolicy(as("viewer"), draft);
  expect(estimate.seen).toEqual({ now: { devices: 2, gpus: 8 }, last24Hours: { devices: 3, gpus: 12 } });
  expect(estimate.turnedAway).toMatchObject({
    now: { devices: 1, gpus: 4 },
    last24Hours: { devices: 2, gpus: 8 },
    providers: 1,
  });
  expect(estimate.byModel.rows.map((row) => row.label).sort()).toEqual(["H100", "not given"]);
  expect(estimate.tokenKindUnknown.devices).toBe(2);
  expect(estimate.unlistenedMinutes).toBe(1_439);
  expect(estimate.changes.map((change) => change.title)).toEqual(["Snapshot"]);
});

test("against the policy that will be in force: who comes back when it is loosened, of the same devices that the page counts", async () => {
  await saveApproved({ draft, confirmedDevices: 2 });
  const later = at(60);
  const estimate = (given: object) => estimatePolicy(as("viewer", later), { ...draft, ...given });
  const same = await estimate({});
  expect(same.against).toMatchObject({
    readmitted: { last24Hours: { devices: 0 }, providers: 0 },
    newlyTurnedAway: { last24Hours: { devices: 0 }, providers: 0 },
  });
  for (const given of [{ agentMode: "report" }, { agentMode: "off", minimumAgent: null }]) {
    const { against, turnedAway } = await estimate(given);
    expect(against).toMatchObject({
      policyId: expect.any(Number),
      readmitted: { now: { devices: 1, gpus: 4 }, last24Hours: { devices: 2, gpus: 8 }, providers: 1 },
    });
    expect(turnedAway.last24Hours.devices).toBe(0);
  }
  const lower = await estimate({ minimumAgent: "1.4.1" });
  expect(lower.against?.readmitted.last24Hours.devices).toBe(1);
  expect(lower.turnedAway.last24Hours.devices).toBe(1);
  // Who calls now are those whom the roll call counted as connected or blocked.
  const [counted] = await database.sql`
    select count(*)::int as devices from device_states join devices using (shard, ordinal)
    where decision is null and state between ${stateCodes.connected} and ${stateCodes.blocked_unverified}`;
  expect(lower.seen.now.devices).toBe(counted?.devices);
});

test("a proposal to loosen is named so, and still needs the number that stays turned away", async () => {
  await saveApproved({ draft, confirmedDevices: 2 });
  const { ctx } = await signedIn(database.db, "admin", at(60));
  const looser = { draft: { ...draft, minimumAgent: "1.4.1" }, confirmedDevices: 1 };
  const proposal = await getApproval(ctx, await proposePolicy(ctx, looser));
  expect(proposal.title).toBe("Loosen: agents from 1.4.1 enforced");
  expect(proposal.figures).toMatchObject({
    turnedAway: { last24Hours: { devices: 1 } },
    against: { readmitted: { last24Hours: { devices: 1 } } },
  });
});

test("legacy tokens and expired verifications are judged as of the moment of effect", async () => {
  const of = async (given: object) =>
    (await estimatePolicy(as("admin"), { ...draft, minimumAgent: null, agentMode: "off", ...given })).turnedAway
      .last24Hours.devices;
  expect(await of({ legacyTokenMode: "enforce" })).toBe(1);
  expect(await of({ verificationMode: "enforce" })).toBe(2);
  expect(await of({ verificationMode: "enforce", effectiveAt: at(7_200) })).toBe(3);
});

test("a policy is kept with its estimate, its calendar entry, audit row and event, and takes effect 30 s later", async () => {
  const policy = await saveApproved({ draft, confirmedDevices: 2 });
  expect(policy.effectiveAt).toEqual(at(30));
  expect(policy.estimate?.turnedAway.last24Hours.devices).toBe(2);
  expect(await getCurrentPolicy(as("viewer"))).toBeNull();
  expect(await getCurrentPolicy(as("viewer", at(30)))).toMatchObject({ id: policy.id });
  const [change] = await listChanges(as("viewer"), { from: now, to: at(60) });
  expect(change).toMatchObject({ kind: "policy", policyId: policy.id, startsAt: at(30) });
  const audit = await database.sql`select action, target_id from audit_log where target_kind = 'policy'`;
  expect([...audit]).toEqual([{ action: "policy.set", target_id: String(policy.id) }]);
  const [event] = await database.sql`select kind, figures from domain_events where kind = 'policy.set'`;
  expect(event).toMatchObject({ kind: "policy.set", figures: { turnedAway: { last24Hours: { devices: 2 } } } });
});

test("to enforce, the number must be typed and still hold; to report it need not", async () => {
  await expect(savePolicy(as("admin"), { draft })).rejects.toMatchObject({ code: "confirmation_needed" });
  const wrong = savePolicy(as("admin"), { draft, confirmedDevices: 400 });
  await expect(wrong).rejects.toMatchObject({ code: "count_changed", details: { devices: 2 } });
  expect(await listPolicies(as("viewer"))).toEqual([]);
  await expect(savePolicy(as("admin"), { draft: { ...draft, agentMode: "report" } })).resolves.toBeTruthy();
});

test("only an admin sets or withdraws; a time too soon and an unreadable version are refused", async () => {
  const input = { draft, confirmedDevices: 2 };
  await expect(savePolicy(as("responder"), input)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(withdrawPolicy(as("viewer"), { id: 1 })).rejects.toMatchObject({ kind: "forbidden" });
  const of = (part: object) => savePolicy(as("admin"), { ...input, draft: { ...draft, ...part } });
  await expect(of({ effectiveAt: at(20) })).rejects.toMatchObject({
    code: "too_soon",
    details: { field: "effectiveAt" },
  });
  await expect(of({ minimumAgent: "latest" })).rejects.toMatchObject({ details: { field: "draft.minimumAgent" } });
  await expect(of({ minimumAgent: null })).rejects.toMatchObject({ details: { field: "draft.minimumAgent" } });
});

test("a policy is withdrawn while it is ahead; once in force it is a conflict", async () => {
  const ctx = as("admin");
  const first = await saveApproved({ draft, confirmedDevices: 2 });
  const second = await saveApproved({ draft: { ...draft, effectiveAt: at(600) }, confirmedDevices: 2 });
  await withdrawPolicy(as("admin", at(300)), { id: second.id });
  const phases = (await listPolicies(as("viewer", at(700)))).map((policy) => [policy.id, policy.phase]);
  expect(phases).toEqual([
    [second.id, "withdrawn"],
    [first.id, "in_force"],
  ]);
  expect(await listChanges(as("viewer"), { from: now, to: at(700) })).toHaveLength(1);
  await expect(withdrawPolicy(as("admin", at(25)), { id: first.id })).rejects.toMatchObject({
    code: "policy_in_force",
  });
  await expect(withdrawPolicy(ctx, { id: second.id })).rejects.toMatchObject({ code: "policy_in_force" });
  await expect(withdrawPolicy(ctx, { id: 999 })).rejects.toMatchObject({ code: "policy_not_found" });
});

test("a policy cannot take effect when no calendar has the day", async () => {
  const saved = savePolicy(ctxOf(database.db, "admin", now), {
    draft: { ...draft, agentMode: "report", effectiveAt: never },
  });
  await expect(saved).rejects.toMatchObject({ code: "invalid_input" });
});

test("a policy that enforces is not set without a second person, and another policy lapses what was approved", async () => {
  const input = { draft, confirmedDevices: 2 };
  const admin = await signedIn(database.db, "admin", now);
  const responder = await signedIn(database.db, "responder", now);
  await expect(savePolicy(admin.ctx, input)).rejects.toMatchObject({ code: "approval_needed" });
  await expect(proposePolicy(responder.ctx, input)).rejects.toMatchObject({ kind: "forbidden" });
  const approvalId = await proposePolicy(admin.ctx, input);
  await decideApproval(responder.ctx, { id: approvalId, decision: "approve" });
  await savePolicy(admin.ctx, { draft: { ...draft, agentMode: "report" } });
  expect(await getApproval(admin.ctx, approvalId)).toMatchObject({ state: "lapsed" });
  await expect(savePolicy(admin.ctx, { ...input, approvalId })).rejects.toMatchObject({ code: "approval_lapsed" });
  expect(await listPolicies(as("viewer"))).toHaveLength(1);
});

test("an approval does not reach over what has come into the calendar since", async () => {
  const input = { draft, confirmedDevices: 2 };
  const change = (title: string, startsAt: Date) =>
    createChange(as("admin"), { kind: "rewards_snapshot", title, startsAt });
  await change("Known", at(3_600));
  const save = async (meanwhile: () => Promise<unknown>, later: number) => {
    const [admin, responder] = [
      await signedIn(database.db, "admin", now),
      await signedIn(database.db, "responder", now),
    ];
    const approvalId = await proposePolicy(admin.ctx, input);
    await decideApproval(responder.ctx, { id: approvalId, decision: "approve" });
    await meanwhile();
    return savePolicy(admin.ctxAt(at(later)), { ...input, approvalId });
  };
  const refusal = { code: "approval_lapsed", message: expect.stringContaining("Snapshot") };
  // What the approver read does not stand in the way, nor does what is gone.
  await expect(save(async () => null, 60)).resolves.toBeTruthy();
  await expect(save(() => change("Snapshot tonight", at(7_200)), 60)).rejects.toMatchObject(refusal);
  await database.owner`truncate changes`;
  await expect(save(() => change("Snapshot tomorrow", at(86_400 + 300)), 60)).resolves.toBeTruthy();
  await database.owner`truncate changes`;
  // Out of reach when it was approved, within it when it is carried out, minutes later.
  await change("Snapshot at the edge", at(86_400 + 300));
  await expect(save(async () => null, 590)).rejects.toMatchObject(refusal);
});
