const betweenWritesMs = 1_000;
const mostReasons = 100;

/**
 * Lets one write a second and reason through, with what was held back before it: strangers may ask as often as they like, and
 * each refusal would otherwise lock the same row. What is held back when the process ends is lost.
 */
export class DenialGate {
  readonly #reasons = new Map<string, { writtenAt: number; held: number }>();

  /** How many refusals to write now; 0: none yet. */
  pass(reason: string, now: number): number {
    const state = this.#reasons.get(reason);
    if (state && now - state.writtenAt < betweenWritesMs) {
      state.held += 1;
      return 0;
    }
    if (!state && this.#reasons.size >= mostReasons) return 0;
    this.#reasons.set(reason, { writtenAt: now, held: 0 });
    return 1 + (state?.held ?? 0);
  }
}
