import { expect, test } from "vitest";
import type { Dimension } from "@/lib/fleet/types";
import { chooseNarrowest } from "./choose-narrowest";
import { type Group, groupId } from "./group";
import type { Drop } from "./judge-drop";

/** Lost devices with the groups that each lies in. */
type Lost = { groups: string[]; devices: number };

const drop = (dimension: Dimension, key: string, expected: number, lost: number): Drop => ({
  group: { dimension, key },
  expected,
  noise: 1,
  found: expected - lost,
  lost,
  threshold: 0.1 * expected,
});

const choose = (drops: Drop[], lost: Lost[]) => {
  const lostWithin = (group: Group) => (other: Group) =>
    lost
      .filter((row) => row.groups.includes(groupId(group)) && row.groups.includes(groupId(other)))
      .reduce((sum, row) => sum + row.devices, 0);
  return chooseNarrowest(drops, lostWithin)
    .map((of) => groupId(of.group))
    .sort();
};

test("one provider's outage is the provider's, not its region's", () => {
  const drops = [drop("region", "eu", 1_000, 400), drop("provider", "7", 400, 400)];
  expect(choose(drops, [{ groups: ["fleet:", "region:eu", "provider:7"], devices: 400 }])).toEqual(["provider:7"]);
});

test("a fall of everybody is the fleet's", () => {
  const drops = [drop("fleet", "", 1_000, 950), drop("region", "eu", 500, 475), drop("region", "us", 500, 475)];
  const lost = [
    { groups: ["fleet:", "region:eu"], devices: 475 },
    { groups: ["fleet:", "region:us"], devices: 475 },
  ];
  expect(choose(drops, lost)).toEqual(["fleet:"]);
});

test("a version that carries nine tenths of the loss is named", () => {
  const drops = [drop("fleet", "", 1_000, 900), drop("agent", "1.4.2", 850, 840), drop("region", "eu", 500, 450)];
  const lost = [
    { groups: ["fleet:", "agent:1.4.2", "region:eu"], devices: 420 },
    { groups: ["fleet:", "agent:1.4.2"], devices: 420 },
    { groups: ["fleet:", "region:eu"], devices: 30 },
    { groups: ["fleet:"], devices: 30 },
  ];
  expect(choose(drops, lost)).toEqual(["agent:1.4.2"]);
});

test("two providers at once are two findings", () => {
  const drops = [drop("provider", "7", 400, 400), drop("provider", "9", 300, 300)];
  const lost = [
    { groups: ["fleet:", "provider:7"], devices: 400 },
    { groups: ["fleet:", "provider:9"], devices: 300 },
  ];
  expect(choose(drops, lost)).toEqual(["provider:7", "provider:9"]);
});

test("nothing fell", () => {
  expect(choose([], [])).toEqual([]);
});
