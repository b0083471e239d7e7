import { expect, test } from "vitest";
import { type StateCode, stateCodes } from "../states";
import { stateBeginning } from "./state-beginning";

const { none, connected, blocked_unverified: blocked, silent, quarantined, unknown } = stateCodes;
const untold = { sinceMinute: null, lastSeenMinute: null, isLastSeenBefore: false };

test.each<[string, StateCode, StateCode, object]>([
  ["connected out of silence", silent, connected, { lastSeenMinute: null, isLastSeenBefore: false }],
  ["silent after calls", connected, silent, { lastSeenMinute: 97, isLastSeenBefore: false }],
  ["silent after it was turned away", blocked, silent, { lastSeenMinute: 97, isLastSeenBefore: false }],
  ["silent from the first", none, silent, { lastSeenMinute: null, isLastSeenBefore: false }],
  ["silent after unknown minutes", unknown, silent, { lastSeenMinute: 98, isLastSeenBefore: true }],
  ["silent after a quarantine", quarantined, silent, { lastSeenMinute: 98, isLastSeenBefore: true }],
  ["unknown after calls", connected, unknown, { lastSeenMinute: 100, isLastSeenBefore: true }],
  ["quarantined, calling or not", connected, quarantined, { lastSeenMinute: null, isLastSeenBefore: false }],
])("%s", (_, from, to, expected) => {
  const told = stateBeginning(to, { known: null, last: { minute: 100, from, to } }, 3);
  expect(told).toEqual({ sinceMinute: 100, ...expected });
});

test("a state that holds since then is told by its row, of another nothing is told", () => {
  const known = { state: silent, since: 90, lastSeen: 80 };
  const last = { minute: 70, from: connected, to: silent };
  expect(stateBeginning(silent, { known, last }, 3)).toEqual({
    sinceMinute: 90,
    lastSeenMinute: 80,
    isLastSeenBefore: false,
  });
  expect(stateBeginning(connected, { known, last }, 3)).toEqual(untold);
  expect(stateBeginning(connected, { known: null, last }, 3)).toEqual(untold);
  expect(stateBeginning(connected, { known: null, last: null }, 3)).toEqual(untold);
});
