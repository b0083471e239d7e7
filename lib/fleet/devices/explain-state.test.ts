import { expect, test } from "vitest";
import { explainState } from "./explain-state";

const device = {
  agent: "1.4.2",
  intervalSeconds: 30,
  decisionReason: "counterfeit",
  verifiedAt: null,
  verifiedUntil: null,
};
const policy = { minimumAgent: "1.5.0" };

test("an outdated agent is told the version that it has and the one that is needed", () => {
  const told = explainState({ state: "blocked", reason: "outdated_agent" }, device, policy);
  expect(told?.why).toBe("It calls, but runs agent 1.4.2, and the policy lets in 1.5.0 or later.");
  expect(told?.steps[0]).toContain("Update the agent to 1.5.0 or later");
  const nameless = explainState({ state: "blocked", reason: "outdated_agent" }, { ...device, agent: null }, null);
  expect(nameless?.why).toContain("does not say which agent it runs");
});

test("each reason of being blocked has its own steps; connected needs none", () => {
  const why = (["legacy_token", "unverified"] as const).map(
    (reason) => explainState({ state: "blocked", reason }, device, policy)?.why,
  );
  expect(why[0]).toContain("token");
  expect(why[1]).toContain("never passed");
  const expired = { ...device, verifiedAt: new Date(0), verifiedUntil: new Date(1) };
  expect(explainState({ state: "blocked", reason: "unverified" }, expired, policy)?.why).toContain("expired");
  expect(explainState({ state: "connected" }, device, policy)).toBeNull();
});

test("a quarantine says its reason; an unknown state asks nothing of the owner", () => {
  expect(explainState({ state: "quarantined" }, device, policy)?.why).toContain("counterfeit");
  expect(explainState({ state: "unknown" }, device, policy)?.steps).toEqual([]);
  expect(explainState({ state: "silent" }, device, policy)?.why).toContain("every 30 s");
});
