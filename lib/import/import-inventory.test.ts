import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Ctx, systemCtx } from "@/lib/context";
import { importInventory } from "./import-inventory";
import { importProviders } from "./import-providers";
import { ImportReport } from "./import-report";
import { makeFiles } from "./testing";

let database: TestDatabase;
let ctx: Ctx;
const files = makeFiles();
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = systemCtx(database.db, "test", new Date());
});
beforeEach(async () => {
  await database.sql`delete from settings where key = 'records'`;
});
afterAll(async () => {
  files.remove();
  await database.drop();
});

const inventory = async (name: string, text: string | Uint8Array, map: Record<string, string> = {}) => {
  const report = new ImportReport();
  await importInventory(ctx, { file: files.write(name, text), provider: "acme", map }, report);
  return report;
};
const devices = () => database.sql`select device_id, gpu_model, gpu_count, region from devices order by device_id`;

describe("an inventory", () => {
  test("is enrolled by its own column names, and a second time changes nothing", async () => {
    const text = "sn,gpu,model\nnode-1,2,P100\nnode-2,8,NVIDIA GeForce RTX 4090\n";
    const map = { device: "sn", gpu_count: "gpu", gpu_model: "model" };
    const first = await inventory("a.csv", text, map);
    expect([first.taken, first.refused, first.facts[0]?.[1]]).toEqual([2, 0, 2]);
    const again = await inventory("a.csv", text, map);
    expect([again.taken, again.refused, again.facts[0]?.[1]]).toEqual([2, 0, 0]);
    expect(await devices()).toEqual([
      { device_id: "node-1", gpu_model: "P100", gpu_count: 2, region: null },
      { device_id: "node-2", gpu_model: "RTX 4090", gpu_count: 8, region: null },
    ]);
  });

  test("with bad lines keeps the good ones and says why of the others", async () => {
    const report = await inventory(
      "b.csv",
      'device,gpu_count\nbad-0,0\nbad-1,many\n,1\nbad-3\nok-1,1\nok-1,1\n"open,1\nok-2,1\n',
    );
    expect(report.taken).toBe(1);
    expect(report.first.map(({ line }) => line)).toContain(2);
    expect(report.refused).toBeGreaterThanOrEqual(5);
  });

  test("whose device is another provider's refuses that line", async () => {
    await inventory("c.csv", "device\nmine-1\n");
    const report = new ImportReport();
    await importInventory(ctx, { file: files.write("c2.csv", "device\nmine-1\n"), provider: "other", map: {} }, report);
    expect([report.taken, report.byReason.get("foreign_device")]).toEqual([0, 1]);
  });

  test.each([
    ["without the column", "id\nx\n", /No column device. The columns are "id"/],
    ["that is empty", "", /is empty/],
    ["that is not text", Buffer.from([0x50, 0x4b, 0, 1, 2]), /is not text/],
  ])("%s is refused whole, in one line", async (_, text, message) => {
    await expect(inventory("d.csv", text)).rejects.toThrow(message);
  });

  test("with semicolons, a byte order mark and Windows line ends is read", async () => {
    expect((await inventory("e.csv", "\uFEFFdevice;region\r\nwin-1;eu-west\r\n")).taken).toBe(1);
  });

  test("does not join a demo", async () => {
    const demo = {
      kind: "demo",
      scenario: "io-net-2024",
      title: "",
      shiftedFrom: "",
      shiftedTo: "",
      notes: [],
      seededAt: null,
    };
    await database.sql`insert into settings (key, value) values ('records', ${JSON.stringify(demo)}::text::jsonb)`;
    await expect(inventory("f.csv", "device\nx\n")).rejects.toThrow(/--empty/);
  });

  test("leaves an audit row", async () => {
    const [row] = await database.sql`select action, target_id from audit_log where action = 'inventory.import' limit 1`;
    expect(row).toEqual({ action: "inventory.import", target_id: "acme" });
  });
});

describe("providers", () => {
  const run = async (text: string) => {
    const report = new ImportReport();
    await importProviders(ctx, { file: files.write("p.csv", text), map: {} }, report);
    return report;
  };

  test("are made and updated by slug; an empty cell leaves what stands", async () => {
    await run("slug,name,contact_email,language\nnorth,North GPU,ops@north.example,fr\n");
    const report = await run("slug,name,contact_email\nnorth,,\nsouth,South,\n");
    expect(report.taken).toBe(2);
    const [north] = await database.sql`select name, contact_email, language from providers where slug = 'north'`;
    expect(north).toEqual({ name: "North GPU", contact_email: "ops@north.example", language: "fr" });
  });

  test("with a wrong address, zone, slug or a slug twice are refused line by line", async () => {
    const report = await run(
      "slug,contact_email,time_zone\nNot A Slug,,\nbad-mail,a@b@c,\nbad-zone,,Mars/Olympus\ngood,,Europe/Lisbon\ngood,,\n",
    );
    expect([report.taken, report.refused]).toEqual([1, 4]);
  });

  test("an audit row tells which, and no contact datum", async () => {
    await run("slug,contact_email\nsecretive,hidden@secret.example\n");
    const rows = await database.sql`select * from audit_log`;
    expect(JSON.stringify(rows)).toContain("secretive");
    expect(JSON.stringify(rows)).not.toContain("hidden@secret.example");
  });
});
