import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Ctx, systemCtx } from "@/lib/context";
import { getDevicePresence } from "@/lib/fleet/devices/get-device-presence";
import { hourOfMinute, minuteOf } from "@/lib/fleet/minute";
import { readFoldedHours } from "@/lib/ingest/folded-hours";
import { importInventory } from "./import-inventory";
import { importPresence } from "./import-presence";
import { ImportReport } from "./import-report";
import { makeFiles } from "./testing";

const now = new Date("2026-11-20T12:00:00Z");
const files = makeFiles();
let database: TestDatabase;
let ctx: Ctx;
beforeEach(async () => {
  database = await createTestDatabase();
  ctx = systemCtx(database.db, "test", now);
});
afterEach(() => database.drop());

const run = async (text: string, provider?: string) => {
  const report = new ImportReport();
  await importPresence(ctx, { file: files.write("checks.csv", text), map: {}, provider, now }, report);
  return report;
};
const states = async (device: string, from: string, to: string) => {
  const intervals = await getDevicePresence(ctx, device, new Date(from), new Date(to));
  return intervals.map(({ state, from: start, to: end }) => [
    state,
    start.toISOString().slice(11, 16),
    end.toISOString().slice(11, 16),
  ]);
};
const checks = `time,device,status
2026-11-20T08:00:00Z,a,up
2026-11-20T08:10:00Z,a,up
2026-11-20T08:20:00Z,a,down
2026-11-20T08:30:00Z,a,up
2026-11-20T08:05:00Z,b,up
2026-11-20T08:15:00Z,b,up
`;

describe("a history of checks", () => {
  test("gives states that hold until the next check, then are unknown; and twice the same", async () => {
    const expected = [
      ["connected", "08:00", "08:21"],
      ["silent", "08:21", "08:30"],
      ["connected", "08:30", "09:00"],
      ["unknown", "09:00", "10:00"],
    ];
    expect((await run(checks, "acme")).taken).toBe(6);
    expect(await states("a", "2026-11-20T08:00:00Z", "2026-11-20T10:00:00Z")).toEqual(expected);
    await run(checks, "acme");
    expect(await states("a", "2026-11-20T08:00:00Z", "2026-11-20T10:00:00Z")).toEqual(expected);
  });

  test("of this very hour closes no hour into which a heartbeat may still be dated", async () => {
    const lines = ["10:40", "10:50", "11:00", "11:10", "11:20", "11:55"].map((time) => `2026-11-20T${time}:00Z,a,up`);
    await run(["time,device,status", ...lines].join("\n"), "acme");
    const shards = 1;
    expect([...(await readFoldedHours(database.sql, minuteOf(now), shards))]).toEqual([]);
    expect([...(await readFoldedHours(database.sql, minuteOf(now) - 60, shards))]).toEqual([
      hourOfMinute(minuteOf(now)) - 2,
    ]);
    expect(await states("a", "2026-11-20T10:40:00Z", "2026-11-20T12:00:00Z")).toEqual([
      ["connected", "10:40", "11:50"],
      ["unknown", "11:50", "11:55"],
      ["connected", "11:55", "12:00"],
    ]);
  });

  test("says nothing of another provider's hours, and of one's own only what was seen of each device", async () => {
    await run("time,device,status\n2026-11-20T06:00:00Z,c,up\n2026-11-20T06:10:00Z,c,up\n", "other");
    await run(checks, "acme");
    const hours = await database.sql`
      select slug, hour % 24 as hour, connected_device_minutes::int as connected, covered_minutes as covered
      from provider_hours join providers on id = provider_id order by slug, hour`;
    expect(hours).toEqual([
      // a was watched for the whole hour and down for nine minutes of it; b was watched for 40 of its 55.
      { slug: "acme", hour: 8, connected: 91, covered: 52 },
      { slug: "other", hour: 6, connected: 40, covered: 40 },
    ]);
  });

  test("counts what was seen, and the rest as unknown", async () => {
    await run(checks, "acme");
    const minute = Date.parse("2026-11-20T08:42:00Z") / 60_000;
    const [row] = await database.sql`
      select devices_connected, devices_silent, devices_unknown from fleet_minutes where dimension = 'fleet' and minute = ${minute}`;
    expect(row).toEqual({ devices_connected: 2, devices_silent: 0, devices_unknown: 0 });
    const [later] = await database.sql`
      select devices_connected, devices_unknown from fleet_minutes where dimension = 'fleet' and minute = ${minute + 10}`;
    expect(later).toEqual({ devices_connected: 1, devices_unknown: 1 });
  });

  test("refuses devices that nobody enrolled, times ahead, and words that say neither up nor down", async () => {
    const report = new ImportReport();
    const text = `${checks}2027-01-01T00:00:00Z,a,up\n2026-11-20T08:00:00Z,a,degraded\nnoon,a,up\n2026-11-20T08:00:00Z,zz,up\n`;
    await importInventory(
      ctx,
      { file: files.write("i.csv", "device\na\nb\n"), provider: "acme", map: {} },
      new ImportReport(),
    );
    await importPresence(ctx, { file: files.write("bad.csv", text), map: {}, now }, report);
    expect([...report.byReason.keys()].sort()).toEqual(["status", "time", "time in the future"]);
    expect([report.taken, report.refused, report.unknown]).toEqual([6, 3, { devices: 1, lines: 1 }]);
  });

  test("counts the lines of devices that nobody enrolled apart, device by device, in the report and in the audit", async () => {
    const written: string[] = [];
    const report = new ImportReport((line, reason) => written.push(`${line}\t${reason}`));
    await importInventory(
      ctx,
      { file: files.write("i.csv", "device\nb\n"), provider: "acme", map: {} },
      new ImportReport(),
    );
    const text = `${checks}2026-11-20T08:00:00Z,zz,up\n2026-11-20T08:00:00Z,zz,degraded\n`;
    await importPresence(ctx, { file: files.write("some.csv", text), map: {}, now }, report);
    expect([report.taken, report.refused, report.unknown]).toEqual([2, 1, { devices: 2, lines: 5 }]);
    expect(report.isWhole).toBe(false);
    expect(report.lines()[0]).toBe("2 lines taken, 1 refused, 5 of 2 unknown devices left out.");
    expect(report.lines()).toContain("  unknown device: a (all of its lines: 4)");
    expect(written).toContain("0\tunknown device: zz (all of its lines: 1)");
    const [audit] = await database.sql`select after from audit_log where action = 'presence.import'`;
    expect(audit?.after).toMatchObject({ linesTaken: 2, linesRefused: 1, linesOfUnknownDevices: 5 });
  });

  test("of known devices alone says nothing of unknown ones", async () => {
    const report = await run(checks, "acme");
    expect([report.isWhole, report.lines()[0]]).toEqual([true, "6 lines taken, 0 refused."]);
  });

  test("of nobody we know is refused whole", async () => {
    await expect(run(checks)).rejects.toThrow(/None of the devices is enrolled/);
  });

  test("may be intervals", async () => {
    await run("device,from,to\na,2026-11-20T08:00:00Z,2026-11-20T08:30:00Z\n", "acme");
    expect(await states("a", "2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z")).toEqual([
      ["connected", "08:00", "08:30"],
      ["unknown", "08:30", "09:00"],
    ]);
  });
});
