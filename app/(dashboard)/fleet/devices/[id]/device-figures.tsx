import type { ReactNode } from "react";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time";
import type { Device } from "@/lib/fleet/devices/get-device";
import type { DeviceState } from "@/lib/fleet/states";

type Props = {
  device: Device;
  state: DeviceState | null;
  sinceMinute: number | null;
  agent: string | null;
  isPast: boolean;
};

/** The four things that one asks first. */
export function DeviceFigures({ device, state, sinceMinute, agent, isPast }: Props) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
      <Fact label={isPast ? "State then" : "State"}>
        {state ? <StateBadge state={state.state} reason={state.reason} /> : "Not enrolled"}
      </Fact>
      {state ? (
        <Fact label="Since">{sinceMinute === null ? "unknown" : <Time at={sinceMinute * 60_000} />}</Fact>
      ) : (
        <Fact label="Enrolled">
          <Time at={device.enrolledAt} form="absolute" />
        </Fact>
      )}
      <Fact label={isPast ? "Last heartbeat, as of now" : "Last heartbeat"}>
        <LastHeartbeat device={device} />
      </Fact>
      <Fact label={isPast ? "Agent then" : "Agent"}>
        {agent ? <code className="font-mono">{agent}</code> : "not stated"}
      </Fact>
    </dl>
  );
}

function LastHeartbeat({ device }: { device: Device }) {
  const { rolled } = device;
  if (!rolled) return "unknown: no roll call yet";
  if (rolled.lastSeenMinute !== null) return <Time at={rolled.lastSeenMinute * 60_000} />;
  const isCalling = rolled.code >= 1 && rolled.code <= 4;
  return isCalling ? `calls, every ${device.intervalSeconds} s` : "never called";
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-caption text-muted">{label}</dt>
      <dd className="font-medium text-body">{children}</dd>
    </div>
  );
}
