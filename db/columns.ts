import { customType, timestamp } from "drizzle-orm/pg-core";

/** Raw bytes. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** One bit a device of a shard; bit 0 is the leftmost. Read with bit_send(), written as 'x…' hexadecimal. */
export const shardBits = customType<{ data: string }>({ dataType: () => "bit(65536)" });

/** A 64-bit transaction id: commit order is not sequence order, so feeds are paged by it. */
export const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** A moment, to the microsecond. */
export const at = (name: string) => timestamp(name, { withTimezone: true });
