import { expect, test } from "vitest";
import { parseDevicesView } from "./devices-view";

test("an address without anything is the list by id, now", () => {
  expect(parseDevicesView({})).toEqual({ filter: {}, minute: null, sort: "id", order: "asc" });
});

test("filter, sort and minute come from the address; what is no sort falls back", () => {
  const view = parseDevicesView(new URLSearchParams("region=eu&sort=gpus&order=desc&at=2026-04-25T08:05Z"));
  expect(view).toMatchObject({ filter: { region: ["eu"] }, sort: "gpus", order: "desc", minute: 29_618_405 });
  expect(parseDevicesView({ sort: "drop table" }).sort).toBe("id");
});

test("a past minute is sorted by all that the present is sorted by", () => {
  expect(parseDevicesView({ sort: "since", at: "2026-04-25T08:05Z" }).sort).toBe("since");
  expect(parseDevicesView({ sort: "last_heartbeat", at: "2026-04-25T08:05Z" }).sort).toBe("last_heartbeat");
});
