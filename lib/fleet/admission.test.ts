import { expect, test } from "vitest";
import { type AdmissionPolicy, judgeAdmission, openPolicy } from "./admission";

const enforced: AdmissionPolicy = {
  minimumAgent: "1.5.0",
  agentMode: "enforce",
  legacyTokenMode: "enforce",
  verificationMode: "enforce",
};
const good = { agent: "1.5.0", tokenKind: "provider", isVerified: true } as const;

test.each([
  ["1.5.0", null],
  ["1.10.0", null],
  ["v1.5.1", null],
  ["1.5", null],
  ["2", null],
  ["1.4.9", "outdated_agent"],
  ["1.5.0-rc.1", "outdated_agent"],
  ["nightly", "outdated_agent"],
  ["", "outdated_agent"],
  [null, "outdated_agent"],
])("agent %s under a minimum of 1.5.0: %s", (agent, reason) => {
  expect(judgeAdmission(enforced, { ...good, agent }).turnedAwayFor).toBe(reason);
});

test("the first reason in the fixed order is the reason", () => {
  const worst = { agent: "1.0.0", tokenKind: "legacy", isVerified: false } as const;
  expect(judgeAdmission(enforced, worst).turnedAwayFor).toBe("outdated_agent");
  expect(judgeAdmission(enforced, { ...worst, agent: "1.5.0" }).turnedAwayFor).toBe("legacy_token");
  expect(judgeAdmission(enforced, { ...good, isVerified: false }).turnedAwayFor).toBe("unverified");
});

test("a rule that reports turns nobody away and names every reason", () => {
  const reporting: AdmissionPolicy = {
    ...enforced,
    agentMode: "report",
    legacyTokenMode: "report",
    verificationMode: "report",
  };
  expect(judgeAdmission(reporting, { agent: null, tokenKind: "legacy", isVerified: false })).toEqual({
    turnedAwayFor: null,
    wouldBeTurnedAwayFor: ["outdated_agent", "legacy_token", "unverified"],
  });
});

test("without a policy everybody is admitted, and a mode without a minimum does nothing", () => {
  const nobody = { agent: null, tokenKind: "legacy", isVerified: false } as const;
  expect(judgeAdmission(openPolicy, nobody)).toEqual({ turnedAwayFor: null, wouldBeTurnedAwayFor: [] });
  expect(judgeAdmission({ ...enforced, minimumAgent: null }, { ...good, agent: null }).turnedAwayFor).toBeNull();
});
