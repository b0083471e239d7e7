import { join, resolve } from "node:path";
import type { Env } from "@/lib/env";
import type { AnchorPlace } from "./anchor";
import { fileAnchor } from "./file-anchor";
import { syslogAnchor } from "./syslog-anchor";
import { webhookAnchor } from "./webhook-anchor";

const syslogPort = 601;

/** The place that AUDIT_ANCHOR names; a file in the data directory where it is unset. */
export function openAnchor(env: Env): AnchorPlace {
  const given = env.AUDIT_ANCHOR ?? "";
  if (!/^\w+:\/\//.test(given)) return fileAnchor(anchorFile(env));
  const address = new URL(given);
  if (address.protocol === "https:") return webhookAnchor(address);
  return syslogAnchor(address.hostname, Number(address.port || syslogPort));
}

/** The file that the anchors are in, or would be if AUDIT_ANCHOR were a file. */
export function anchorFile(env: Env): string {
  const given = env.AUDIT_ANCHOR;
  return given && !/^\w+:\/\//.test(given) ? resolve(given) : join(env.MUSTER_DATA, "audit-anchor.jsonl");
}
