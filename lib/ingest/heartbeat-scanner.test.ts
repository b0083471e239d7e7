import fc from "fast-check";
import { expect, test } from "vitest";
import { hashBytes } from "./hash-bytes";
import { Heartbeat } from "./heartbeat";
import { HeartbeatScanner } from "./heartbeat-scanner";
import { textOf } from "./id-words";
import { parseLine } from "./parse-line";
import { hashTwice } from "./plain-text";

const scanner = new HeartbeatScanner();

/** What the scanner read, or null where it leaves the line to the slow way. */
function scan(bytes: Buffer): { heartbeat: Heartbeat; next: number } | null {
  const next = scanner.scan(textOf(bytes), 0, bytes.length);
  if (next < 0) return null;
  const text = (start: number, end: number) => (start < 0 ? null : bytes.toString("latin1", start, end));
  const heartbeat = {
    device: text(scanner.deviceStart, scanner.deviceEnd) ?? "",
    agent: text(scanner.agentStart, scanner.agentEnd),
    boot: text(scanner.bootStart, scanner.bootEnd),
    at: scanner.atMs < 0 ? null : scanner.atMs,
  };
  return { heartbeat, next };
}

const slow = (bytes: Buffer) => Heartbeat.safeParse(parseLine(bytes, 0, bytes.length));

/** The two ways agree wherever the fast one answers. */
function expectSame(bytes: Buffer): boolean {
  const fast = scan(bytes);
  if (!fast) return false;
  const line = bytes.subarray(0, fast.next);
  expect(fast.heartbeat, line.toString()).toEqual(slow(line).data);
  expect(scanner.deviceHash).toBe(hashBytes(bytes, scanner.deviceStart, scanner.deviceEnd));
  if (fast.heartbeat.boot !== null) {
    expect({ low: scanner.bootLow, high: scanner.bootHigh }).toEqual(hashTwice(fast.heartbeat.boot));
  }
  return true;
}

const special = fc.constantFrom(
  '"',
  "\\",
  "\\u0041",
  "\\n",
  "\u0000",
  "\t",
  "\n",
  "é",
  "\u{1f600}",
  "\ud800",
  "{",
  "}",
  ",",
  ":",
);
const text = fc.oneof(
  fc.string({ maxLength: 140 }),
  fc.array(fc.oneof(special, fc.string({ maxLength: 3 })), { maxLength: 5 }).map((parts) => parts.join("")),
  fc.uuid(),
);
const moment = fc.oneof(
  fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }).map((date) => date.toISOString()),
  fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 }), fc.constantFrom("", ".5", ".123", ".1234"))
    .map(([minute, second, fraction]) => {
      const two = (value: number) => String(value).padStart(2, "0");
      return `2026-04-25T08:${two(minute)}:${two(second)}${fraction}Z`;
    }),
  fc.constantFrom(
    "2026-02-30T00:00:00Z",
    "2026-04-25t08:05:00z",
    "2026-04-25T08:05:00+02:00",
    "1969-01-01T00:00:00Z",
    "now",
  ),
);
const value = fc.oneof(
  { weight: 8, arbitrary: text.map((each) => JSON.stringify(each)) },
  { weight: 4, arbitrary: moment.map((each) => JSON.stringify(each)) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 1 }) },
  { weight: 1, arbitrary: text.map((each) => `"${each}"`) },
);
const key = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom("device", "agent", "boot", "at") },
  { weight: 1, arbitrary: fc.constantFrom("more", "", "devices", "__proto__", "\\u0061t", "Device") },
);
const gap = fc.oneof(
  { weight: 8, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.constantFrom(" ", "  ", "\t", "\r") },
);
const pair = fc
  .tuple(gap, key, gap, gap, value, gap)
  .map(([a, name, b, c, content, d]) => `${a}"${name}"${b}:${c}${content}${d}`);
const line = fc
  .tuple(
    gap,
    fc.array(pair, { maxLength: 6 }),
    fc.constantFrom("", "", "", ",", "x"),
    fc.constantFrom("", "\n", "\r\n", " \n{}"),
  )
  .map(([before, pairs, odd, after]) => `${before}{${pairs.join(",")}${odd}}${after}`);

test("the scanner answers as JSON.parse and zod do, or leaves the line to them", () => {
  fc.assert(
    fc.property(fc.oneof(line, fc.json(), fc.string()), (each) => {
      expectSame(Buffer.from(each, "utf8"));
    }),
    { numRuns: 20_000 },
  );
});

test("bytes flipped at random never make it read what is not there", () => {
  const usual = Buffer.from('{"device":"3f0c-77","agent":"1.4.2","boot":"b-1","at":"2026-04-25T08:05:59.123Z"}\n');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(usual.length - 1), fc.nat(255)), { maxLength: 4 }), (changes) => {
      const bytes = Buffer.from(usual);
      for (const [at, byte] of changes) bytes[at] = byte;
      const end = bytes.indexOf(10);
      expectSame(end < 0 ? bytes : bytes.subarray(0, end + 1));
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  '{"device":"a"}',
  '{"at":"2026-04-25T08:05:00Z","boot":"x","agent":"1","device":"a b"}',
  '{"device": "a", "agent": "1.4.2"} \r\n',
])("the usual shape takes the fast way: %s", (each) => {
  expect(expectSame(Buffer.from(each))).toBe(true);
});

test.each([
  '{"device":"a","device":"b"}',
  '{"device":""}',
  '{"agent":"1"}',
  '{"device":"\\u0061"}',
  '{"device":"ä"}',
  '{"device":"a"}{"device":"b"}',
  `{"device":"${"x".repeat(129)}"}`,
  '{"device":"a","at":"2026-02-30T00:00:00Z"}',
  '{"device":"a"',
  '{"device":"a',
])("anything else takes the slow way: %s", (each) => {
  expect(scan(Buffer.from(each))).toBeNull();
});
