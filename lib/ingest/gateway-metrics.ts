import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { AlertWriter } from "@/lib/findings/external/alert-writer";
import type { ChangeAllowance } from "./change-allowance";
import type { Journal } from "./journal";
import type { KnownDevices } from "./known-devices";
import type { Merger } from "./merger";
import type { RejectionCounter } from "./rejection-counter";

export type MetricSources = {
  devices: KnownDevices;
  journal: Journal;
  merger: Merger;
  rejections: RejectionCounter;
  changes: ChangeAllowance;
  alerts: AlertWriter;
  verdicts: { accepted: number; turnedAway: Record<string, number> };
};

export type GatewayMetrics = { registry: Registry; countAnswer: (route: string, status: number) => void };

/** Totals stand as plain numbers where they are counted and are read when somebody asks: counting costs nothing. */
export function createGatewayMetrics(sources: MetricSources): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const answers = new Map<string, number>();
  new Gauge({
    name: "muster_gateway_requests_total",
    help: "Requests answered, by path and status.",
    labelNames: ["path", "status"],
    registers,
    collect() {
      for (const [key, total] of answers) {
        const [path = "", status = ""] = key.split(" ");
        this.set({ path, status }, total);
      }
    },
  });
  const { devices, journal, merger, rejections, changes, verdicts, alerts } = sources;
  read("muster_gateway_devices", "Devices known to this gateway.", () => devices.index.size, registers);
  const numbers: [string, string, () => number][] = [
    ["muster_gateway_accepted_total", "Heartbeats admitted.", () => verdicts.accepted],
    ["muster_gateway_groups_total", "Groups committed.", () => journal.totals.groups],
    ["muster_gateway_journal_rows_total", "Journal rows committed.", () => journal.totals.rows],
    ["muster_gateway_bits_total", "New bits committed.", () => journal.totals.bits],
    ["muster_gateway_commit_seconds_total", "Time spent in commits.", () => journal.totals.seconds],
    ["muster_gateway_commit_failures_total", "Groups that were not committed.", () => journal.totals.failures],
    [
      "muster_gateway_changes_deferred_total",
      "Changes of agent, boot id or kind of token not written because a token brings too many; the bits were taken.",
      () => changes.deferred,
    ],
    ["muster_gateway_alerts_total", "Alerts kept.", () => alerts.totals.alerts],
    ["muster_gateway_alert_groups_total", "Groups of alerts committed.", () => alerts.totals.groups],
    ["muster_gateway_alert_failures_total", "Groups of alerts that were not committed.", () => alerts.totals.failures],
    ["muster_gateway_alert_seconds_total", "Time spent in commits of alerts.", () => alerts.totals.seconds],
    ["muster_gateway_merges_total", "Merges into presence.", () => merger.totals.merges],
    ["muster_gateway_merge_rows_total", "Rows merged into presence.", () => merger.totals.rows],
    ["muster_gateway_merge_seconds_total", "Time spent in merges.", () => merger.totals.seconds],
    ["muster_gateway_merge_failures_total", "Merges that failed.", () => merger.totals.failures],
  ];
  for (const [name, help, value] of numbers) read(name, help, value, registers);
  readAll("muster_gateway_turned_away_total", "Heartbeats turned away, by reason.", verdicts.turnedAway, registers);
  readAll("muster_gateway_rejected_total", "Items rejected, by reason.", rejections.totals, registers);
  const countAnswer = (path: string, status: number) => {
    const key = `${path} ${status}`;
    answers.set(key, (answers.get(key) ?? 0) + 1);
  };
  return { registry, countAnswer };
}

function read(name: string, help: string, value: () => number, registers: Registry[]): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(value());
    },
  });
}

function readAll(name: string, help: string, totals: Record<string, number>, registers: Registry[]): void {
  new Gauge({
    name,
    help,
    labelNames: ["reason"],
    registers,
    collect() {
      for (const [reason, total] of Object.entries(totals)) this.set({ reason }, total);
    },
  });
}
