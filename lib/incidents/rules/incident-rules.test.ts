import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { listIncidents } from "../list-incidents";
import { moveIncident } from "../move-incident";
import { openFindingFor } from "../testing/open-finding-for";
import { applyIncidentRules } from "./apply-incident-rules";
import { createIncidentRule } from "./create-incident-rule";
import { type IncidentRule, ruleApplies } from "./incident-rule";
import { listIncidentRules } from "./list-incident-rules";
import { revokeIncidentRule } from "./revoke-incident-rule";

const now = new Date("2026-05-30T12:00:00Z");
let database: TestDatabase;
const responder = () => testCtx(database.db, "responder", now);
const rule = {
  name: "Attacks on the API",
  leastSeverity: "high" as const,
  detector: "api.",
  severity: 2 as const,
  kind: "fleet_tampering" as const,
};
/** Until nothing is left: what other databases of the server still have open holds back the newest rows. */
async function apply(): Promise<void> {
  for (let isLeft = true; isLeft; ) {
    await applyIncidentRules(database.db, now);
    const [row] = await database.sql`
      select count(*)::int as count from domain_events, incident_rule_cursor c
      where kind = 'finding.opened' and (domain_events.xid, domain_events.id) > (c.xid, c.event_id)`;
    isLeft = row?.count > 0;
  }
}
const incidents = async () => (await listIncidents(responder())).items;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_rules, incident_rule_cursor, incident_findings, findings, domain_events, audit_log`;
  await apply();
});
afterAll(() => database.drop());

test.each<[string, string | null, string, string, boolean]>([
  ["a part of the detector", "api.", "api.write-surge", "high", true],
  ["graver than asked", "api.", "api.write-surge", "critical", true],
  ["not grave enough", "api.", "api.write-surge", "medium", false],
  ["another detector", "api.", "fleet.collapse", "critical", false],
  ["one detector alone", "api.write-surge", "api.write-surge", "high", true],
  ["no prefix without its dot", "api.write", "api.write-surge", "high", false],
  ["any detector", null, "fleet.collapse", "high", true],
  ["a severity that nobody knows", null, "fleet.collapse", "grave", false],
])("%s", (_name, detector, of, severity, expected) => {
  expect(ruleApplies({ ...rule, detector } as IncidentRule, { rule: of, severity })).toBe(expected);
});

test("a finding opens an incident once; more of its detector join it, of another open another", async () => {
  await createIncidentRule(responder(), rule);
  await openFindingFor(database.db, now);
  await openFindingFor(database.db, now);
  await openFindingFor(database.db, now, { rule: "api.enumeration" });
  await openFindingFor(database.db, now, { severity: "low" });
  await apply();
  await apply();
  const made = await incidents();
  expect(made.map(({ findings, severity, openedBy }) => ({ findings, severity, openedBy }))).toEqual(
    expect.arrayContaining([
      { findings: 2, severity: 2, openedBy: "Rules" },
      { findings: 1, severity: 2, openedBy: "Rules" },
    ]),
  );
  expect(made).toHaveLength(2);
});

test("after the incident is closed a further finding opens the next", async () => {
  await createIncidentRule(responder(), rule);
  await openFindingFor(database.db, now);
  await apply();
  const [first] = await incidents();
  await moveIncident(responder(), { id: first?.id ?? "", version: 1, to: "declined", reason: "A test" });
  await openFindingFor(database.db, now);
  await apply();
  expect((await incidents()).map(({ state }) => state).sort()).toEqual(["declined", "triage"]);
});

test("what was opened before any rule was asked, and what a revoked rule meant, opens nothing", async () => {
  const id = await createIncidentRule(responder(), rule);
  await revokeIncidentRule(responder(), { id });
  await expect(revokeIncidentRule(responder(), { id })).rejects.toMatchObject({ code: "rule_revoked" });
  await openFindingFor(database.db, now);
  await apply();
  await createIncidentRule(responder(), rule);
  await apply();
  expect(await incidents()).toEqual([]);
  expect((await listIncidentRules(responder())).map(({ name }) => name)).toEqual([rule.name]);
});

test("several workers at once open one incident", async () => {
  await createIncidentRule(responder(), rule);
  for (let i = 0; i < 5; i++) await openFindingFor(database.db, now);
  await Promise.all([apply(), apply(), apply()]);
  expect(await incidents()).toMatchObject([{ findings: 5 }]);
});

test("too low a role sets no rule; bad input names its field", async () => {
  for (const role of ["viewer", "relations"] as const) {
    const ctx = testCtx(database.db, role, now);
    await expect(createIncidentRule(ctx, rule)).rejects.toMatchObject({ code: "forbidden" });
    await expect(revokeIncidentRule(ctx, { id: "x" })).rejects.toMatchObject({ code: "forbidden" });
  }
  const wrong = createIncidentRule(responder(), { ...rule, detector: "api.%" });
  await expect(wrong).rejects.toMatchObject({ code: "invalid_input", details: { field: "detector" } });
});
