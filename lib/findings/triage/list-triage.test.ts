import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import type { Ctx } from "@/lib/context";
import { makeFleet } from "@/lib/fleet/testing/make-fleet";
import { severities } from "../finding-choices";
import { suppressFindings } from "../suppression/suppress-findings";
import { makeFinding } from "../testing/make-findings";
import { acknowledgeFindings } from "./acknowledge-findings";
import { countNewFindings, countTriage } from "./count-triage";
import { groupTriage } from "./group-triage";
import { listTriage } from "./list-triage";
import { resolveFindings } from "./resolve-findings";
import type { TriageFilter } from "./triage-filter";

const now = new Date("2026-11-20T12:00:00Z");
let database: TestDatabase;
let mia: Ctx;

/** By name: what the tests below look for. */
const made = {
  collapse: { rule: "fleet.collapse", severity: "critical", subjects: { provider: "" } },
  injection: { rule: "api.sql-injection", severity: "high", subjects: { cluster: "blue" } },
  miner: { rule: "attack.miner", severity: "high", subjects: { cluster: "blue", provider: "nobody" } },
  endpoint: { rule: "posture.endpoint-never-reviewed", severity: "low" },
  alert: { rule: "external.falco", severity: "info", summary: "100%_sure" },
  planned: { rule: "fleet.collapse", severity: "medium" },
  over: { rule: "api.sql-injection", severity: "critical" },
} as const;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const { userId } = await createSessionFor(db, { role: "responder", name: "Mia" });
  mia = { db, now, actor: { kind: "user", id: userId, name: "Mia", role: "responder" } };
  await makeFleet(db, [{ deviceId: "d", provider: "acme" }], now);
  const [acme] = await database.sql<{ id: number }[]>`select id from providers where slug = 'acme'`;
  const refs = new Map<string, { id: string; version: number }>();
  for (const [name, { ...given }] of Object.entries(made)) {
    const subjects: Record<string, string> =
      name === "collapse" ? { provider: String(acme?.id) } : "subjects" in given ? given.subjects : {};
    refs.set(name, await makeFinding(db, { ...given, subjects, title: name, fingerprint: `${given.rule}/${name}` }));
  }
  const seen = (name: string) => [refs.get(name) ?? { id: "", version: 0 }];
  await acknowledgeFindings(mia, { seen: seen("injection") });
  await suppressFindings(mia, { seen: seen("planned"), reason: "Planned.", until: new Date("2026-11-21T12:00:00Z") });
  await resolveFindings(mia, { seen: seen("over") });
});
afterAll(() => database.drop());

const titles = async (filter: TriageFilter) =>
  (await listTriage(mia, { filter })).items.map(({ title }) => title).sort();

test.each<[TriageFilter, (keyof typeof made)[]]>([
  [{}, ["alert", "collapse", "endpoint", "injection", "miner"]],
  [{ shown: "new" }, ["alert", "collapse", "endpoint", "miner"]],
  [{ shown: "in_progress" }, ["injection"]],
  [{ shown: "suppressed" }, ["planned"]],
  [{ shown: "resolved" }, ["over"]],
  [{ shown: "all", rule: "api.sql-injection" }, ["injection", "over"]],
  [{ severity: ["critical", "info"] }, ["alert", "collapse"]],
  [{ source: ["fleet"] }, ["collapse"]],
  [{ source: ["api"] }, ["endpoint", "injection"]],
  [{ source: ["cluster", "external"] }, ["alert", "miner"]],
  [{ rule: "posture." }, ["endpoint"]],
  [{ rule: "%." }, []],
  [{ provider: "acme" }, ["collapse"]],
  [{ provider: "nobody" }, ["miner"]],
  [{ cluster: "blue", severity: ["high"] }, ["injection", "miner"]],
  [{ fingerprint: "attack.miner/miner" }, ["miner"]],
  [{ assignee: "none" }, ["alert", "collapse", "endpoint", "miner"]],
  [{ search: "MINER" }, ["miner"]],
  [{ search: "0%_s" }, ["alert"]],
  [{ search: "x' or '1'='1" }, []],
])("%j shows %j", async (filter, expected) => {
  expect(await titles(filter)).toEqual(expected);
});

