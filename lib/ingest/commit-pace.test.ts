import { expect, test } from "vitest";
import { CommitPace } from "./commit-pace";

/** `requests` of a crowd that cost `workMs` each, and a commit of `commitMs`. */
function paceOf(requests: number, workMs: number, commitMs: number): CommitPace {
  const pace = new CommitPace();
  for (let round = 1; round <= 3; round++) {
    for (let waiting = 1; waiting <= requests; waiting++) pace.arrive(round, waiting, 0);
    pace.begin(requests, round * requests * workMs);
    pace.end(commitMs);
  }
  return pace;
}

test("few wait 50 ms, longer where commits are slow", () => {
  const pace = new CommitPace();
  pace.arrive(1_000, 1, 0);
  expect([pace.isCrowd(1), pace.isDue(1_049, 1), pace.isDue(1_050, 1)]).toEqual([false, false, true]);
  pace.end(40);
  expect([pace.isDue(1_079, 1), pace.isDue(1_080, 1)]).toEqual([false, true]);
  pace.end(500);
  expect([pace.isDue(1_099, 1), pace.isDue(1_100, 1)]).toEqual([false, true]);
});

test("a crowd that falls quiet does not wait", () => {
  const pace = new CommitPace();
  for (let waiting = 1; waiting <= 40; waiting++) pace.arrive(1_000, waiting, 0);
  expect([pace.isDue(1_001, 40), pace.isDue(1_002, 40), pace.isDue(1_002, 31)]).toEqual([false, true, false]);
});

test("half of a crowd goes at a time where the disk is faster than the work", () => {
  const pace = paceOf(256, 0.04, 3);
  expect([pace.isCrowd(120), pace.isCrowd(128)]).toEqual([false, true]);
});

test("the whole crowd goes together where the disk is slower", () => {
  const pace = paceOf(256, 0.04, 30);
  expect([pace.isCrowd(128), pace.isCrowd(256)]).toEqual([false, true]);
});

test("a crowd that went away is forgotten", () => {
  const pace = paceOf(256, 0.04, 3);
  for (let i = 0; i < 200; i++) pace.begin(40, 100_000);
  expect(pace.isCrowd(40)).toBe(true);
});
