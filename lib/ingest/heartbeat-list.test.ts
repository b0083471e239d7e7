import fc from "fast-check";
import { expect, test } from "vitest";
import { Heartbeat } from "./heartbeat";
import { HeartbeatList } from "./heartbeat-list";
import { HeartbeatScanner } from "./heartbeat-scanner";
import { textOf } from "./id-words";

const scanner = new HeartbeatScanner();
const list = new HeartbeatList();

const value = fc.oneof(
  { weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
);
const heartbeat = fc
  .record({ device: value, agent: value, boot: value, at: fc.constant("2026-04-25T08:05:00Z") }, { requiredKeys: [] })
  .map((each) => JSON.stringify(each));
const gap = fc.constantFrom("", "", "", " ", "\n", "\t\r\n");
const body = fc
  .tuple(fc.array(fc.oneof({ weight: 9, arbitrary: heartbeat }, fc.json({ maxDepth: 1 })), { maxLength: 6 }), gap, gap)
  .map(([items, a, b]) => `${a}{${b}"heartbeats"${a}:${b}[${a}${items.join(`${b},${a}`)}${b}]${a}}${b}`);
const broken = fc
  .tuple(body, fc.nat(), fc.constantFrom("", ",", "}", "]", '"', "x"))
  .map(([text, at, odd]) => text.slice(0, at % text.length) + odd + text.slice((at % text.length) + 1));

test("finds the heartbeats that JSON.parse and zod find, or leaves the body to them", () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof(body, broken, fc.json()), (text) => {
      const bytes = Buffer.from(text);
      if (!list.scan(textOf(bytes), scanner)) return;
      taken++;
      const items = JSON.parse(text).heartbeats as unknown[];
      expect(list.count).toBe(items.length);
      for (const [i, item] of items.entries()) {
        scanner.scanObject(textOf(bytes), list.starts[i] as number, bytes.length);
        const textAt = (start: number, end: number) => (start < 0 ? null : bytes.toString("latin1", start, end));
        expect({
          device: textAt(scanner.deviceStart, scanner.deviceEnd),
          agent: textAt(scanner.agentStart, scanner.agentEnd),
          boot: textAt(scanner.bootStart, scanner.bootEnd),
          at: scanner.atMs < 0 ? null : scanner.atMs,
        }).toEqual(Heartbeat.parse(item));
      }
    }),
    { numRuns: 10_000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test.each([
  ['{"heartbeats":[{"device":"a"},{"device":"b","boot":"x"}]}', true],
  ['{"heartbeats":[]}', true],
  ['{"heartbeats":[{"device":"a"},]}', false],
  ['{"heartbeats":[{"device":"a"}{"device":"b"}]}', false],
  ['{"heartbeats":[{"device":"a"}],"heartbeats":[]}', false],
  ['{"heartbeats":[{"device":"a"}]', false],
  ['{"heartbeats":[{"device":"ä"}]}', false],
])("%s: %s", (text, isUsual) => {
  expect(list.scan(textOf(Buffer.from(text)), scanner)).toBe(isUsual);
});
