import type { Benchmark } from "./benchmark";
import { ingestCompact } from "./ingest-compact";
import { ingestLines } from "./ingest-lines";
import { ingestSingle } from "./ingest-single";
import { ingestWal } from "./ingest-wal";

/** In the order in which they run. */
export const benchmarks: Benchmark[] = [ingestLines, ingestCompact, ingestSingle, ingestWal];
