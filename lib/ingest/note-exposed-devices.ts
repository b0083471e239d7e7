import type { SqlOrTransaction } from "@/db/client";
import { hmacOf } from "@/lib/access/exposure/exposure-key";

/**
 * Notes which of the devices that were just enrolled stand in a leaked list, by the HMAC that is all that was kept of it; the worker
 * makes a finding of them. Devices that were there before the list are named in its report.
 */
export async function noteExposedDevices(tx: SqlOrTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const [key] = await tx<{ value: string }[]>`select value #>> '{}' as value from exposure_key`;
  // Before the first list there is none.
  if (!key) return;
  const secret = Buffer.from(key.value, "base64");
  const hmacs = ids.map((id) => hmacOf(secret, id).toString("hex"));
  await tx`
    insert into exposed_uses (minute, subject, is_accepted, count)
    select floor(extract(epoch from statement_timestamp()) / 60)::int, 'device:' || i.ordinal || ':' || t.hmac, true, 1
    from unnest(${[...ids]}::text[], ${hmacs}::text[]) as t(id, hmac)
      join exposed_identifiers e on e.hmac = decode(t.hmac, 'hex')
      join device_ids i on i.id = t.id
    order by i.ordinal
    on conflict do nothing`;
}
