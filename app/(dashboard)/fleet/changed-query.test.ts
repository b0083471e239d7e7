import { expect, test } from "vitest";
import { changedQuery, isoMinute } from "./changed-query";

const params = new URLSearchParams("region=a&region=b&unit=gpus");

test("changes what is named and keeps the rest", () => {
  expect(changedQuery(params, { region: ["c"], unit: null })).toBe("region=c");
  expect(changedQuery(params, { at: isoMinute(Date.UTC(2024, 3, 25, 8, 42) / 60_000) })).toBe(
    "region=a&region=b&unit=gpus&at=2024-04-25T08:42Z",
  );
  expect(changedQuery(params, { region: null, unit: null })).toBe("");
});
