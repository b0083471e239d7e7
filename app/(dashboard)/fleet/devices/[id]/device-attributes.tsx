import type { ReactNode } from "react";
import { Time } from "@/components/ui/time";
import type { Device } from "@/lib/fleet/devices/get-device";
import { isForEver } from "@/lib/fleet/for-ever";
import { attributeLabels } from "./attribute-labels";

/** What is known of the device; what was another at the minute that is shown has that minute's value. */
export function DeviceAttributes({ device, past }: { device: Device; past: Map<string, string | null> }) {
  const rows: [string, string | null][] = [
    ["gpu_model", device.gpuModel],
    ["gpu_count", String(device.gpuCount)],
    ["region", device.region],
    ["cluster", device.cluster],
    ["node", device.node],
    ["agent", device.agent],
  ];
  return (
    <section aria-label="Attributes" className="grid gap-2">
      <h2 className="font-semibold text-body">Attributes</h2>
      <dl className="grid grid-cols-[8rem_1fr] gap-x-4 gap-y-1.5 rounded-lg border border-line bg-surface p-4 text-table">
        {rows.map(([field, value]) => (
          <Row key={field} label={attributeLabels[field] ?? field}>
            {(past.has(field) ? past.get(field) : value) ?? <span className="text-muted">not stated</span>}
          </Row>
        ))}
        <Row label="GPU memory">
          {device.gpuMemoryGib === null ? (
            <span className="text-muted">unknown</span>
          ) : (
            `${device.gpuMemoryGib} GiB each`
          )}
        </Row>
        <Row label="Token">{device.tokenKind ?? <span className="text-muted">not recorded</span>}</Row>
        <Row label="Expected">every {device.intervalSeconds} s</Row>
        <Row label="Boot id">
          {device.boot ? (
            <code className="font-mono">{device.boot}</code>
          ) : (
            <span className="text-muted">not sent, so restarts are not observable</span>
          )}
        </Row>
        <Row label="Verified until">
          <VerifiedUntil at={device.verifiedUntil} />
        </Row>
        <Row label="Enrolled">
          <Time at={device.enrolledAt} />
        </Row>
      </dl>
    </section>
  );
}

function VerifiedUntil({ at }: { at: Date | null }) {
  if (!at) return <span className="text-muted">never verified</span>;
  return isForEver(at) ? "no end stated" : <Time at={at} />;
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
