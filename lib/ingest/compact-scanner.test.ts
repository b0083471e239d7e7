import fc from "fast-check";
import { expect, test } from "vitest";
import { CompactScanner } from "./compact-scanner";
import { DeviceIndex, textOf } from "./device-index";

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
const gap = fc.constantFrom("", "", " ", "\n", "\t");

test("reads the list that JSON.parse reads, or leaves the body to it", () => {
  const body = fc
    .tuple(
      fc.array(id, { maxLength: 20 }),
      fc.option(fc.string({ minLength: 1, maxLength: 10 })),
      gap,
      gap,
      fc.boolean(),
    )
    .map(([ids, agent, a, b, isAgentLast]) => {
      const list = `"devices"${a}:${b}[${b}${ids.map((each) => JSON.stringify(each)).join(`${a},${b}`)}${a}]`;
      const name = agent === null ? [] : [`"agent":${JSON.stringify(agent)}`];
      return `${a}{${b}${(isAgentLast ? [list, ...name] : [...name, list]).join(`${a},`)}${b}}${a}`;
    });
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
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ['{"agent":"1","devices":["gpu-1"]}', true],
  ['{"devices":[]}', true],
  ['{"devices":["gpu-1"],"boots":["b"]}', false],
  ['{"devices":["gpu-1"],"devices":[]}', false],
  ['{"devices":["gpu-1",]}', false],
  ['{"devices":["gpu-1"]', false],
  ['{"agent":"1"}', false],
])("%s: %s", (text, isUsual) => {
  expect(scanner.scan(textOf(Buffer.from(text)), plain)).toBe(isUsual);
});
