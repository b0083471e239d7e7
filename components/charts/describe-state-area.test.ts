import { expect, test } from "vitest";
import { describeStateArea } from "./describe-state-area";
import { prepareStateArea } from "./prepare-state-area";
import { pointOf, timelineOf } from "./timeline-fixture";
import { timelineUntil } from "./timeline-until";

const start = Date.UTC(2024, 3, 25, 8, 40) / 60_000;
const reader = { locale: "en-GB", zone: "UTC", now: (start + 10) * 60_000 };
const sentenceOf = (timeline: Parameters<typeof prepareStateArea>[0]) =>
  describeStateArea(prepareStateArea(timeline, 600), "devices", reader);

test("a collapse is told with where it fell from, to and when", () => {
  const points = [
    pointOf(start, { connected: 600_000 }),
    pointOf(start + 1, { connected: 10_000, outdated: 590_000 }),
    pointOf(start + 2, { connected: 30_000, outdated: 570_000 }),
  ];
  const expected = [{ minute: start + 2, low: 590_000, median: 600_000, high: 605_000 }];
  expect(sentenceOf(timelineOf(points, { expected }))).toBe(
    "Connected fell from 600,000 at 08:40 to 10,000 at 08:41; at the end it is 30,000 of 600,000 devices (5.0 %). That is 570,000 below what is expected.",
  );
});

test("a fall begins when it begins, not at the highest minute of the hours before", () => {
  const before = [600_000, 599_100, 599_400, 598_900].map((connected, index) =>
    pointOf(start - 4 + index, { connected, silent: 600_000 - connected }),
  );
  const after = pointOf(start, { connected: 10_000, outdated: 590_000 });
  expect(sentenceOf(timelineOf([...before, after]))).toContain("fell from 598,900 at 08:39 to 10,000 at 08:40");
});

test("steady is called steady", () => {
  expect(
    sentenceOf(timelineOf([pointOf(start, { connected: 99, silent: 1 }), pointOf(start + 1, { connected: 100 })])),
  ).toBe("Connected is steady, at the end 100 of 100 devices (100 %).");
});

test("a recovery rises", () => {
  expect(
    sentenceOf(timelineOf([pointOf(start, { connected: 10, silent: 90 }), pointOf(start + 1, { connected: 100 })])),
  ).toContain("Connected rose from 10 at 08:40; at the end it is 100 of 100");
});

test("unknown time is named and never taken for a fall", () => {
  const hole = { ...pointOf(start + 1, { unknown: 100 }), coverage: "none" as const };
  expect(
    sentenceOf(timelineOf([pointOf(start, { connected: 100 }), hole, pointOf(start + 2, { connected: 100 })])),
  ).toBe(
    "Connected is steady, at the end 100 of 100 devices (100 %). Muster did not listen for 1 min; that time is unknown.",
  );
});

test("nothing recorded is said", () => {
  expect(sentenceOf(timelineOf([]))).toBe("Nothing is recorded in this time.");
});

test("time before the first enrolment is not unknown", () => {
  const before = { ...pointOf(start - 1, {}), coverage: "none" as const };
  expect(sentenceOf(timelineOf([before, pointOf(start, { connected: 100 })]))).not.toContain("listen");
});

test("where too few earlier days are known, it says so instead of a band", () => {
  const points = [pointOf(start, { connected: 99, silent: 1 }), pointOf(start + 1, { connected: 100 })];
  expect(sentenceOf(timelineOf(points, { hasTooFewDays: true }))).toBe(
    "Connected is steady, at the end 100 of 100 devices (100 %). Too few earlier days are known to say what is expected.",
  );
});

test("a page that stands at a past minute is told what was known then, and nothing of what came after", () => {
  const points = [
    pointOf(start, { connected: 600_000 }),
    pointOf(start + 1, { connected: 599_000, silent: 1_000 }),
    { ...pointOf(start + 2, { unknown: 600_000 }), coverage: "none" as const },
    pointOf(start + 3, { connected: 10_000, outdated: 590_000 }),
    pointOf(start + 4, { connected: 30_000, outdated: 570_000 }),
  ];
  const expected = [1, 4].map((offset) => ({ minute: start + offset, low: 590_000, median: 600_000, high: 605_000 }));
  const timeline = timelineOf(points, { expected, hasTooFewDays: true });
  const told = (minute: number) =>
    describeStateArea(prepareStateArea(timelineUntil(timeline, minute), 600), "devices", reader, true);
  expect(told(start + 1)).toBe("Connected is steady, at 08:41 599,000 of 600,000 devices (99.8 %).");
  expect(told(start + 3)).toBe(
    "Connected fell from 599,000 at 08:41 to 10,000 at 08:43; at 08:43 it is 10,000 of 600,000 devices (1.7 %). Muster did not listen for 1 min; that time is unknown.",
  );
  const empty = timelineOf(points.slice(2), { fromMinute: start });
  expect(describeStateArea(prepareStateArea(timelineUntil(empty, start + 1), 600), "devices", reader, true)).toBe(
    "Nothing is recorded up to this minute.",
  );
});

test("a timeline that ends at the minute, or begins after it, stays what it is", () => {
  const timeline = timelineOf([pointOf(start, { connected: 1 }), pointOf(start + 1, { connected: 1 })]);
  expect([null, start - 1, start + 1, start + 2].map((minute) => timelineUntil(timeline, minute))).toEqual(
    Array.from({ length: 4 }, () => timeline),
  );
});
