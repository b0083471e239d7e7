import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type Notice, noticeChannel } from "./notice";

/** As sendNotice, in a transaction of drizzle: delivered at its commit, or not at all. */
export async function notifyInTransaction(db: Transaction, notice: Notice): Promise<void> {
  await db.execute(sql`select pg_notify(${noticeChannel}, ${JSON.stringify(notice)})`);
}
