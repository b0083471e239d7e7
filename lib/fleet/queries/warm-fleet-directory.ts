import { processDatabase } from "@/lib/database";
import { fleetDirectory } from "./web-directory";

/**
 * Begins to read the devices' attributes when the web process starts, so that the first person who filters does not wait for
 * 600,000 rows. A database that is away is nobody's error yet: whoever asks first reads them then.
 */
export function warmFleetDirectory(): void {
  void Promise.resolve()
    .then(() => fleetDirectory(processDatabase()))
    .catch(() => undefined);
}
