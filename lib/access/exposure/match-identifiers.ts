import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { hashToken } from "@/lib/access/token-format";
import { hmacOf } from "./exposure-key";
import { type IdentifierBatch, isIdentifierLike, isSecretLike } from "./identifier-scanner";

/** What one list has matched so far: record -> how often it occurs. */
export type Matches = { tokens: Map<string, number>; users: Map<string, number>; devices: Map<string, number> };

export type Lookup = {
  tx: Transaction;
  key: Buffer;
  listId: string;
  /** Id by subject, by e-mail in lower case and by Muster's own id. */
  users: ReadonlyMap<string, string>;
};

const mostUsers = 200_000;

export async function readUserNames(tx: Transaction): Promise<Map<string, string>> {
  const rows = await tx.execute<{ id: string; subject: string; email: string | null }>(
    sql`select id, subject, lower(email) as email from users order by id limit ${mostUsers}`,
  );
  const entries = rows.flatMap(({ id, subject, email }) =>
    [subject, id, ...(email ? [email] : [])].map((n) => [n, id] as const),
  );
  return new Map(entries);
}

/** Adds what of `batch` Muster knows to `matches`, and keeps the HMACs of what is known or looks like an identifier. Returns all HMACs. */
export async function matchIdentifiers(lookup: Lookup, batch: IdentifierBatch, matches: Matches): Promise<Buffer[]> {
  const all = [...batch.keys()];
  const known = new Set<string>();
  const add = (to: Map<string, number>, record: string, text: string) => {
    known.add(text);
    to.set(record, (to.get(record) ?? 0) + (batch.get(text) ?? 0));
  };
  for (const text of all) {
    const user = lookup.users.get(text) ?? lookup.users.get(text.toLowerCase());
    if (user) add(matches.users, user, text);
  }
  for (const { id, text } of await findTokens(lookup.tx, all)) add(matches.tokens, id, text);
  for (const id of await findDevices(lookup.tx, all)) add(matches.devices, id, id);
  const hmacs = all.map((text) => hmacOf(lookup.key, text));
  await keep(
    lookup,
    all.flatMap((text, index) => {
      const hmac = hmacs[index];
      return hmac && (known.has(text) || isIdentifierLike(text)) ? [{ hmac, isSecret: isSecretLike(text) }] : [];
    }),
  );
  return hmacs;
}

/** By hash, whatever they look like: a legacy secret has no form of Muster's. */
async function findTokens(tx: Transaction, all: string[]): Promise<{ id: string; text: string }[]> {
  const byHash = new Map(all.map((text) => [hashToken(text).toString("hex"), text]));
  const rows = await tx.execute<{ id: string; hash: string }>(sql`
    select id, encode(hash, 'hex') as hash from tokens
    where hash = any(select decode(h, 'hex') from unnest(string_to_array(${[...byHash.keys()].join()}, ',')) h)`);
  return rows.flatMap(({ id, hash }) => {
    const text = byHash.get(hash);
    return text ? [{ id, text }] : [];
  });
}

/** None of the identifiers has a comma in it. */
async function findDevices(tx: Transaction, all: string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(
    sql`select id from device_ids where id = any(string_to_array(${all.join()}, ','))`,
  );
  return rows.map(({ id }) => id);
}

async function keep({ tx, listId }: Lookup, identifiers: { hmac: Buffer; isSecret: boolean }[]): Promise<void> {
  if (identifiers.length === 0) return;
  const hmacs = identifiers.map(({ hmac }) => hmac.toString("hex")).join();
  const secrets = identifiers.map(({ isSecret }) => isSecret).join();
  await tx.execute(sql`
    insert into exposed_identifiers (hmac, list_id, is_secret)
    select decode(h, 'hex'), ${listId}::uuid, s::boolean
    from unnest(string_to_array(${hmacs}, ','), string_to_array(${secrets}, ',')) as t(h, s)
    on conflict (hmac) do nothing`);
}
