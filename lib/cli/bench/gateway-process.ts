import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import { freePort } from "@/db/embedded";
import { hashToken, newTokenText, parseTokenText, type TokenKind } from "@/lib/access/token-format";
import { spawnScript } from "./child";

export type GatewayProcess = { port: number; pid: number; child: ChildProcess; stop(): Promise<void> };

/** `npm run gateway` as a process of its own; ready to take requests when this returns. */
export async function startGatewayProcess(databaseUrl: string): Promise<GatewayProcess> {
  const port = await freePort();
  const child = spawnScript("lib/ingest/gateway-main.ts", {
    DATABASE_URL: databaseUrl,
    GATEWAY_PORT: String(port),
    LOG_LEVEL: "warn",
  });
  for (;;) {
    const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) break;
    if (child.exitCode !== null) throw new Error("the gateway did not start");
    await delay(100);
  }
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { port, pid: child.pid ?? 0, child, stop };
}

/** The text of a new operator's token. */
export const addOperatorToken = (sql: Sql): Promise<string> => addToken(sql, "operator");

/** The text of a new token. */
export async function addToken(sql: Sql, kind: TokenKind): Promise<string> {
  const text = newTokenText(kind);
  await sql`
    insert into tokens (kind, name, prefix, hash, created_by)
    values (${kind}, 'benchmark', ${parseTokenText(text)?.prefix ?? ""}, ${hashToken(text)}, 'benchmark')`;
  return text;
}
