import { statfsSync } from "node:fs";
import { totalmem } from "node:os";

/** For a machine that the other processes of Muster share. Durability (fsync, synchronous_commit, full_page_writes) stays as it is. */
export function tunedSettings(): Record<string, string> {
  const totalMb = Math.floor(availableMemory() / 1_048_576);
  const megabytes = (share: number, most: number) => `${Math.max(64, Math.min(most, Math.floor(totalMb * share)))}MB`;
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: megabytes(0.1, 2_048),
    effective_cache_size: megabytes(0.4, 16_384),
    work_mem: "32MB",
    maintenance_work_mem: "256MB",
    // Few, spread checkpoints: every first change of a page after one is logged whole.
    checkpoint_timeout: "30min",
    max_wal_size: "4GB",
    wal_compression: "on",
    wal_level: "replica",
    max_wal_senders: "0",
    random_page_cost: "1.1",
    jit: "off",
    timezone: "UTC",
    log_min_messages: "warning",
    ...(isSharedMemorySmall() ? { dynamic_shared_memory_type: "sysv" } : {}),
  };
}

/** Of the container, where it has less than the machine. */
function availableMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Docker gives 64 MB of /dev/shm, which one parallel query fills. */
function isSharedMemorySmall(): boolean {
  try {
    const { blocks, bsize } = statfsSync("/dev/shm");
    return blocks * bsize < 1_073_741_824;
  } catch {
    return false;
  }
}
