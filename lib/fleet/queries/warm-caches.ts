import { processDatabase } from "@/lib/database";
import { warmDeviceTexts } from "../devices/find-devices-by-text";
import { fleetDirectory } from "./web-directory";

/**
 * Begins to read the devices' attributes, and then their ids and names, when the web process starts, so that the first person who
 * filters or searches does not wait for 600,000 rows. A database that is away is nobody's error yet: whoever asks first reads them then.
 */
export function warmCaches(): void {
  void Promise.resolve()
    .then(async () => {
      const db = processDatabase();
      await fleetDirectory(db);
      await warmDeviceTexts(db);
    })
    .catch(() => undefined);
}
