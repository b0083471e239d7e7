import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { carryOut } from "@/lib/access/approvals/carry-out";
import { decideApproval } from "@/lib/access/approvals/decide-approval";
import { signedIn } from "@/lib/access/testing/signed-in";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { createToken } from "@/lib/access/tokens/create-token";
import { proposeRevocation } from "@/lib/access/tokens/propose-revocation";
import { RevokeTokens, revokeTokens } from "@/lib/access/tokens/revoke-token";
import { systemCtx } from "@/lib/context";
import { quarantineDevices } from "@/lib/fleet/devices/quarantine-devices";
import { savePolicy } from "@/lib/fleet/policy/save-policy";
import { makeFleet } from "@/lib/fleet/testing/make-fleet";
import { moveIncident } from "../move-incident";
import { openIncident } from "../open-incident";
import { readTimeline } from "../timeline/read-timeline";
import { actInIncident } from "./act-in-incident";

const now = new Date("2026-04-25T09:00:30Z");
let database: TestDatabase;
const responder = () => testCtx(database.db, "responder", now);
const admin = () => testCtx(database.db, "admin", now);
const open = () => openIncident(responder(), { title: "Names of devices were changed" });
const auditOf = async (action: string) =>
  (await database.sql`select after from audit_log where action = ${action} order by id`).map(({ after }) => after);
const eventsOf = async (id: string) =>
  (await database.sql`select kind from domain_events where subjects->>'incident' = ${id} order by id`).map(
    ({ kind }) => kind,
  );
async function made(count: number): Promise<string[]> {
  const ids: string[] = [];
  const ctx = systemCtx(database.db, "test", now);
  for (let i = 0; i < count; i++) ids.push((await createToken(ctx, { kind: "alert", name: `t${i}` })).id);
  return ids.sort();
}

beforeAll(async () => {
  database = await createTestDatabase();
  await makeFleet(database.db, [{ deviceId: "d1", provider: "north" }], new Date(0));
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_years, audit_log, domain_events`;
});
afterAll(() => database.drop());

test("a quarantine from an incident names it in the audit trail and stands in its timeline", async () => {
  const { id, reference } = await open();
  const ctx = await actInIncident(responder(), reference.toLowerCase());
  await quarantineDevices(ctx, { target: { device: "d1" }, reason: "counterfeit" });
  expect(await auditOf("device.quarantine")).toMatchObject([{ reason: "counterfeit", incident: reference }]);
  const { items } = await readTimeline(responder(), { incidentId: id });
  expect(items).toContainEqual(expect.objectContaining({ kind: "action", text: "Quarantined 1 device: counterfeit" }));
  expect(await eventsOf(id)).toEqual(["incident.opened", "device.quarantined"]);
});

test("an act outside of an incident names none", async () => {
  await open();
  const [token] = await made(1);
  await revokeTokens(admin(), { ids: [token ?? ""] });
  expect(await auditOf("token.revoke")).toEqual([null]);
  const [event] = await database.sql`select subjects from domain_events where kind = 'token.revoked'`;
  expect(event?.subjects).toEqual({ token });
});

test("many tokens from an incident: proposed, approved by a second person and carried out, all of it in the incident's name", async () => {
  const { id, reference } = await open();
  const [proposer, approver] = [await signedIn(database.db, "admin", now), await signedIn(database.db, "admin", now)];
  const ids = await made(6);
  const inIncident = await actInIncident(proposer.ctx, reference);
  await expect(revokeTokens(inIncident, { ids })).rejects.toMatchObject({ code: "approval_needed" });
  const approval = await proposeRevocation(inIncident, { ids });
  await decideApproval(approver.ctx, { id: approval, decision: "approve" });
  // As from the page of approvals, which knows of no incident.
  await carryOut(proposer.ctx, approval, (ctx, { input }) =>
    revokeTokens(ctx, { ...RevokeTokens.parse(input), approvalId: approval }),
  );
  expect(await auditOf("token.revoke")).toMatchObject(ids.map(() => ({ approvalId: approval, incident: reference })));
  expect(await auditOf("approval.propose")).toMatchObject([{ incident: reference }]);
  expect(await auditOf("approval.carry-out")).toMatchObject([{ incident: reference }]);
  expect(await eventsOf(id)).toEqual([
    ...["incident.opened", "approval.proposed", "approval.approved", "token.revoked"],
  ]);
});

test("a policy from an incident stands in its timeline", async () => {
  const { id, reference } = await open();
  const draft = {
    minimumAgent: "1.5.0",
    agentMode: "report",
    legacyTokenMode: "off",
    verificationMode: "off",
  } as const;
  await savePolicy(await actInIncident(admin(), reference), { draft: { ...draft, effectiveAt: null } });
  expect(await auditOf("policy.set")).toMatchObject([{ incident: reference }]);
  expect(await eventsOf(id)).toEqual(["incident.opened", "policy.set"]);
});

test("refused: no such incident, one that ended, too low a role; and the act's own permission is still asked for", async () => {
  const { id, reference } = await open();
  await expect(actInIncident(responder(), "INC-1999-001")).rejects.toMatchObject({ code: "incident_not_found" });
  await expect(actInIncident(responder(), "x")).rejects.toMatchObject({ code: "invalid_input" });
  for (const role of ["viewer", "relations"] as const) {
    const low = actInIncident(testCtx(database.db, role, now), reference);
    await expect(low).rejects.toMatchObject({ code: "forbidden" });
  }
  const [token] = await made(1);
  const ctx = await actInIncident(responder(), reference);
  await expect(revokeTokens(ctx, { ids: [token ?? ""] })).rejects.toMatchObject({ code: "forbidden" });
  await moveIncident(responder(), { id, version: 1, to: "declined", reason: "A test" });
  await expect(actInIncident(responder(), reference)).rejects.toMatchObject({ code: "incident_ended" });
});
