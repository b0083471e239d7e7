import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What takes a caller's context and asks for no permission itself, with the reason why that is sound. */
const without: Record<string, string> = {
  answerDevicePresence: "reads parameters and calls getDevicePresence",
  answerDevices: "reads parameters and calls listDevices",
  answerSummary: "reads parameters and calls getFleetSummary",
  answerTimeline: "reads parameters and calls getFleetTimeline",
  cohortPoints: "a part of getFleetTimeline",
  countApprovalsToDecide: "counts what the caller may decide, and that is none for whoever may not",
  countCohort: "a part of getFleetSummary",
  countGroups: "a part of getFleetBreakdown and listProviders",
  countRange: "a part of getFleetTimeline",
  countWalked: "a part of getFleetTimeline",
  decideDevices: "the frame of acts that each ask for their own permission",
  enrolAll: "a part of the imports",
  groupTrends: "a part of getFleetBreakdown",
  orderDevices: "a part of exportDevices",
  pickDevices: "a part of listDevices",
  readCohort: "a part of getFleetTimeline",
  readDeviceMatcher: "a part of the queries of a cohort",
  readListedCohort: "a part of listDevices and exportDevices",
  readReviews: "a part of getEndpoint",
  recordVerifications: "the gateway's, whose token says what it may",
  requireClosedMinute: "a part of the queries of a past minute",
  resolveCohort: "calls measureCohort",
  resolveListedMinute: "a part of the lists of a past minute",
  resolveTarget: "a part of decideDevices",
  revokeToken: "calls revokeTokens",
};

const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("/testing/"))
  .map((path) => `lib/${path}`);
const declared =
  /^export (?:async )?function (\w+)(?:<[^\n]*?>)?\(\s*ctx: Ctx\b|^export const (\w+) = (?:async )?\(\s*ctx: Ctx\b/gm;

type Found = { name: string; path: string; firstStatement: string };

/** Every exported function whose first argument is a context, with the first statement of its body. */
const found: Found[] = sources.flatMap((path) => {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(declared)].map((match) => {
    const head = match[1] ? /^[\s\S]*?\)(?::[^\n]*)? \{\n/ : /^[\s\S]*? =>\s/;
    const body = text.slice(match.index).replace(head, "");
    return { name: match[1] ?? match[2] ?? "", path, firstStatement: body.trimStart().split(";")[0] ?? "" };
  });
});

test("what takes a caller's context asks for the permission first, or is named here with its reason", () => {
  // Were the pattern to miss them all, this would show it.
  expect(found.length).toBeGreaterThan(100);
  const asks = ({ firstStatement }: Found) => /^requirePermission\(ctx\.actor, ["\w]/.test(firstStatement);
  const silent = found.filter((one) => !asks(one)).map(({ name }) => name);
  expect(silent.toSorted()).toEqual(Object.keys(without).toSorted());
});
