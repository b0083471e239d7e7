import type { StateCode } from "../states";

/** A row of the devices list, as of the minute that was asked for. */
export type ListedDevice = {
  id: string;
  name: string | null;
  provider: { slug: string; name: string };
  region: string | null;
  model: string | null;
  gpus: number;
  agent: string | null;
  cluster: string | null;
  /** stateCodes; none while roll call has not met the device. */
  state: StateCode;
  /** The minute from which the state holds; null where it is not known. */
  sinceMinute: number | null;
  /** The minute of the last heartbeat; null while it calls, never called, or where it is not known. */
  lastSeenMinute: number | null;
  /** The records of the past say only that the last heartbeat came before lastSeenMinute. */
  isLastSeenBefore: boolean;
};
