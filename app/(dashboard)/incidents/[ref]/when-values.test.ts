import { expect, test } from "vitest";
import { readWhen, WhenInput } from "@/lib/incidents/when/when";
import { toWhenInput, whenValuesOf } from "./when-values";

const now = new Date("2024-05-30T00:00:00Z");

test.each<[string, WhenInput]>([
  ["a moment", { local: "2024-04-25T01:05", zone: "PST", written: "1:05 am PST" }],
  ["about", { form: "about", local: "2024-04-10T00:00", zone: "UTC", uncertaintyMinutes: 14 * 1_440 }],
  ["half an hour off", { form: "about", local: "2024-04-10T00:00", zone: "UTC", uncertaintyMinutes: 30 }],
  ["an interval", { form: "interval", local: "2024-04-25T01:05", until: "2024-04-25T02:05", zone: "Europe/Berlin" }],
])("%s comes out of its form as it went in", (_name, input) => {
  const when = readWhen(WhenInput.parse(input), now);
  expect(readWhen(WhenInput.parse(toWhenInput(whenValuesOf(when, "UTC"))), now)).toEqual(when);
});
