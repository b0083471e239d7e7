import { expect, test } from "vitest";
import type { EstimateRow, PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";
import { effectColumns, prepareEstimateRows } from "./prepare-estimate-rows";

const over = (devices: number) => ({ now: { devices: 0, gpus: 0 }, last24Hours: { devices, gpus: devices } });
const row = (key: string, turnedAway: number, readmitted: number): EstimateRow => ({
  ...{ key, label: key, seen: over(100), turnedAway: over(turnedAway), reported: over(0) },
  ...{ readmitted: over(readmitted), newlyTurnedAway: over(0) },
});

/** Only what the table reads. */
const estimateOf = (turnedAway: number, readmitted: number) =>
  ({
    turnedAway: { ...over(turnedAway), byReason: {}, providers: 1 },
    reported: { ...over(0), byReason: {}, providers: 0 },
    against: {
      policyId: 1,
      readmitted: { ...over(readmitted), providers: 1 },
      newlyTurnedAway: { ...over(0), providers: 0 },
    },
  }) as unknown as PolicyEstimate;

test("a column for each thing that happens to anybody", () => {
  expect(effectColumns(estimateOf(5, 0)).map(({ key }) => key)).toEqual(["turnedAway"]);
  expect(effectColumns(estimateOf(5, 7)).map(({ key }) => key)).toEqual(["readmitted", "turnedAway"]);
  expect(effectColumns(estimateOf(0, 0))).toEqual([]);
});

test("the rows and what they leave out sum to the figures of the fleet, in each column", () => {
  const rows = Array.from({ length: 20 }, (_, index) => row(`p${index}`, 10, 2));
  const columns = effectColumns(estimateOf(230, 45));
  const { shown, hidden } = prepareEstimateRows(rows, 5, columns);
  expect(shown).toHaveLength(8);
  expect(hidden).toEqual({ values: 17, devices: [45 - 16, 230 - 80] });
  expect(prepareEstimateRows(rows.slice(0, 3), 0, columns).hidden).toBeNull();
});
