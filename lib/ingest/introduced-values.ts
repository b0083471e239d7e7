import type { Dictionary } from "@/lib/fleet/directory";
import { limits } from "./limits";
import type { IngestToken } from "./token-directory";

/** A value that may not be taken: too many are known, or this token brought too many. */
export const refusedValue = -1;

/**
 * Numbers the values of an attribute that machines name themselves. Each is a line of every minute's counts and a number of 16
 * bits in every directory, so one provider must not be able to bring thousands of them: 65,536 regions would make the numbers
 * of all providers wrong.
 */
export class IntroducedValues {
  readonly #byToken = new Map<string, number>();

  constructor(readonly known: Dictionary) {}

  /** The number of a value; `isValue` is asked only of one that is new. */
  code(value: string, token: Pick<IngestToken, "id" | "kind">, isValue: (value: string) => boolean): number {
    const known = this.known.find(value);
    if (known !== undefined) return known;
    const introduced = this.#byToken.get(token.id) ?? 0;
    // An operator's token speaks for the whole fleet.
    if (introduced >= limits.valuesAToken && token.kind !== "operator") return refusedValue;
    if (this.known.values.length > limits.values || !isValue(value)) return refusedValue;
    this.#byToken.set(token.id, introduced + 1);
    return this.known.code(value);
  }
}
