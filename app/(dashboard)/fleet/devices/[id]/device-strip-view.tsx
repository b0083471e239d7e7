"use client";
import type { ComponentProps } from "react";
import { MinuteStrip } from "@/components/charts/minute-strip";
import { isoMinute } from "../../changed-query";
import { useFleetUrl } from "../../use-fleet-url";

type Props = { id: string } & Pick<
  ComponentProps<typeof MinuteStrip>,
  "intervals" | "fromMinute" | "toMinute" | "enrolledMinute"
>;

/** Thirty days of minutes; picking one travels there. */
export function DeviceStripView({ id, intervals, fromMinute, toMinute, enrolledMinute }: Props) {
  const { change } = useFleetUrl();
  return (
    <section aria-labelledby="strip" className="grid gap-3">
      <h2 id="strip" className="font-semibold text-body">
        Minutes of the last 30 days
      </h2>
      <div className="rounded-lg border border-line bg-surface p-4">
        <MinuteStrip
          label={id}
          intervals={intervals}
          fromMinute={fromMinute}
          toMinute={toMinute}
          enrolledMinute={enrolledMinute}
          onPick={(minute) => change({ at: isoMinute(minute) })}
        />
      </div>
    </section>
  );
}
