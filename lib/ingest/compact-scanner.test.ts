import fc from "fast-check";
import { expect, test } from "vitest";
import { CompactScanner } from "./compact-scanner";
import { DeviceIndex } from "./device-index";
import { textOf } from "./id-words";
import { hashTwice } from "./plain-text";

const plain = new DeviceIndex();
for (let i = 0; i < 50; i++) plain.add(i, `gpu-${i}`);
const withEscapes = new DeviceIndex();
for (let i = 0; i < 50; i++) withEscapes.add(i, `gpu-${i}`);
withEscapes.add(50, 'a"b');
withEscapes.add(51, "a\\n");
const scanner = new CompactScanner();

const id = fc.oneof(
  fc.nat(60).map((i) => `gpu-${i}`),
  fc.string({ minLength: 1, maxLength: 130 }),
);
const boot = fc.option(fc.oneof(fc.string({ maxLength: 8 }), fc.string({ minLength: 127, maxLength: 130 })));
const gap = fc.constantFrom("", "", " ", "\n", "\t");

test("reads the list that JSON.parse reads, or leaves the body to it", () => {
  const body = fc
    .tuple(
      fc.array(id, { maxLength: 20 }),
      fc.option(fc.string({ minLength: 1, maxLength: 10 })),
      gap,
      gap,
      fc.boolean(),
      fc.option(fc.array(boot, { maxLength: 20 })),
    )
    .map(([ids, agent, a, b, isAgentLast, boots]) => {
      const listOf = (key: string, values: (string | null)[]) =>
        `"${key}"${a}:${b}[${b}${values.map((each) => JSON.stringify(each)).join(`${a},${b}`)}${a}]`;
      const name = agent === null ? [] : [`"agent":${JSON.stringify(agent)}`];
      // Mostly as many boots as ids.
      const restarts =
        boots === null ? [] : [listOf("boots", boots.length % 5 === 0 ? boots : ids.map((_, i) => boots[i] ?? null))];
      const lists = isAgentLast
        ? [...restarts, listOf("devices", ids), ...name]
        : [...name, listOf("devices", ids), ...restarts];
      return `${a}{${b}${lists.join(`${a},`)}${b}}${a}`;
    });
  let withBoots = 0;
  fc.assert(
    fc.property(fc.oneof(body, fc.json()), fc.constantFrom(plain, withEscapes), (text, index) => {
      const bytes = Buffer.from(text);
      if (!scanner.scan(textOf(bytes), index)) return;
      const value = JSON.parse(text);
      expect(scanner.count).toBe(value.devices.length);
      for (const [i, device] of value.devices.entries()) {
        expect(scanner.ordinals[i]).toBe(index.findText(device));
        expect(bytes.toString("latin1", scanner.starts[i], scanner.ends[i])).toBe(device);
      }
      const agent = scanner.agentStart < 0 ? undefined : bytes.toString("latin1", scanner.agentStart, scanner.agentEnd);
      expect(agent).toBe(value.agent);
      const { boots } = scanner;
      expect(boots.count).toBe(value.boots?.length ?? -1);
      for (let i = 0; i < boots.count; i++) {
        const start = boots.starts[i] as number;
        expect(start < 0 ? null : bytes.toString("latin1", start, boots.ends[i])).toBe(value.boots[i]);
        if (start >= 0) expect({ low: boots.lows[i], high: boots.highs[i] }).toEqual(hashTwice(value.boots[i]));
      }
      if (boots.count > 0) withBoots++;
    }),
    { numRuns: 5_000 },
  );
  expect(withBoots).toBeGreaterThan(50);
});

test.each([
  ['{"agent":"1","devices":["gpu-1"]}', true],
  ['{"devices":[]}', true],
  ['{"devices":["gpu-1"],"boots":["b"]}', true],
  ['{"boots":[null],"devices":["gpu-1"]}', true],
  ['{"devices":["gpu-1"],"boots":null}', false],
  ['{"devices":["gpu-1"],"boots":[]}', false],
  ['{"devices":["gpu-1"],"boots":["b","c"]}', false],
  ['{"devices":["gpu-1"],"boots":[""]}', false],
  ['{"devices":["gpu-1"],"boots":[7]}', false],
  ['{"devices":["gpu-1"],"boots":["b",]}', false],
  ['{"devices":["gpu-1"],"boots":["b"],"boots":["b"]}', false],
  ['{"devices":["gpu-1"],"devices":[]}', false],
  ['{"devices":["gpu-1",]}', false],
  ['{"devices":["gpu-1"]', false],
  ['{"agent":"1"}', false],
])("%s: %s", (text, isUsual) => {
  expect(scanner.scan(textOf(Buffer.from(text)), plain)).toBe(isUsual);
});