test("a row says whose it is, of which provider, and until when it is suppressed", async () => {
  const [mine] = (await listTriage(mia, { filter: { assignee: mia.actor.id } })).items;
  expect(mine).toMatchObject({ title: "injection", assignee: "Mia", version: 2, source: "api", provider: null });
  const [collapse] = (await listTriage(mia, { filter: { provider: "acme" } })).items;
  expect(collapse?.provider).toMatchObject({ slug: "acme" });
  expect(collapse?.startedAt).toBe(now.getTime());
  const [planned] = (await listTriage(mia, { filter: { shown: "suppressed" } })).items;
  expect(planned?.suppression).toMatchObject({ reason: "Planned.", until: Date.parse("2026-11-21T12:00:00Z") });
});

test("counts are of the filter whatever its status, and the navigation's stop at their bound", async () => {
  expect(await countTriage(mia)).toEqual({ new: 4, in_progress: 1, suppressed: 1 });
  expect(await countTriage(mia, { shown: "resolved", rule: "fleet.collapse" })).toEqual({
    ...{ new: 1, in_progress: 0, suppressed: 1 },
  });
  expect([await countNewFindings(mia), await countNewFindings(mia, 2)]).toEqual([4, 2]);
});

test("groups sum to the list, the gravest first, and name the provider", async () => {
  for (const by of ["rule", "fingerprint", "provider", "cluster"] as const) {
    const { groups, hasMore } = await groupTriage(mia, { by });
    expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(5);
    expect(hasMore).toBe(false);
    expect(groups[0]).toMatchObject({ gravest: "critical" });
  }
  const { groups } = await groupTriage(mia, { by: "provider" });
  expect(groups.map(({ key, slug }) => slug ?? key)).toEqual(["acme", null, "nobody"]);
  expect(await groupTriage(mia, { by: "cluster", limit: 1 })).toMatchObject({ groups: [{ key: null }], hasMore: true });
  const prints = await groupTriage(mia, { by: "fingerprint", filter: { cluster: "blue" } });
  expect(prints.groups.map(({ label }) => label).sort()).toEqual(["injection", "miner"]);
});

test.each(["severity", "newest"] as const)(
  "pages by %s hold each once and in order, within a microsecond too",
  async (sort) => {
    const { db } = database;
    const rule = `fleet.paged-${sort}`;
    for (let index = 0; index < 23; index++) {
      await makeFinding(db, {
        rule,
        severity: severities[index % 5],
        startedAt: new Date(now.getTime() + (index % 4)),
      });
    }
    await database.sql`update findings set started_at = started_at + interval '1 microsecond' * (ascii(id::text) % 3)
    where rule = ${rule}`;
    for (const shown of ["open", "all"] as const) {
      const whole = (await listTriage(mia, { filter: { rule, shown }, sort, limit: 200 })).items;
      expect(whole).toHaveLength(23);
      const ranks = whole.map(({ severity }) => severities.indexOf(severity));
      if (shown === "open" && sort === "severity") expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listTriage(mia, { filter: { rule, shown }, sort, limit: 4, cursor });
        paged.push(...page.items.map(({ id }) => id));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(paged).toEqual(whole.map(({ id }) => id));
    }
  },
);

test("a forged cursor and a filter that is none are refused", async () => {
  for (const cursor of ["x", Buffer.from('[9,"2026","x"]').toString("base64url")]) {
    await expect(listTriage(mia, { cursor })).rejects.toMatchObject({ code: "invalid_cursor" });
  }
  await expect(listTriage(mia, { filter: { assignee: "'" } })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(listTriage(mia, { limit: 201 })).rejects.toMatchObject({ code: "invalid_input" });
  const nobody: Ctx = { ...mia, actor: { kind: "user", id: randomUUID(), name: "Nobody", role: "none" as never } };
  await expect(listTriage(nobody)).rejects.toMatchObject({ code: "forbidden" });
  await expect(groupTriage(nobody, { by: "rule" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(countTriage(nobody)).rejects.toMatchObject({ code: "forbidden" });
});
