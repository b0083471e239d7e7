import type { Sql } from "@/db/client";
import { hashToken, newTokenText, parseTokenText, type TokenKind } from "@/lib/access/token-format";

/** Rows that tests of the gateway start from, written as the other parts of Muster would have written them. */
export async function addProvider(sql: Sql, slug: string): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into providers (slug, name) values (${slug}, ${slug})
    on conflict (slug) do update set name = excluded.name returning id`;
  return (row as { id: number }).id;
}

export async function addToken(
  sql: Sql,
  kind: TokenKind,
  options: { providerId?: number; expiresAt?: Date } = {},
): Promise<{ id: string; text: string }> {
  const text = newTokenText(kind);
  const [row] = await sql<{ id: string }[]>`
    insert into tokens (kind, name, prefix, hash, provider_id, expires_at, created_by)
    values (${kind}, 'test', ${parseTokenText(text)?.prefix ?? ""}, ${hashToken(text)}, ${options.providerId ?? null},
      ${options.expiresAt ?? null}, 'test')
    returning id`;
  return { id: (row as { id: string }).id, text };
}

/** Enrols `count` devices named `prefix`-0 and so on; returns their ordinals. */
export async function addDevices(
  sql: Sql,
  providerId: number,
  prefix: string,
  count: number,
  attributes: { agent?: string | null; tokenKind?: string | null } = {},
): Promise<number[]> {
  const rows = await sql<{ ordinal: number }[]>`
    with made as (
      select nextval('device_ordinals')::int as ordinal, ${prefix}::text || '-' || i as id
      from generate_series(0, ${count - 1}::int) i
    ), ids as (insert into device_ids (id, ordinal) select id, ordinal from made)
    insert into devices (shard, ordinal, device_id, provider_id, agent, token_kind, enrolled_at)
    select (ordinal >> 16)::smallint, ordinal, id, ${providerId}, ${attributes.agent ?? null},
      ${attributes.tokenKind ?? null}, now() - interval '1 hour'
    from made returning ordinal`;
  return rows.map((row) => row.ordinal).sort((a, b) => a - b);
}
