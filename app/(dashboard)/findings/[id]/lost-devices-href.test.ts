import { expect, test } from "vitest";
import { lostDevicesHref } from "./lost-devices-href";

const lowest = { found: 10, minute: Date.UTC(2026, 10, 21, 9, 20) / 60_000 };

test("leads to the group's devices of that state and reason, now while the collapse goes on", () => {
  const blocked = { state: "blocked", reason: "outdated_agent" } as const;
  expect(lostDevicesHref({ filter: {}, state: blocked, lowest, recoveredMinute: null })).toBe(
    "/fleet/devices?state=blocked&reason=outdated_agent",
  );
});

test("leads to its lowest minute once it is over, with the group's filter", () => {
  const over = { filter: { provider: ["acme"] }, lowest, recoveredMinute: lowest.minute + 60 };
  expect(lostDevicesHref({ ...over, state: { state: "silent" } })).toBe(
    "/fleet/devices?provider=acme&state=silent&at=2026-11-21T09:20:00.000Z",
  );
});
