import { expect, test } from "vitest";
import { type ExplainedDevice, explainState } from "./explain-state";

const device: ExplainedDevice = {
  agent: "1.4.2",
  intervalSeconds: 30,
  tokenKind: "provider",
  decisionReason: "counterfeit",
  verifiedAt: null,
  verifiedUntil: null,
};
const policy = { minimumAgent: "1.5.0", legacyTokenMode: "enforce", verificationMode: "off" } as const;
const now = new Date("2026-11-21T08:00:00Z");

test("an outdated agent is told the version that it has and the one that is needed", () => {
  const told = explainState({ state: "blocked", reason: "outdated_agent" }, device, policy, now);
  expect(told?.why).toBe("It calls, but runs agent 1.4.2, and the policy lets in 1.5.0 or later.");
  expect(told?.steps[0]).toContain("Update the agent to 1.5.0 or later");
  const nameless = explainState({ state: "blocked", reason: "outdated_agent" }, { ...device, agent: null }, null, now);
  expect(nameless?.why).toContain("does not say which agent it runs");
});

test("an outdated agent that also has the old token, or no verification, is told all that keeps it out", () => {
  const told = (change: Partial<ExplainedDevice>, rules = {}) =>
    explainState(
      { state: "blocked", reason: "outdated_agent" },
      { ...device, ...change },
      { ...policy, ...rules },
      now,
    );
  const both = told({ tokenKind: "legacy" });
  expect(both?.why).toMatch(/runs agent 1\.4\.2.*the old token that many devices share/);
  expect(both?.steps.map((step) => step.split(" ")[0])).toEqual(["Update", "Restart", "Ask", "Put", "Nothing"]);
  expect(told({ tokenKind: "legacy" }, { legacyTokenMode: "report" })?.steps).toHaveLength(3);
  expect(told({})?.steps).toHaveLength(3);
  expect(told({}, { verificationMode: "enforce" })?.why).toContain("never passed a verification");
  const valid = { verifiedUntil: new Date("2026-11-22T08:00:00Z") };
  expect(told(valid, { verificationMode: "enforce" })?.steps).toHaveLength(3);
  const legacy = explainState(
    { state: "blocked", reason: "legacy_token" },
    { ...device, tokenKind: "legacy" },
    policy,
    now,
  );
  expect(legacy?.steps).toHaveLength(3);
});

test("each reason of being blocked has its own steps; connected needs none", () => {
  const why = (["legacy_token", "unverified"] as const).map(
    (reason) => explainState({ state: "blocked", reason }, device, policy, now)?.why,
  );
  expect(why[0]).toContain("token");
  expect(why[1]).toContain("never passed");
  const expired = { ...device, verifiedAt: new Date(0), verifiedUntil: new Date(1) };
  expect(explainState({ state: "blocked", reason: "unverified" }, expired, policy, now)?.why).toContain("expired");
  expect(explainState({ state: "connected" }, device, policy, now)).toBeNull();
});

test("a quarantine says its reason; an unknown state asks nothing of the owner", () => {
  expect(explainState({ state: "quarantined" }, device, policy, now)?.why).toContain("counterfeit");
  expect(explainState({ state: "unknown" }, device, policy, now)?.steps).toEqual([]);
  expect(explainState({ state: "silent" }, device, policy, now)?.why).toContain("every 30 s");
});
