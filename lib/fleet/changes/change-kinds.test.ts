import { expect, test } from "vitest";
import { shortOfChange } from "./change-kinds";

test("the flag of a change names its kind, and of any other the beginning of its title", () => {
  expect(shortOfChange({ kind: "freeze", title: "Code freeze before the season" })).toBe("Freeze");
  expect(shortOfChange({ kind: "other", title: "Founder on a stream" })).toBe("Founder on a stream");
  expect(shortOfChange({ kind: "other", title: "Alarm: surge of write operations" })).toBe("Alarm: surge of write…");
});
