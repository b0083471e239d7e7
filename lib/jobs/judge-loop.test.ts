import { expect, test } from "vitest";
import { nextMinutes } from "./judge-loop";

test("new minutes come before the backlog, each once and in order, until there is none", () => {
  const seen: number[][] = [];
  let progress: Parameters<typeof nextMinutes>[0] = { judged: 999, backlog: { fromMinute: 230, toMinute: 998 } };
  let last = 1_000;
  for (let round = 0; round < 10; round++) {
    const due = nextMinutes(progress, last);
    if (!due) break;
    seen.push([due.minutes.fromMinute, due.minutes.toMinute]);
    progress = due.after;
    if (round === 1) last = 1_001;
  }
  expect(seen).toEqual([
    [1_000, 1_000],
    [230, 589],
    [1_001, 1_001],
    [590, 949],
    [950, 998],
  ]);
  expect(nextMinutes(progress, last)).toBeNull();
});

test("after a long downtime only the last three days are looked at", () => {
  const due = nextMinutes({ judged: 0, backlog: null }, 100_000);
  expect(due?.minutes).toEqual({ fromMinute: 95_681, toMinute: 95_710 });
});
