import { afterAll, beforeAll, beforeEach } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import type { Ctx } from "@/lib/context";
import { listFindings } from "@/lib/findings/list-findings";

export const start = new Date("2026-04-25T08:00:00Z");
export const after = (days: number) => new Date(start.getTime() + days * 86_400_000);
export const unknownId = "00000000-0000-4000-8000-00000000dead";

export const orders = {
  host: "API.Example.com",
  method: "POST" as const,
  path: "/orders/:id",
  summary: "Changes an order",
  owner: "Orders team",
  exposure: "internet" as const,
  authentication: "bearer" as const,
  dataClass: "personal" as const,
};

export const review = (endpointIds: string[], reviewedAt: Date) => ({
  ...{ endpointIds, reviewedAt, kind: "penetration_test" as const, outcome: "weaknesses" as const },
  ...{ reviewer: "Red Team Ltd", notes: "Two holes in the login." },
});

/** A database for the tests of one file, whose register is empty before each. */
export function testRegister() {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await database.owner`
      truncate public_endpoints, endpoint_reviews, former_reviews, endpoint_reports, reviewed_endpoints,
        endpoint_review_periods, findings`;
  });
  const as = (role: Role, now = start): Ctx => testCtx(database.db, role, now);
  return {
    as,
    sql: (...query: Parameters<TestDatabase["sql"]>) => database.sql(...query),
    db: () => database.db,
    /** What was done to the record of this id, in order. */
    async auditOf(id: string): Promise<string[]> {
      const rows = await database.sql<{ action: string }[]>`
        select action from audit_log where target_id = ${id} order by id`;
      return rows.map(({ action }) => action);
    },
    async findings(status: "new" | "resolved" | "suppressed") {
      return (await listFindings(as("viewer"), { status: [status], rule: "posture." })).items;
    },
  };
}
