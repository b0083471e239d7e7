import { expect, test } from "vitest";
import { addressKey, RateLimit } from "./rate-limit";

test("a burst, then one after the other, each key by itself", () => {
  const limit = new RateLimit({ burst: 3, perMinute: 60 });
  const at = (ms: number, key = "a") => limit.take(key, 1_000_000 + ms);
  expect([at(0), at(0), at(0), at(0)]).toEqual([0, 0, 0, 1]);
  expect(at(0, "b")).toBe(0);
  expect([at(999), at(1_000), at(1_000)]).toEqual([1, 0, 1]);
  expect([at(60_000), at(60_000), at(60_000), at(60_000)]).toEqual([0, 0, 0, 1]);
});

test("who asks again too early is told the whole time, and is not held longer for asking", () => {
  const limit = new RateLimit({ burst: 1, perMinute: 2 });
  expect(limit.take("a", 0)).toBe(0);
  expect([limit.take("a", 1), limit.take("a", 10_000), limit.take("a", 29_999)]).toEqual([30, 20, 1]);
  expect(limit.take("a", 30_000)).toBe(0);
});

test("strangers cannot make it grow; who was used last is remembered", () => {
  const limit = new RateLimit({ burst: 1, perMinute: 1 });
  for (let i = 0; i < 20_000; i++) limit.take(`early ${i}`, 0);
  for (let i = 0; i < 15_000; i++) limit.take(`late ${i}`, 1);
  expect(limit.size).toBe(20_000);
  expect(limit.take("late 14999", 2)).toBe(60);
  expect(limit.take("early 0", 2)).toBe(0);
});

test.each([
  [undefined, ""],
  ["10.1.2.3", "10.1.2.3"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::9", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
])("%s counts as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});
