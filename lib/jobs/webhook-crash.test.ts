import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { createWebhook } from "@/lib/notify/webhooks/create-webhook";
import { type Receiver, startReceiver } from "@/lib/notify/webhooks/testing/start-receiver";

const root = fileURLToPath(new URL("../..", import.meta.url));
const patience = { timeout: 60_000, interval: 50 };

let database: TestDatabase;
let receiver: Receiver;
beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await database.drop();
});

test("a worker that is killed between sending and noting it sends again with the same id, and loses nothing", {
  timeout: 240_000,
}, async () => {
  const ctx = testCtx(database.db, "admin", new Date());
  await createWebhook(ctx, { name: "Hook", url: receiver.url, events: ["policy.set"] }, { named: ["127.0.0.1"] });
  for (let index = 0; index < 5; index++) {
    await database.db.transaction((db) =>
      recordDomainEvent(
        { db, now: new Date() },
        { kind: "policy.set", title: `Policy ${index}`, happenedAt: new Date() },
      ),
    );
  }
  // The receiver has it, and the answer never comes: that is the moment between the two.
  receiver.answer = "never";
  for (let kill = 0; kill < 2; kill++) {
    const worker = startProcess();
    const before = receiver.received.length;
    await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(before), patience);
    worker.kill("SIGKILL");
    await once(worker, "exit");
    // The next one need not wait until the dead one's attempts count as lost.
    await database.sql`update deliveries set next_attempt_at = now() where state = 'waiting'`;
  }
  receiver.answer = { status: 204 };
  const cut = receiver.received.length;
  const last = startProcess();
  await vi.waitFor(async () => {
    const states = await database.sql<{ state: string }[]>`select state from deliveries`;
    expect(states.map(({ state }) => state)).toEqual(Array(5).fill("delivered"));
  }, patience);
  last.kill("SIGTERM");
  expect(await once(last, "exit")).toEqual([0, null]);

  const sent = receiver.received.map(({ headers, body }) => `${headers["webhook-id"]} ${body}`);
  expect(new Set(sent.slice(cut)).size).toBe(5);
  expect(new Set(sent).size).toBe(5);
  expect(new Set(sent.map((each) => each.split(" ")[0])).size).toBe(5);
});

function startProcess(): ChildProcess {
  const worker = spawn(process.execPath, ["--import", "tsx", "lib/jobs/worker-main.ts"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.url, WEBHOOK_HOSTS: "127.0.0.1", LOG_LEVEL: "info" },
    stdio: "ignore",
  });
  return worker;
}
