import { expect, test } from "vitest";
import type { AdmissionPolicy } from "../admission";
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
