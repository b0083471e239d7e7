import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "@/lib/app-error";
import { isFilterEmpty, parseFleetFilter, serializeFleetFilter, storedSeriesOf } from "./filter";
import { blockReasons } from "./planes";
import { stateNames } from "./states";
import type { FleetFilter } from "./types";

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${String(error.details.field)}`;
    throw error;
  }
  return "no error";
};

test("what is written is read back, in one order, without repetitions", () => {
  const list = <T extends string>(value: fc.Arbitrary<T>) =>
    fc.uniqueArray(value, { minLength: 1, maxLength: 5 }).map((values) => values.sort());
  const text = fc.string({ maxLength: 20 }).filter((value) => !value.includes("\0"));
  const filters: fc.Arbitrary<FleetFilter> = fc.record(
    {
      region: list(text),
      provider: list(text),
      gpuModel: list(text),
      agent: list(text),
      cluster: list(text),
      state: list(fc.constantFrom(...stateNames)),
      reason: list(fc.constantFrom(...blockReasons)),
      set: fc.uuid(),
      search: fc.stringMatching(/^[a-z0-9]{1,20}$/),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(filters, (filter) => {
      const url = serializeFleetFilter(filter);
      expect(parseFleetFilter(url)).toEqual(filter);
      expect(serializeFleetFilter(parseFleetFilter(url)).toString()).toBe(url.toString());
    }),
  );
});

test("a page's search parameters are read like a URL, others are left alone", () => {
  expect(parseFleetFilter({ region: ["US", "DE", "US"], model: "RTX 4090", at: "x", q: "  abc " })).toEqual({
    region: ["DE", "US"],
    gpuModel: ["RTX 4090"],
    search: "abc",
  });
  expect(isFilterEmpty(parseFleetFilter(new URLSearchParams("at=1&q=")))).toBe(true);
  expect(parseFleetFilter(new URLSearchParams("region="))).toEqual({ region: [""] });
});

test("a wrong value is refused by the name that it has in the URL", () => {
  expect(code(() => parseFleetFilter({ state: "gone" }))).toBe("bad_filter state");
  expect(code(() => parseFleetFilter({ reason: "because" }))).toBe("bad_filter reason");
  expect(code(() => parseFleetFilter({ set: "1 or 1=1" }))).toBe("bad_filter set");
  expect(code(() => parseFleetFilter({ model: "\0" }))).toBe("bad_filter model");
  expect(code(() => parseFleetFilter({ q: "x".repeat(201) }))).toBe("bad_filter q");
  expect(code(() => parseFleetFilter({ region: Array.from({ length: 51 }, (_, n) => `r${n}`) }))).toBe(
    "bad_filter region",
  );
});

test("the stored series of a filter: the fleet, or any values of one dimension, whatever the states", () => {
  expect(storedSeriesOf({})).toEqual({ dimension: "fleet", keys: [""] });
  expect(storedSeriesOf({ state: ["silent"], reason: ["unverified"] })).toEqual({ dimension: "fleet", keys: [""] });
  expect(storedSeriesOf({ gpuModel: ["H100"] })).toEqual({ dimension: "gpu_model", keys: ["H100"] });
  expect(storedSeriesOf({ region: [""] })).toEqual({ dimension: "region", keys: [""] });
  expect(storedSeriesOf({ agent: ["1.4.2", "1.5.0"] })).toEqual({ dimension: "agent", keys: ["1.4.2", "1.5.0"] });
  expect(storedSeriesOf({ agent: ["1.4.2"], region: ["DE"] })).toBeNull();
  expect(storedSeriesOf({ provider: ["acme"] })).toBeNull();
  expect(storedSeriesOf({ set: "0193a0c0-0000-7000-8000-000000000000" })).toBeNull();
});
