import { and, asc, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { publicEndpoints } from "@/db/schema/endpoints";
import type { Severity } from "@/lib/findings/finding-choices";
import type { NewFinding } from "@/lib/findings/open-finding";
import { settlePostureFindings } from "@/lib/findings/settle-posture-findings";
import type { Risk } from "./endpoint-choices";
import { neverReviewed, reviewDueMs } from "./review-due";
import { readReviewPeriods } from "./review-periods";

const overdueRule = "posture.endpoint-review-overdue";
const neverRule = "posture.endpoint-never-reviewed";

type Lacking = {
  id: string;
  host: string;
  method: string;
  path: string;
  owner: string;
  risk: string;
  createdAt: Date;
  dueMs: number;
};

const severities: Record<Risk, Severity> = { critical: "high", high: "medium", medium: "low", low: "low" };
const mostListed = 100;

/**
 * Opens, updates and resolves the findings of what lacks a review at `now`: one for each rule, host and risk. Not one for each
 * endpoint: those of an API are reviewed together, and the day after an import of thousands nobody would read thousands of
 * findings; each names its endpoints. Not one for a whole host either: periods differ by risk, and a critical endpoint that
 * falls due must be told anew, not disappear in a finding that somebody has suppressed or taken up for what is of low risk.
 * Hold lockRegister before.
 */
export async function judgeEndpointReviews(ctx: { db: Transaction; now: Date }): Promise<void> {
  const { days } = await readReviewPeriods(ctx.db);
  const due = reviewDueMs(days);
  const { id, host, method, path, owner, risk, createdAt, removedAt } = publicEndpoints;
  const lacking = await ctx.db
    .select({ id, host, method, path, owner, risk, createdAt, dueMs: due })
    .from(publicEndpoints)
    .where(and(isNull(removedAt), sql`${due} <= ${ctx.now.getTime()}`))
    .orderBy(asc(host), asc(due), asc(path), asc(method));
  const groups = new Map<string, Lacking[]>();
  for (const each of lacking) {
    const fingerprint = `${ruleOf(each)}/${each.host}/${each.risk}`;
    const group = groups.get(fingerprint);
    if (group) group.push(each);
    else groups.set(fingerprint, [each]);
  }
  const found = [...groups].map(([fingerprint, endpoints]) => findingOf(fingerprint, endpoints, ctx.now));
  await settlePostureFindings(ctx, [overdueRule, neverRule], found);
}

const ruleOf = ({ dueMs }: Lacking) => (dueMs === neverReviewed ? neverRule : overdueRule);

function findingOf(fingerprint: string, endpoints: readonly Lacking[], now: Date): NewFinding {
  const [first] = endpoints;
  if (!first) throw new Error("a group has a member");
  const rule = ruleOf(first);
  const isNever = rule === neverRule;
  const began = Math.min(...endpoints.map((each) => (isNever ? each.createdAt.getTime() : each.dueMs)));
  // Only values of endpoint-choices.ts are ever written to the column.
  const risk = first.risk as Risk;
  const count = `${endpoints.length === 1 ? "1 public endpoint" : `${endpoints.length} public endpoints`} of ${risk} risk`;
  const daysLate = Math.floor((now.getTime() - began) / 86_400_000);
  return {
    rule,
    fingerprint,
    title: isNever ? `Never reviewed: ${count} on ${first.host}` : `Overdue for review: ${count} on ${first.host}`,
    summary: isNever
      ? "No review or penetration test is on record. Record one in Settings, Public endpoints."
      : `The longest is ${daysLate} ${daysLate === 1 ? "day" : "days"} late. Record the next review in Settings, Public endpoints.`,
    severity: severities[risk],
    confidence: 1,
    attack: ["T1190"],
    subjects: { host: first.host },
    evidence: {
      host: first.host,
      risk,
      count: endpoints.length,
      endpoints: endpoints.slice(0, mostListed).map(({ id, method, path, owner, risk, dueMs }) => ({
        ...{ id, method, path, owner, risk },
        dueAt: dueMs === neverReviewed ? null : new Date(dueMs).toISOString(),
      })),
    },
    startedAt: new Date(began),
  };
}
