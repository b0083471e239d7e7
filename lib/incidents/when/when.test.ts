import { expect, test } from "vitest";
import { isAmbiguous, rangeOf, readWhen, WhenInput, whenAt } from "./when";

const now = new Date("2024-05-30T00:00:00Z");
const read = (input: WhenInput) => readWhen(WhenInput.parse(input), now);

test("an ambiguous time keeps both readings, and ranges over them", () => {
  const when = read({ local: "2024-04-25T01:05", zone: "PST", written: "1:05 am PST" });
  expect(isAmbiguous(when)).toBe(true);
  expect(when).toMatchObject({ written: "1:05 am PST", zone: "PST", local: "2024-04-25T01:05" });
  expect(rangeOf(when)).toEqual({
    earliest: new Date("2024-04-25T08:05:00Z"),
    latest: new Date("2024-04-25T09:05:00Z"),
  });
});

test("about two weeks before, give or take five days", () => {
  const when = read({ form: "about", local: "2024-04-10T00:00", zone: "UTC", uncertaintyMinutes: 5 * 1_440 });
  expect(rangeOf(when)).toEqual({ earliest: new Date("2024-04-05"), latest: new Date("2024-04-15") });
});

test("an interval has its end in each reading", () => {
  const when = read({ form: "interval", local: "2024-04-25T01:05", until: "2024-04-25T02:00", zone: "PST" });
  expect(when.readings.map(({ until }) => until)).toEqual(["2024-04-25T09:00:00.000Z", "2024-04-25T10:00:00.000Z"]);
  expect(rangeOf(when).latest).toEqual(new Date("2024-04-25T10:00:00Z"));
});

test.each<[string, WhenInput, string]>([
  ["backwards", { form: "interval", local: "2024-04-25T01:05", until: "2024-04-25T01:00", zone: "UTC" }, "until"],
  ["without an end", { form: "interval", local: "2024-04-25T01:05", zone: "UTC" }, "until"],
  ["in the future", { local: "2024-06-25T01:05", zone: "UTC" }, "local"],
])("%s is refused", (_name, input, field) => {
  expect(() => read(input)).toThrow(expect.objectContaining({ code: "invalid_when", details: { field } }));
});

test("a moment of Muster's own is certain", () => {
  const { earliest, latest } = rangeOf(whenAt(now));
  expect([earliest, latest]).toEqual([now, now]);
});
