import type { ShardStates } from "../roll-call/shard-states";
import type { ShardMoment } from "../roll-call/state-at";

/**
 * stateAt for some words (32 devices each) of a minute whose whole window was listened in, so that nobody is unknown; the others keep
 * what stands in `into`. From minute to minute few words differ, and judging them alone is what a folded day of a large cohort takes.
 */
export function judgeWords(moment: ShardMoment, words: Uint16Array, into: ShardStates): void {
  const { enrolled, retired, quarantined, windowReaches } = moment;
  const { digit0, digit1, digit2, digit3, seen } = into;
  const depths = windowReaches.length;
  const layers = Array.from({ length: depths }, (_, depth) => moment.callsAt(depth));
  for (let at = 0; at < words.length; at++) {
    const i = words[at] as number;
    const claimed = (enrolled[i] as number) & ~(retired[i] as number);
    let open = claimed;
    let connected = 0;
    let outdated = 0;
    let legacy = 0;
    let unverified = 0;
    for (let depth = 0; depth < depths; depth++) {
      const due = open & ((windowReaches[depth] as Uint32Array)[i] as number);
      // Windows reach back without a hole: who is not due now is not due farther back.
      if (due === 0) break;
      const layer = layers[depth];
      if (!layer) continue;
      let left = due;
      const admitted = left & (layer.admitted?.[i] ?? 0);
      left &= ~admitted;
      const byAgent = left & (layer.outdatedAgent?.[i] ?? 0);
      left &= ~byAgent;
      const byToken = left & (layer.legacyToken?.[i] ?? 0);
      left &= ~byToken;
      const byVerification = left & (layer.unverified?.[i] ?? 0);
      left &= ~byVerification;
      connected |= admitted;
      outdated |= byAgent;
      legacy |= byToken;
      unverified |= byVerification;
      open &= ~(due & ~left);
    }
    const held = claimed & (quarantined[i] as number);
    const free = claimed & ~held;
    const silent = open & free;
    // As in lib/fleet/roll-call/state-at.ts.
    digit0[i] = (connected & free) | (legacy & free) | silent;
    digit1[i] = (outdated & free) | (legacy & free) | held;
    digit2[i] = (unverified & free) | silent | held;
    digit3[i] = (enrolled[i] as number) & (retired[i] as number);
    seen[i] = claimed & ~open;
  }
}
