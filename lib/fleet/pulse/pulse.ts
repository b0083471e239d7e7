/** Distinct devices that called in one slot of five seconds, by the gateways' answer. */
export type Pulse = { slot: number; admitted: number; turnedAway: number };

export const secondsASlot = 5;
export const slotOf = (time: Date | number): number => Math.floor(Number(time) / (secondsASlot * 1_000));
