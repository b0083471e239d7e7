import { expect, test } from "vitest";
import { whenAt } from "../when/when";
import { foldDuplicates } from "./fold-duplicates";
import type { TimelineItem } from "./timeline-item";

const start = new Date("2024-04-25T08:05:00Z").getTime();
let made = 0;
function item(minute: number, given: Partial<TimelineItem> = {}): TimelineItem {
  const at = new Date(start + minute * 60_000);
  made++;
  return {
    ...{ id: `entry:${made}`, kind: "detection", text: `Text ${made}`, when: whenAt(at), earliest: at, latest: at },
    ...{ recordedAt: at, source: "Muster", author: null, links: [], revision: null, event: null },
    ...{ isPinned: false, isPrivate: false, isWithdrawn: false },
    ...given,
  };
}
const finding = [{ kind: "finding" as const, id: "f1" }];
const sizes = (items: TimelineItem[]) => foldDuplicates(items).map(({ folded }) => folded.length);

test.each<[string, TimelineItem[], number[]]>([
  [
    "the same finding from two sources",
    [item(0, { links: finding }), item(1, { source: "Chat", links: finding })],
    [1],
  ],
  [
    "the same words",
    [item(0, { text: "Alarm on writes!" }), item(2, { source: "Chat", text: "alarm on writes" })],
    [1],
  ],
  ["three sources", ["Muster", "Chat", "Pager"].map((source) => item(0, { source, text: "Alarm" })), [2]],
  ["one source twice", [item(0, { text: "Alarm" }), item(0, { text: "Alarm" })], [0, 0]],
  ["an hour apart", [item(0, { text: "Alarm" }), item(60, { source: "Chat", text: "Alarm" })], [0, 0]],
  [
    "an hour apart, which its ambiguity covers",
    [item(0, { text: "Alarm", latest: new Date(start + 3_600_000) }), item(60, { source: "Chat", text: "Alarm" })],
    [1],
  ],
  ["another kind", [item(0, { links: finding }), item(0, { source: "Chat", kind: "action", links: finding })], [0, 0]],
  ["a private note", [item(0, { text: "Alarm" }), item(0, { source: "Chat", text: "Alarm", isPrivate: true })], [0, 0]],
  ["a pinned one", [item(0, { text: "Alarm", isPinned: true }), item(0, { source: "Chat", text: "Alarm" })], [0, 0]],
  ["other things", [item(0), item(0, { source: "Chat" })], [0, 0]],
])("%s", (_name, items, expected) => {
  expect(sizes(items)).toEqual(expected);
  expect(foldDuplicates(items).flatMap(({ folded, ...head }) => [head, ...folded])).toHaveLength(items.length);
});
