import { hash } from "./chance";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
export const deviceIdLength = 12;

/** An id that tells nothing of the order of enrolment, different for every ordinal: 30 bits of it are a bijection of the ordinal. */
export function deviceIdOf(seed: number, ordinal: number): string {
  // Odd multipliers and xor-shifts are bijections of 30 bits.
  const mask = 0x3fff_ffff;
  let v = (ordinal ^ (seed & mask)) & mask;
  v = Math.imul(v, 0x2c1b_3c6d) & mask;
  v ^= v >>> 15;
  v = Math.imul(v, 0x297a_2d39) & mask;
  v ^= v >>> 14;
  const rest = hash(seed, ordinal, 30);
  let text = "d-";
  for (let shift = 25; shift >= 0; shift -= 5) text += alphabet[(v >>> shift) & 31];
  for (let shift = 15; shift >= 0; shift -= 5) text += alphabet[(rest >>> shift) & 31];
  return text;
}

/** A boot id; `boots` counts the restarts since the beginning of the story. */
export function bootIdOf(seed: number, ordinal: number, boots: number): string {
  const part = (purpose: number) =>
    hash(seed, ordinal, purpose + boots * 2)
      .toString(16)
      .padStart(8, "0");
  return `${part(40)}${part(41)}`;
}
