import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as access from "./schema/access";
import * as endpoints from "./schema/endpoints";
import * as evidence from "./schema/evidence";
import * as exposure from "./schema/exposure";
import * as findings from "./schema/findings";
import * as fleet from "./schema/fleet";
import * as incidentWork from "./schema/incident-work";
import * as incidents from "./schema/incidents";
import * as notify from "./schema/notify";
import * as presence from "./schema/presence";
import * as status from "./schema/status";

export const schema = {
  ...access,
  ...endpoints,
  ...evidence,
  ...exposure,
  ...findings,
  ...fleet,
  ...incidents,
  ...incidentWork,
  ...notify,
  ...presence,
  ...status,
};

export type Sql = postgres.Sql;
/** A connection or a transaction of postgres.js, for the queries in which bits and batches travel. */
export type SqlOrTransaction = postgres.ISql;
/** drizzle over a pool; `db.$client` is the pool itself. */
export type Database = PostgresJsDatabase<typeof schema> & { $client: Sql };
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export type ConnectOptions = {
  /** Connections at most. */
  max?: number;
  /** What the server shows in pg_stat_activity. */
  name?: string;
  /** Milliseconds after which the server cancels a statement; 0: never. */
  statementTimeoutMs?: number;
  /** Seconds that a new connection may take; 10 unless told. A process that computes for long hears of it late. */
  connectTimeoutSeconds?: number;
};

/** A pool on `url`. The caller ends it. Connections are made when first needed, and anew after the server was away. */
export function connectSql(url: string, options: ConnectOptions = {}): Sql {
  return postgres(url, {
    max: options.max ?? 10,
    idle_timeout: 60,
    connect_timeout: options.connectTimeoutSeconds ?? 10,
    // A server that comes back is found within a second; the client's own pauses grow to twenty.
    backoff: (attempt) => Math.min(1, 0.05 * 2 ** attempt),
    onnotice: () => {},
    connection: {
      application_name: options.name ?? "muster",
      statement_timeout: options.statementTimeoutMs ?? 0,
    },
  });
}

/** The connection of a transaction of drizzle, for queries that are more than drizzle writes. */
export function clientOf(tx: Transaction): SqlOrTransaction {
  // drizzle keeps it in its session, which its types do not show.
  return (tx as unknown as { session: { client: SqlOrTransaction } }).session.client;
}

/** timestamptz, date and timestamp, and their arrays: what drizzle makes the client read and write as text. */
const dateTypes = [1184, 1082, 1114, 1185, 1182, 1115];

export function wrapSql(client: Sql): Database {
  const { parsers, serializers } = client.options;
  const own = dateTypes.map((type) => [type, parsers[type], serializers[type]] as const);
  const db = drizzle(client, { schema });
  // Queries on `db.$client` read and write Date as without drizzle, which itself takes a Date as well as text.
  for (const [type, parser, serializer] of own) {
    Reflect.deleteProperty(parsers, type);
    Reflect.deleteProperty(serializers, type);
    if (parser) parsers[type] = parser;
    if (serializer) serializers[type] = serializer;
  }
  return db;
}

export function connectDatabase(url: string, options: ConnectOptions = {}): Database {
  return wrapSql(connectSql(url, options));
}
