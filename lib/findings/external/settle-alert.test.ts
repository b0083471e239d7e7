import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExternalAlert } from "./external-alert";
import { type KnownAlert, type SettledAlert, settleAlert } from "./settle-alert";

const nothing: KnownAlert = { firedAt: null, endedAt: null, recent: [], finding: null };

function alert(firedAt: number | null, resolvedAt: number | null = null, key = `${firedAt}`): ExternalAlert {
  return {
    ...{ source: "alertmanager", fingerprint: "f", rule: "external.test", severity: "high", title: "t", summary: "s" },
    ...{ attack: [], subjects: {}, evidence: {}, firedAt, resolvedAt, key },
  };
}

type Row = { isOpen: boolean; startedAt: number; occurrences: number };

/** What the database keeps, in memory: the findings of one fingerprint. */
function runAll(groups: readonly [ExternalAlert, ...ExternalAlert[]][]) {
  let known = nothing;
  const rows: Row[] = [];
  const acts: SettledAlert["act"][] = [];
  for (const group of groups) {
    const settled = settleAlert(known, group);
    acts.push(settled.act);
    if (settled.act === "open" || settled.act === "open-resolved") {
      rows.push({ isOpen: settled.act === "open", startedAt: settled.startedAt, occurrences: settled.fresh });
    } else if (settled.act !== "nothing") {
      const row = rows.at(-1) as Row;
      Object.assign(row, { startedAt: settled.startedAt, occurrences: row.occurrences + settled.fresh });
      if (settled.act === "resolve") row.isOpen = false;
    }
    const row = rows.at(-1);
    known = { ...settled, finding: row ? { id: "x", isOpen: row.isOpen, startedAt: row.startedAt } : null };
  }
  return { rows, acts };
}

const each = (...alerts: ExternalAlert[]) => runAll(alerts.map((one) => [one]));

test.each<[string, ExternalAlert[], SettledAlert["act"][], Row[]]>([
  ["fires", [alert(10)], ["open"], [{ isOpen: true, startedAt: 10, occurrences: 1 }]],
  ["the same twice", [alert(10), alert(10)], ["open", "nothing"], [{ isOpen: true, startedAt: 10, occurrences: 1 }]],
  [
    "fires and is over, each twice",
    [alert(10), alert(10), alert(10, 20), alert(10, 20)],
    ["open", "nothing", "resolve", "nothing"],
    [{ isOpen: false, startedAt: 10, occurrences: 1 }],
  ],
  [
    "resolved before fired",
    [alert(10, 20), alert(10)],
    ["open-resolved", "nothing"],
    [{ isOpen: false, startedAt: 10, occurrences: 1 }],
  ],
  [
    "an end that knows no beginning, then the firing before it",
    [alert(null, 20, "end"), alert(12)],
    ["open-resolved", "count"],
    [{ isOpen: false, startedAt: 12, occurrences: 1 }],
  ],
  [
    "comes back",
    [alert(10), alert(10, 20), alert(30)],
    ["open", "resolve", "open"],
    [
      { isOpen: false, startedAt: 10, occurrences: 1 },
      { isOpen: true, startedAt: 30, occurrences: 1 },
    ],
  ],
  [
    "the end of an earlier firing comes after the next one",
    [alert(10), alert(30), alert(10, 20)],
    ["open", "continue", "nothing"],
    [{ isOpen: true, startedAt: 10, occurrences: 2 }],
  ],
  [
    "a later one comes and goes unseen, resolved first",
    [alert(10), alert(10, 20), alert(30, 40), alert(30)],
    ["open", "resolve", "open-resolved", "nothing"],
    [
      { isOpen: false, startedAt: 10, occurrences: 1 },
      { isOpen: false, startedAt: 30, occurrences: 1 },
    ],
  ],
  [
    "an earlier event of one that goes on",
    [alert(10), alert(8)],
    ["open", "continue"],
    [{ isOpen: true, startedAt: 8, occurrences: 2 }],
  ],
])("%s", (_, alerts, acts, rows) => {
  const result = each(...alerts);
  expect(result.acts).toEqual(acts);
  expect(result.rows).toEqual(rows);
});

test("all in one group is as one after the other", () => {
  const { rows } = runAll([[alert(10), alert(10), alert(10, 20), alert(11, null, "b")]]);
  expect(rows).toEqual([{ isOpen: false, startedAt: 10, occurrences: 2 }]);
});

test("a person's decision stands until it fires anew", () => {
  const closed = { ...nothing, firedAt: 10, recent: ["10"], finding: { id: "x", isOpen: false, startedAt: 10 } };
  expect(settleAlert(closed, [alert(10)]).act).toBe("nothing");
  expect(settleAlert(closed, [alert(10, 20)]).act).toBe("nothing");
  expect(settleAlert(closed, [alert(30)]).act).toBe("open");
  const reopened = { ...closed, endedAt: 20, finding: { id: "x", isOpen: true, startedAt: 10 } };
  expect(settleAlert(reopened, [alert(10, 20)]).act).toBe("nothing");
  expect(settleAlert(reopened, [alert(10, 25)]).act).toBe("resolve");
});

test("in whatever order, in whatever groups and however often its messages come, it ends the same: open, or over", () => {
  const episode = fc.record({ at: fc.integer({ min: 1, max: 50 }), lasts: fc.option(fc.integer({ min: 0, max: 20 })) });
  const property = fc.property(
    fc.array(episode, { minLength: 1, maxLength: 6 }),
    fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
    fc.integer({ min: 1, max: 5 }),
    (episodes, keys, size) => {
      const messages = episodes.flatMap(({ at, lasts }) => [
        alert(at),
        ...(lasts === null ? [] : [alert(at, at + lasts)]),
      ]);
      const fired = Math.max(...messages.map(({ firedAt }) => firedAt ?? 0));
      const ended = Math.max(...messages.map(({ resolvedAt }) => resolvedAt ?? -1));
      const copies = [...messages, ...messages.slice(0, 3)]
        .map((message, index) => ({ message, key: keys[index] ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ message }) => message);
      const groups: [ExternalAlert, ...ExternalAlert[]][] = [];
      for (let i = 0; i < copies.length; i += size) {
        groups.push(copies.slice(i, i + size) as [ExternalAlert, ...ExternalAlert[]]);
      }
      const { rows } = runAll(groups);
      expect(rows.at(-1)?.isOpen).toBe(fired > ended);
      expect(rows.slice(0, -1).every(({ isOpen }) => !isOpen)).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 500 });
});
