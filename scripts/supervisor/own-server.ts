import { connectSql } from "@/db/client";
import { Problem } from "../problem.mjs";

const oldestVersion = 15;

const advice: Record<string, string> = {
  ECONNREFUSED: "nothing listens there: start that server, or correct the address",
  ENOTFOUND: "its host name is unknown: correct it",
  EAI_AGAIN: "its host name cannot be looked up: check the network",
  ETIMEDOUT: "it does not answer: check the network and its firewall",
  CONNECT_TIMEOUT: "it does not answer: check the network and its firewall",
  EHOSTUNREACH: "it cannot be reached: check the network",
  ENETUNREACH: "it cannot be reached: check the network",
  ECONNRESET: "it closed the connection: is it PostgreSQL, and does it want ?sslmode=require",
  "28P01": "it refuses this user and password: correct them",
  "28000": "it refuses this user: correct it, or allow this address in its pg_hba.conf",
  "3D000": "it has no such database: create it",
  "53300": "it has no connection free: raise its max_connections",
  "57P03": "it is starting up: try again in a moment",
};

/** Throws a Problem unless the server of `url`, from the variable of this name, can carry Muster. */
export async function checkOwnServer(url: string, variable: string): Promise<void> {
  const sql = connectSql(url, { max: 1, name: "muster-check" });
  const problem = (text: string, cause?: unknown) =>
    new Problem(`${variable} (${withoutPassword(url)}): ${text}.`, { cause });
  try {
    const [server] = await sql<{ version: number; name: string; mayCreate: boolean }[]>`
      select current_setting('server_version_num')::int / 10000 as version, current_user as name,
        has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create') as "mayCreate"`;
    if (!server) throw problem("it gives no answer");
    if (server.version < oldestVersion) {
      throw problem(`it is PostgreSQL ${server.version}, and Muster needs ${oldestVersion} or later`);
    }
    if (!server.mayCreate) {
      throw problem(
        `${server.name} may not create tables there: make it the owner of the database, or set DATABASE_URL_MIGRATE`,
      );
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw problem(adviceFor(error), error);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function adviceFor(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return advice[code] ?? (error instanceof Error ? error.message || code : String(error));
}

export function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/)([^@/]*@)?([^?\s]*).*$/, (_, scheme, credentials = "", rest) => {
    const user = String(credentials).replace(/@$/, "").split(":")[0];
    return `${scheme}${user ? `${user}@` : ""}${rest}`;
  });
}
