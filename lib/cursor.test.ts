import { expect, test } from "vitest";
import { z } from "zod";
import { decodeCursor, encodeCursor } from "./cursor";

const Place = z.tuple([z.string(), z.string()]);

test.each(["2026-11-21T08:00:00.000Z", "2024-02-29T23:59:59.123456Z", "no time at all"])(
  "a place at %s is read again",
  (at) => {
    expect(decodeCursor(Place, encodeCursor([at, "a"]))).toEqual([at, "a"]);
  },
);

test.each(["0000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-99-99T99:99:99.999999Z"])(
  "a place at %s, which the database would fail on, is no place",
  (at) => {
    expect(() => decodeCursor(Place, encodeCursor([at, "a"]))).toThrow(
      expect.objectContaining({ code: "invalid_cursor" }),
    );
  },
);

test.each(["", "?", encodeCursor(["a"]), encodeCursor(null)])("%s is no place", (cursor) => {
  expect(() => decodeCursor(Place, cursor)).toThrow(expect.objectContaining({ code: "invalid_cursor" }));
});
