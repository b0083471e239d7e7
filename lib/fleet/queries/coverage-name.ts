import { coverageStatus } from "../coverage-status";
import type { CoverageName } from "../types";

/** Without a row Muster did not listen. */
export function coverageName(status: number | null | undefined): CoverageName {
  if (status === coverageStatus.full) return "full";
  return status === coverageStatus.partial ? "partial" : "none";
}
