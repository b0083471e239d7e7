import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Count } from "@/components/ui/count";
import { drawnState, stateLooks } from "@/components/ui/state-look";
import { StateMark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import type { CollapseEstimate, CollapseEvidence } from "@/lib/findings/collapse/collapse-evidence";
import { deviceStateOf } from "@/lib/fleet/states";
import type { FleetFilter } from "@/lib/fleet/types";
import { lostDevicesHref } from "./lost-devices-href";

/** `filter` shows the group; null where it cannot be shown any more. */
type CollapseFiguresProps = { evidence: CollapseEvidence; filter: FleetFilter | null };

/** Expected against found on one axis, where the lost devices are, and what happened beside it. */
export function CollapseFigures({ evidence, filter }: CollapseFiguresProps) {
  const { group, source, expected, found, lowest, lost, change, estimate } = evidence;
  // The lost are told against what was expected, which is not to the device what was there before: the parts sum to their own total.
  const counted = Object.values(evidence.byState).reduce((sum, devices) => sum + devices, 0);
  const bars = [
    { label: "Expected", value: expected, color: "var(--line-strong)" },
    { label: "Lowest", value: lowest.found, color: "var(--bad)", at: lowest.minute },
    { label: evidence.recoveredMinute === null ? "Last" : "At the end", value: found, color: "var(--connected)" },
  ];
  return (
    <div className="grid gap-x-10 gap-y-6 @2xl:grid-cols-2 @5xl:grid-cols-3">
      <section aria-label="Expected against found" className="grid content-start gap-3">
        <h2 className="flex flex-wrap items-center gap-2 text-caption text-muted">
          {source === "pulse" ? "Callers admitted in 15 s" : "Connected devices"} of {group.label}
          {source === "pulse" ? <Badge tone="warn">Estimate</Badge> : null}
          {evidence.isConfirmed ? null : <Badge tone="warn">Not confirmed by the roll call</Badge>}
        </h2>
        <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1.5 text-table">
          {bars.map((bar) => (
            <div key={bar.label} className="col-span-full grid grid-cols-subgrid items-center">
              <dt>{bar.label}</dt>
              <dd className="h-4" aria-hidden="true">
                <div
                  className="h-full min-w-0.5 rounded-r-sm"
                  style={{ width: `${(100 * bar.value) / Math.max(1, expected, found)}%`, background: bar.color }}
                />
              </dd>
              <dd className="text-right font-medium">
                <Count value={bar.value} />
              </dd>
            </div>
          ))}
        </dl>
        <p className="text-caption text-muted">
          Lowest at <Time at={lowest.minute * 60_000} form="absolute" />. Expected is from the minutes before and the
          same minutes of earlier days, without those of other findings.
        </p>
      </section>
      <section aria-label="Where they are now" className="grid content-start gap-3">
        <h2 className="text-caption text-muted">
          {counted > 0 ? (
            <>
              Where the <Count value={counted} of="device" /> are that are no longer connected
            </>
          ) : (
            <>
              Where the {source === "pulse" ? "about " : null}
              <Count value={lost} /> lost devices are
            </>
          )}
        </h2>
        <LostByState evidence={evidence} filter={filter} />
        {estimate && source === "roll_call" ? <FormerEstimate estimate={estimate} /> : null}
        {filter && Object.keys(evidence.byState).length > 0 ? (
          <p className="text-caption text-muted">A state leads to all its devices, those from before included.</p>
        ) : null}
      </section>
      <section aria-label="What happened beside it" className="grid content-start gap-3">
        <h2 className="text-caption text-muted">What happened beside it</h2>
        {change ? (
          <p>
            <Link href="/fleet/policy" className="font-medium underline underline-offset-2">
              {change.title}
            </Link>
            <br />
            <span className="text-muted">
              <Time at={change.at} form="absolute" />, the change nearest to the start
            </span>
          </p>
        ) : (
          <p className="text-muted">No change of the calendar lies within ten minutes of the start.</p>
        )}
      </section>
    </div>
  );
}

/** What the pulse had told before the roll call counted: replaced, and still to be read. */
function FormerEstimate({ estimate }: { estimate: CollapseEstimate }) {
  return (
    <p className="text-caption text-muted">
      First told at <Time at={estimate.toldAt} form="absolute" />, as an estimate from the pulse: “{estimate.title}”.
      The roll call’s figures have taken its place.
    </p>
  );
}

function LostByState({ evidence, filter }: CollapseFiguresProps) {
  const rows = Object.entries(evidence.byState)
    .map(([code, devices]) => ({ state: deviceStateOf(Number(code)), devices }))
    .filter(({ devices }) => devices > 0)
    .sort((a, b) => b.devices - a.devices);
  if (rows.length === 0) {
    return <p className="text-muted">Not known yet: the roll call of that minute will tell.</p>;
  }
  return (
    <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2 text-table">
      {rows.map(({ state, devices }) => {
        const drawn = state ? drawnState(state.state, state.reason) : "retired";
        return (
          <div key={drawn} className="col-span-full grid h-6 grid-cols-subgrid items-center">
            <StateMark state={drawn} />
            <dt>
              {state && filter ? (
                <Link href={lostDevicesHref({ ...evidence, filter, state })} className="underline underline-offset-2">
                  {stateLooks[drawn].label}
                </Link>
              ) : state ? (
                stateLooks[drawn].label
              ) : (
                "No longer enrolled"
              )}
            </dt>
            <dd className="text-right font-medium">
              <Count value={devices} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
