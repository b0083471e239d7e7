import type { SqlOrTransaction } from "@/db/client";
import { type Notice, noticeChannel } from "./notice";

/** Delivered at the commit of `sql` where it is a transaction. */
export async function sendNotice(sql: SqlOrTransaction, notice: Notice): Promise<void> {
  await sql`select pg_notify(${noticeChannel}, ${JSON.stringify(notice)})`;
}
