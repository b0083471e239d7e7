import { expect, test } from "vitest";
import { parseFleetView } from "./fleet-view";

const latest = Date.parse("2024-04-25T12:00Z") / 60_000;
const view = (query: string) => parseFleetView(new URLSearchParams(query), latest);
const ago = (minute: number) => latest - minute;

test("an empty address is the last six hours of all devices by region", () => {
  expect(view("")).toEqual({
    unit: "devices",
    by: "region",
    range: "6h",
    fromMinute: latest - 360,
    toMinute: latest,
    atMinute: null,
    filter: {},
  });
});

test("what does not parse falls back", () => {
  expect(view("unit=x&by=y&range=9h&at=yesterday&from=1")).toEqual(view(""));
});

test("a zoom holds whatever the range, a backward one does not", () => {
  const zoomed = view("from=2024-04-25T08:00Z&to=2024-04-25T09:00Z&range=24h");
  expect([zoomed.range, ago(zoomed.fromMinute), ago(zoomed.toMinute)]).toEqual(["", 240, 180]);
  expect(view("from=2024-04-25T09:00Z&to=2024-04-25T08:00Z").range).toBe("6h");
});

test("a minute within the range keeps the range; an earlier one moves it, with what came after", () => {
  const near = view("at=2024-04-25T11:30Z");
  expect([ago(near.atMinute ?? 0), ago(near.toMinute)]).toEqual([30, 0]);
  const far = view("at=2024-04-24T12:00Z&range=1h");
  expect([ago(far.atMinute ?? 0), ago(far.fromMinute), ago(far.toMinute)]).toEqual([1_440, 1_480, 1_420]);
});

test("a minute that has not been closed yet is the last one that was", () => {
  expect(view("at=2024-04-26T12:00Z").atMinute).toBe(latest);
});

test("filter values come along, and a wrong one is told", () => {
  expect(view("region=eu-west&region=us-east&unit=gpus").filter).toEqual({ region: ["eu-west", "us-east"] });
  expect(() => view("state=asleep")).toThrow(/state/);
});
