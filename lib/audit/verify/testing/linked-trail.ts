import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { acquireLease, type Lease } from "@/lib/jobs/lease";
import { fileAnchor } from "../../anchor/file-anchor";
import { linkAudit, readChainHead } from "../../chain/link-audit";
import { recordAudit } from "../../record-audit";
import type { Verdict } from "../verdict";
import { type AnchorSource, verifyAudit } from "../verify-audit";

const actor = { kind: "system", id: "test", name: "Test" } as const;

/** For the tests of one file, before each of which the trail has ten rows, linked, with anchors at 3, 6 and 10. */
export class LinkedTrail {
  readonly #folder = mkdtempSync(join(tmpdir(), "muster-anchor-"));
  readonly file = join(this.#folder, "anchors.jsonl");
  #database: TestDatabase | undefined;
  #lease: Lease | undefined;

  constructor() {
    beforeAll(async () => {
      this.#database = await createTestDatabase();
    });
    afterAll(async () => {
      await this.database.drop();
      rmSync(this.#folder, { recursive: true });
    });
    beforeEach(async () => {
      rmSync(this.file, { force: true });
      await this.tamper("truncate audit_log, audit_chain, leases restart identity");
      this.#lease = (await acquireLease(this.database.sql, "audit-chain", "test")) ?? undefined;
      for (const count of [3, 3, 4]) {
        for (let i = 0; i < count; i++) await this.record();
        await this.linkAll();
        await this.anchor();
      }
    });
  }

  get database(): TestDatabase {
    if (!this.#database) throw new Error("asked for before the tests began");
    return this.#database;
  }

  tamper(statements: string) {
    return this.database.owner.unsafe(statements);
  }

  async record(): Promise<void> {
    const after = { role: "viewer", when: "2026-11-21", amount: 12 };
    const now = new Date("2026-11-21T08:00:00.5Z");
    await this.database.db.transaction((db) =>
      recordAudit({ db, actor, now }, { action: "user.change-role", target: { kind: "user", id: "u1" }, after }),
    );
  }

  /** Until nothing waits any more; transactions of other databases of the server hold rows back too. */
  async linkAll(): Promise<void> {
    const lease = this.#lease;
    if (!lease) throw new Error("somebody else links this trail");
    await vi.waitFor(
      async () => {
        await linkAudit(this.database.sql, lease);
        expect((await verifyAudit(this.database.url, null)).unlinked.rows).toBe(0);
      },
      { timeout: 15_000, interval: 20 },
    );
  }

  async anchor(): Promise<void> {
    const head = await readChainHead(this.database.sql);
    if (!head) throw new Error("nothing is linked");
    const { position, hash } = head;
    await fileAnchor(this.file).write({ time: new Date().toISOString(), position, hash: hash.toString("hex") });
  }

  /** In one range, and the same verdict wherever ranges end: with 3, positions 3, 6 and 9 are last and 4, 7 and 10 first. */
  async verify(source: AnchorSource = { file: this.file }): Promise<Verdict> {
    const verdict = await verifyAudit(this.database.url, source);
    for (const rowsInRange of [1, 3, 10]) {
      const again = await verifyAudit(this.database.url, source, rowsInRange);
      expect(again).toEqual({ ...verdict, seconds: expect.any(Number) });
    }
    return verdict;
  }
}
