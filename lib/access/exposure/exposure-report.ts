/** What was found in a leaked list, in numbers. */
export type ExposureCounts = {
  bytes: number;
  /** Different ones that were looked up. */
  identifiers: number;
  liveTokens: number;
  /** Revoked or expired. */
  endedTokens: number;
  users: number;
  devices: number;
};

/** The first so many of each kind are named. */
export const mostNamed = 200;

export type ExposureReport = {
  listId: string;
  counts: ExposureCounts;
  users: { id: string; name: string; occurrences: number }[];
  devices: { id: string; occurrences: number }[];
};

export type ExposureProgress = { bytes: number; identifiers: number };
