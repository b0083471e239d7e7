import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createLogger } from "@/lib/log";
import { type Gateway, type GatewayOptions, startGateway } from "../start-gateway";

export type Answer = { status: number; body: Record<string, unknown>; headers: Headers };

/** A database of its own and a gateway on it; `post` sends as `token`. */
export class GatewayFixture {
  token = "";

  private constructor(
    readonly database: TestDatabase,
    readonly gateway: Gateway,
  ) {}

  static async start(options: Partial<GatewayOptions> = {}): Promise<GatewayFixture> {
    const database = await createTestDatabase();
    return new GatewayFixture(database, await startTestGateway(database.ingestUrl, options));
  }

  get sql() {
    return this.database.sql;
  }

  get owner() {
    return this.database.owner;
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return postTo(this.gateway, path, body, { authorization: `Bearer ${this.token}`, ...headers });
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.database.drop();
  }
}

export function startTestGateway(databaseUrl: string, options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  return startGateway({ databaseUrl, port: 0, log: createLogger("gateway", "silent"), ...options });
}

/** A string or bytes go as they are (newline-JSON unless the headers say otherwise), anything else as JSON. */
export async function postTo(
  gateway: Gateway,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  const response = await fetch(`http://127.0.0.1:${gateway.port}${path}`, {
    method: "POST",
    headers: { "content-type": isRaw ? "application/x-ndjson" : "application/json", ...headers },
    // A Uint8Array is a body; TypeScript's DOM types want to know its buffer.
    body: isRaw ? (body as BodyInit) : JSON.stringify(body),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  };
}
