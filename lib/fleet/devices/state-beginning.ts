import { type StateCode, stateCodes } from "../states";

/** Since when a state holds, and the last heartbeat up to then. */
export type StateBeginning = {
  /** null where no record tells. */
  sinceMinute: number | null;
  /** null while the device calls, never called, or where no record tells. */
  lastSeenMinute: number | null;
  /** The records of the past say only that the last heartbeat came before lastSeenMinute. */
  isLastSeenBefore: boolean;
};

export type LastTransition = { minute: number; from: number; to: number };
export type KnownState = { since: number; lastSeen: number | null };

export const isCalling = (code: number): boolean =>
  code >= stateCodes.connected && code <= stateCodes.blocked_unverified;

const untold: StateBeginning = { sinceMinute: null, lastSeenMinute: null, isLastSeenBefore: false };

/**
 * When the state that a device had at a past minute began. Told by its row of device_states while that has held since, else by
 * its last transition up to the minute; of a state that neither agrees with nothing is told.
 */
export function stateBeginning(
  state: StateCode,
  past: { known: (KnownState & { state: number }) | null; last: LastTransition | null },
  windowMinutes: number,
): StateBeginning {
  const { known, last } = past;
  if (known) return known.state === state ? beginningKnown(known) : untold;
  return last?.to === state ? beginningAt(last, windowMinutes) : untold;
}

export const beginningKnown = ({ since, lastSeen }: KnownState): StateBeginning => ({
  sinceMinute: since,
  lastSeenMinute: lastSeen,
  isLastSeenBefore: false,
});

/**
 * A device turns silent one window after its last heartbeat, so such a transition says when that was. Out of quarantine, and out of and into
 * unknown, the calls lie in the bits alone: the transition is a bound. Who is held by a decision may call all the time: nothing is told.
 */
export function beginningAt({ minute, from, to }: LastTransition, windowMinutes: number): StateBeginning {
  const began = { sinceMinute: minute, isLastSeenBefore: false };
  const isHeld = to === stateCodes.quarantined || to === stateCodes.retired;
  if (isCalling(to) || isHeld || from === stateCodes.none) return { ...began, lastSeenMinute: null };
  if (to === stateCodes.unknown) return { ...began, lastSeenMinute: minute, isLastSeenBefore: true };
  const lastSeenMinute = minute - windowMinutes;
  return isCalling(from)
    ? { ...began, lastSeenMinute }
    : { ...began, lastSeenMinute: lastSeenMinute + 1, isLastSeenBefore: true };
}
