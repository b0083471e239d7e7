import fc from "fast-check";
import { expect, test } from "vitest";
import { coverageStatus } from "../coverage-status";
import { ShardStates } from "../roll-call/shard-states";
import { type CallLayer, type ShardMoment, stateAt } from "../roll-call/state-at";
import { shardWordCount } from "../shard";
import { judgeWords } from "./judge-words";

const depths = 3;
const word = fc.integer({ min: 0, max: 0xffffffff });
const layer = fc.option(fc.tuple(word, word, word, word), { nil: undefined });
const given = fc.record({
  enrolled: word,
  retired: word,
  quarantined: word,
  reaches: fc.tuple(word, word),
  calls: fc.array(layer, { minLength: depths, maxLength: depths }),
  was: word,
});
const at = 1_234;
const wordsWith = (value: number) => {
  const words = new Uint32Array(shardWordCount);
  words[at] = value;
  return words;
};

test("some words of a minute that was listened in get the states that stateAt gives all of them, the others keep theirs", () => {
  fc.assert(
    fc.property(given, ({ enrolled, retired, quarantined, reaches, calls, was }) => {
      const layers = calls.map((each): CallLayer | undefined => {
        if (!each) return undefined;
        const [admitted, outdatedAgent, legacyToken, unverified] = each.map(wordsWith);
        return { admitted, outdatedAgent, legacyToken, unverified };
      });
      const moment: ShardMoment = {
        enrolled: wordsWith(enrolled),
        retired: wordsWith(retired),
        quarantined: wordsWith(quarantined),
        // Whoever's window is longer than d minutes is among those whose is longer than d - 1.
        windowReaches: [0xffffffff, reaches[0], reaches[0] & reaches[1]].map(wordsWith),
        callsAt: (depth) => layers[depth],
        coverageAt: () => coverageStatus.full,
        enrolledAt: () => wordsWith(enrolled),
      };
      const expected = stateAt(moment, new ShardStates());
      const found = new ShardStates();
      found.digit1[at + 1] = was;
      judgeWords(moment, Uint16Array.of(at), found);
      for (let position = 0; position < 32; position++) {
        expect(found.codeOfBit(at, position)).toBe(expected.codeOfBit(at, position));
      }
      expect(found.seen[at]).toBe(expected.seen[at]);
      expect(found.digit1[at + 1]).toBe(was >>> 0);
    }),
  );
});
