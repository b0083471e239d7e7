import { expect, test } from "vitest";
import { expectConnected, judgeDrop } from "./judge-drop";

const fleet = { dimension: "fleet", key: "" } as const;
const region = { dimension: "region", key: "eu-west" } as const;
const steady = (value: number, count = 30) => Array.from({ length: count }, (_, i) => value + (i % 3) - 1);

type Case = {
  name: string;
  group: typeof fleet | typeof region;
  recent: number[];
  seasonal: number[];
  found: number;
  falls: boolean;
};
const cases: Case[] = [
  { name: "600,000 become 10,000", group: fleet, recent: steady(600_000), seasonal: [1], found: 10_000, falls: true },
  { name: "an eighth of the fleet", group: fleet, recent: steady(600_000), seasonal: [], found: 525_000, falls: true },
  {
    name: "a twentieth of the fleet",
    group: fleet,
    recent: steady(600_000),
    seasonal: [],
    found: 570_000,
    falls: false,
  },
  {
    name: "the same share of a region is its habit",
    group: region,
    recent: steady(1_000),
    seasonal: [],
    found: 850,
    falls: false,
  },
  { name: "a third of a region", group: region, recent: steady(1_000), seasonal: [], found: 600, falls: true },
  { name: "twenty machines of one owner", group: region, recent: steady(20), seasonal: [], found: 0, falls: false },
  {
    name: "night falls as it did on earlier days",
    group: fleet,
    recent: steady(1_000),
    seasonal: [0.8, 0.82, 0.81],
    found: 810,
    falls: false,
  },
  {
    name: "morning does not come",
    group: fleet,
    recent: steady(1_000),
    seasonal: [1.5, 1.5],
    found: 1_000,
    falls: true,
  },
  {
    name: "a restless group",
    group: fleet,
    recent: [500, 900, 400, 1_000, 450, 950, 500, 900],
    seasonal: [],
    found: 400,
    falls: false,
  },
  { name: "a cold start", group: fleet, recent: [600_000, 600_000], seasonal: [1], found: 0, falls: false },
  { name: "growth", group: fleet, recent: steady(1_000), seasonal: [], found: 5_000, falls: false },
  { name: "a group that was empty", group: region, recent: steady(0), seasonal: [], found: 0, falls: false },
];

test.each(cases)("$name", ({ group, recent, seasonal, found, falls }) => {
  expect(judgeDrop(group, found, expectConnected(recent, seasonal)) !== null).toBe(falls);
});
