import { access } from "./access";
import { alerts } from "./alerts";
import { auditVerify } from "./audit-verify";
import { auditWrite } from "./audit-write";
import type { Benchmark } from "./benchmark";
import { collapse } from "./collapse";
import { devices } from "./devices";
import { history } from "./history";
import { incidentTimeline } from "./incident-timeline";
import { ingestCompact } from "./ingest-compact";
import { ingestLines } from "./ingest-lines";
import { ingestSingle } from "./ingest-single";
import { ingestWal } from "./ingest-wal";
import { queries } from "./queries";
import { rollCall } from "./roll-call";
import { triage } from "./triage";

/** In the order in which they run. */
export const benchmarks: Benchmark[] = [
  ingestLines,
  ingestCompact,
  ingestSingle,
  ingestWal,
  rollCall,
  history,
  queries,
  devices,
  collapse,
  alerts,
  triage,
  incidentTimeline,
  access,
  auditWrite,
  auditVerify,
];
