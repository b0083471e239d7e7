import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { Dictionary, FleetDirectory } from "./directory";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a page ends between versions as numbers, not as text: nobody is skipped", async () => {
  // More than a page of version 10, and ten devices of version 9.
  await database.sql`
    insert into devices (shard, ordinal, device_id, provider_id, enrolled_at, version)
    select 0, i, 'device-' || i, 1, now(), case when i < 10 then '9' else '10' end::xid8 from generate_series(0, 20100) i`;
  const directory = new FleetDirectory();
  expect(await directory.refresh(database.sql)).toBe(20_101);
  expect(directory.isEnrolled.reduce((sum, one) => sum + one, 0)).toBe(20_101);
  await database.sql`update devices set gpu_count = 8, version = pg_current_xact_id() where ordinal = 3`;
  expect(await directory.refresh(database.sql)).toBe(1);
  expect(directory.gpuCount[3]).toBe(8);
});

test("a value too many is none, and never another's", () => {
  const dictionary = new Dictionary();
  for (let i = 1; i <= 65_535; i++) expect(dictionary.code(`region ${i}`)).toBe(i);
  const values = ["one more", "and another", "region 65535"];
  const codes = new Uint16Array(values.map((value) => dictionary.code(value)));
  expect([...codes].map((code) => dictionary.value(code))).toEqual([null, null, "region 65535"]);
});
