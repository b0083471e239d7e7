import { hash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import { parseTokenText, type TokenKind } from "@/lib/access/token-format";
import { AppError } from "@/lib/app-error";
import { ExposedSecrets } from "./exposed-secrets";

/** What a token may: the kinds that machines carry. */
export type IngestToken = {
  id: string;
  kind: TokenKind;
  name: string;
  /** Of a provider's token: the only provider whose devices it reaches. */
  providerId: number | null;
  intervalSeconds: number | null;
  expiresMs: number | null;
  isRevoked: boolean;
  /** It stands in a leaked list. */
  isExposed: boolean;
};

type Row = Omit<IngestToken, "expiresMs" | "isRevoked" | "isExposed"> & {
  hash: Buffer;
  expiresAt: Date | null;
  revokedAt: Date | null;
  exposedAt: Date | null;
};

/** Unknown tokens are asked for together, so that a flood of them is some queries a second. */
const lookupGapMs = 20;

/** The ingest tokens by SHA-256, in memory; poll() sees a revocation at the latest when it is called next. */
export class TokenDirectory {
  #byHash = new Map<string, IngestToken>();
  #fingerprint = "";
  #wanted = new Set<string>();
  #lookingUp: Promise<void> | null = null;
  #used = new Set<string>();

  constructor(
    readonly sql: Sql,
    readonly now: () => number,
    readonly exposed = new ExposedSecrets(),
  ) {}

  /** Reads the tokens again if any was made, changed or removed since: xmin names the last writer of a row. */
  async poll(): Promise<void> {
    const [row] = await this.sql<{ fingerprint: string }[]>`
      select count(*) || '/' || coalesce(sum(xmin::text::bigint), 0) as fingerprint from tokens where kind <> 'api'`;
    if (!row || row.fingerprint === this.#fingerprint) return;
    await this.#load();
    this.#fingerprint = row.fingerprint;
  }

  /**
   * The token of an Authorization header.
   * Throws AppError "missing_token", "invalid_token" (mistyped, unknown, or for people), "revoked_token", "expired_token".
   */
  authenticate(header: string | undefined): IngestToken | Promise<IngestToken> {
    if (!header)
      throw new AppError("unauthenticated", "missing_token", "Send the header Authorization: Bearer <token>.");
    const text = /^Bearer ([\x21-\x7e]+)$/i.exec(header)?.[1];
    if (!text) throw invalid();
    const key = hash("sha256", text, "base64");
    const token = this.#byHash.get(key);
    if (token) return this.#usable(token);
    if (!parseTokenText(text)) throw this.#unknown(text);
    return this.#lookUp(key, text);
  }

  /** A token may be younger than the last poll. */
  async #lookUp(key: string, text: string): Promise<IngestToken> {
    this.#wanted.add(key);
    this.#lookingUp ??= this.#lookUpWanted();
    await this.#lookingUp;
    const token = this.#byHash.get(key);
    if (!token) throw this.#unknown(text);
    return this.#usable(token);
  }

  async #lookUpWanted(): Promise<void> {
    await delay(lookupGapMs);
    const hashes = [...this.#wanted];
    this.#wanted.clear();
    // Who comes from here on waits for the next one.
    this.#lookingUp = null;
    const rows = await this.sql<Row[]>`
      select ${this.#columns()} from tokens where kind <> 'api'
        and hash = any(select decode(wanted, 'base64') from unnest(${hashes}::text[]) wanted)`;
    // What a poll has read meanwhile is newer, a revocation perhaps.
    for (const [key, token] of rows.map(entryOf)) if (!this.#byHash.has(key)) this.#byHash.set(key, token);
  }

  #columns() {
    return this.sql`id, kind, name, hash, provider_id as "providerId", interval_seconds as "intervalSeconds",
      expires_at as "expiresAt", revoked_at as "revokedAt", exposed_at as "exposedAt"`;
  }

  #unknown(text: string): AppError {
    this.exposed.noteRefused(text, this.now());
    return invalid();
  }

  #usable(token: IngestToken): IngestToken {
    const isExpired = token.expiresMs !== null && token.expiresMs <= this.now();
    if (token.isExposed) this.exposed.noteToken(token.id, !token.isRevoked && !isExpired, this.now());
    if (token.isRevoked) {
      throw new AppError("unauthenticated", "revoked_token", "This token was revoked. Ask for a new one.");
    }
    if (isExpired) {
      throw new AppError("unauthenticated", "expired_token", "This token has expired. Ask for a new one.");
    }
    this.#used.add(token.id);
    return token;
  }

  async #load(): Promise<void> {
    const rows = await this.sql<Row[]>`
      select ${this.#columns()} from tokens where kind <> 'api' order by created_at, id limit 1000000`;
    this.#byHash = new Map(rows.map(entryOf));
  }

  /** Notes which tokens were used since the last call; another gateway may have done so within the minute. */
  async flushUse(): Promise<void> {
    if (this.#used.size === 0) return;
    const used = [...this.#used];
    this.#used.clear();
    await this.sql`update tokens set last_used_at = clock_timestamp() where id = any(${used}::uuid[])
        and (last_used_at is null or last_used_at < clock_timestamp() - interval '50 seconds')`;
  }
}

function entryOf({ hash: digest, expiresAt, revokedAt, exposedAt, ...row }: Row): [string, IngestToken] {
  const expiresMs = expiresAt?.getTime() ?? null;
  const token = { ...row, expiresMs, isRevoked: revokedAt !== null, isExposed: exposedAt !== null };
  return [Buffer.from(digest).toString("base64"), token];
}

const invalid = () =>
  new AppError("unauthenticated", "invalid_token", "This is not a valid ingest token. Check that it is whole.");
