import { expect, test } from "vitest";
import { nextMinute, playbackKey } from "./playback";

test("playing ends where the past ends", () => {
  expect(nextMinute(100, 5, 200)).toBe(105);
  expect(nextMinute(196, 5, 200)).toBeNull();
});

test.each([
  [",", "back"],
  [".", "forward"],
  ["p", "play"],
  ["x", null],
])("%s does %s", (key, act) => {
  const event = { key, ctrlKey: false, metaKey: false, altKey: false, isTyping: false };
  expect(playbackKey(event)).toBe(act);
  expect(playbackKey({ ...event, isTyping: true })).toBeNull();
  expect(playbackKey({ ...event, ctrlKey: true })).toBeNull();
});
