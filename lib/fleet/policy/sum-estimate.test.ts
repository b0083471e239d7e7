import { expect, test } from "vitest";
import type { AdmissionPolicy } from "../admission";
import { policyEffect } from "./policy-effect";
import { estimateDimensions, type SeenGroup, sumEstimate } from "./sum-estimate";

const policy: AdmissionPolicy = {
  minimumAgent: "1.5.0",
  agentMode: "enforce",
  legacyTokenMode: "report",
  verificationMode: "off",
};

/** The same devices in each dimension, as the query gives them. */
const groups = (given: Partial<SeenGroup> & { provider: string; model: string; region: string }): SeenGroup[] =>
  estimateDimensions.map((dimension) => {
    const key = { provider: given.provider, gpu_model: given.model, region: given.region }[dimension];
    const counts = { devices: 10, gpus: 80, devicesNow: 6, gpusNow: 48 };
    return { agent: "1.5.0", tokenKind: "provider", isVerified: true, ...counts, ...given, dimension, key, label: key };
  });

const north = { provider: "north", model: "H100", region: "eu" };
const south = { provider: "south", model: "RTX 4090", region: "us" };

test("sums what a gateway would turn away and what it would only report, once each", () => {
  const sums = sumEstimate(policy, [
    ...groups(north),
    ...groups({ ...north, agent: "1.4.9", devices: 5, gpus: 40, devicesNow: 1, gpusNow: 8 }),
    ...groups({ ...south, agent: null, tokenKind: "legacy" }),
    ...groups({ ...south, tokenKind: "legacy" }),
  ]);
  expect(sums.seen.last24Hours).toEqual({ devices: 35, gpus: 280 });
  expect(sums.turnedAway.last24Hours).toEqual({ devices: 15, gpus: 120 });
  expect(sums.turnedAway.now).toEqual({ devices: 7, gpus: 56 });
  expect(sums.turnedAway.byReason).toEqual({
    outdated_agent: expect.objectContaining({ now: { devices: 7, gpus: 56 } }),
  });
  // The legacy device with an outdated agent is turned away, so it is not reported as well.
  expect(sums.reported.last24Hours.devices).toBe(10);
  expect([sums.turnedAway.providers, sums.reported.providers]).toEqual([2, 1]);
});

test("rows name the most affected first, and leave out who is not", () => {
  const sums = sumEstimate(policy, [
    ...groups({ ...north, agent: "1.0.0", devices: 2 }),
    ...groups({ ...south, agent: "1.0.0", devices: 9 }),
    ...groups({ provider: "east", model: "M2 Ultra", region: "ap" }),
  ]);
  expect(sums.byProvider.rows.map((row) => row.key)).toEqual(["south", "north"]);
  expect(sums.byRegion.rows.map((row) => [row.key, row.turnedAway.last24Hours.devices])).toEqual([
    ["us", 9],
    ["eu", 2],
  ]);
});

test("an unknown token kind is counted apart and taken as not legacy", () => {
  const enforced: AdmissionPolicy = { ...policy, agentMode: "off", legacyTokenMode: "enforce" };
  const sums = sumEstimate(enforced, groups({ ...north, tokenKind: null }));
  expect(sums.turnedAway.last24Hours.devices).toBe(0);
  expect(sums.tokenKindUnknown).toEqual({ devices: 10, gpus: 80 });
});

test("more rows than are shown are counted", () => {
  const many = Array.from({ length: 25 }, (_, i) => groups({ ...north, provider: `p${i}`, agent: "1.0.0" })).flat();
  expect(sumEstimate(policy, many).byProvider).toMatchObject({ rows: { length: 20 }, others: 5 });
});

const enforced: AdmissionPolicy = { ...policy, legacyTokenMode: "off" };
const fleet = [
  ...groups(north),
  ...groups({ ...north, agent: "1.4.9", devices: 5, gpus: 40, devicesNow: 1, gpusNow: 8 }),
  ...groups({ ...south, agent: "1.3.0", tokenKind: "legacy" }),
];
const none = { devices: 0, gpus: 0 };

test.each([
  ["the same rules", enforced, none, none, 15, "nothing"],
  ["only reported", { ...enforced, agentMode: "report" } as const, { devices: 15, gpus: 120 }, none, 0, "loosens"],
  ["no rule", { ...enforced, agentMode: "off" } as const, { devices: 15, gpus: 120 }, none, 0, "loosens"],
  ["a lower minimum", { ...enforced, minimumAgent: "1.4.0" }, { devices: 5, gpus: 40 }, none, 10, "loosens"],
  ["a higher minimum", { ...enforced, minimumAgent: "1.6.0" }, none, { devices: 10, gpus: 80 }, 25, "tightens"],
  [
    "legacy tokens in place of agents",
    { ...enforced, agentMode: "off", legacyTokenMode: "enforce" } as const,
    { devices: 5, gpus: 40 },
    none,
    10,
    "loosens",
  ],
])("against agents from 1.5.0 enforced: %s", (_, next, readmitted, newly, turnedAway, effect) => {
  const sums = sumEstimate(next, fleet, enforced);
  expect(sums.against.readmitted.last24Hours).toEqual(readmitted);
  expect(sums.against.newlyTurnedAway.last24Hours).toEqual(newly);
  expect(sums.turnedAway.last24Hours.devices).toBe(turnedAway);
  expect(policyEffect({ against: { policyId: 1, ...sums.against } })).toBe(effect);
  // What was turned away before is let in or still turned away: 15 by the policy that is followed.
  expect(turnedAway - newly.devices + readmitted.devices).toBe(15);
  for (const by of [sums.byProvider, sums.byModel, sums.byRegion]) {
    const sum = (of: "readmitted" | "newlyTurnedAway") =>
      by.rows.reduce((total, row) => total + (row[of]?.last24Hours.devices ?? 0), 0);
    expect([sum("readmitted"), sum("newlyTurnedAway")]).toEqual([readmitted.devices, newly.devices]);
  }
});

test("stricter for some and looser for others is said as both", () => {
  const unverified = groups({ ...south, isVerified: false });
  const next = { ...enforced, agentMode: "off", verificationMode: "enforce" } as const;
  const { against } = sumEstimate(next, [...fleet, ...unverified], enforced);
  expect([against.readmitted.last24Hours.devices, against.newlyTurnedAway.last24Hours.devices]).toEqual([15, 10]);
  expect(policyEffect({ against: { policyId: 1, ...against } })).toBe("shifts");
  expect(policyEffect({})).toBe("tightens");
});

test("for whom most changes comes first, before those who only stay turned away", () => {
  const lower = { ...enforced, minimumAgent: "1.4.0" };
  expect(sumEstimate(lower, fleet, enforced).byProvider.rows.map((row) => row.key)).toEqual(["north", "south"]);
});
