import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { openPolicy } from "@/lib/fleet/admission";
import { policyAt, readPolicies } from "./policy-switch";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const policies: [string, number][] = [
    ["1.0.0", 7_200_000],
    ["2.0.0", 3_600_000],
    ["3.0.0", 0],
    ["4.0.0", -60_000],
  ];
  for (const [minimum, agoMs] of policies) {
    await database.sql`
      insert into admission_policies (minimum_agent, agent_mode, effective_at, created_by)
      values (${minimum}, 'enforce', clock_timestamp() - ${agoMs} * interval '1 ms', 'test')`;
  }
});
afterAll(() => database.drop());

const minimumAt = async (ms: number) => policyAt(await readPolicies(database.sql), ms).minimumAgent;

test("a gateway whose clock is a moment behind the database's still knows the policy that was in force before", async () => {
  expect(await minimumAt(Date.now() - 1_000)).toBe("2.0.0");
  expect(await minimumAt(Date.now() + 1_000)).toBe("3.0.0");
  expect(await minimumAt(Date.now() + 61_000)).toBe("4.0.0");
});

test("without a policy everybody is let in", () => {
  expect(policyAt([], Date.now())).toBe(openPolicy);
});
