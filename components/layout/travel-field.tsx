"use client";
import { History } from "lucide-react";
import { type FormEvent, useId } from "react";
import { zoneOffsetMinutes } from "@/components/charts/prepare-time-ticks";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { Button } from "@/components/ui/button";

type TravelFieldProps = {
  minute: number;
  latestMinute: number;
  onTravel: (minute: number) => void;
};

/** A minute of the viewer's zone, as the browser's own field takes it. */
export function TravelField({ minute, latestMinute, onTravel }: TravelFieldProps) {
  const id = useId();
  const { zone } = usePreferences();
  const local = (value: number) =>
    new Date((value + zoneOffsetMinutes(value, zone)) * 60_000).toISOString().slice(0, 16);
  const travel = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Date.parse(`${String(new FormData(event.currentTarget).get("minute"))}Z`) / 60_000;
    if (Number.isNaN(typed)) return;
    onTravel(Math.min(latestMinute, typed - zoneOffsetMinutes(typed - zoneOffsetMinutes(typed, zone), zone)));
  };
  return (
    <form onSubmit={travel} className="flex items-center gap-1">
      <label htmlFor={id} className="sr-only">
        Minute to travel to
      </label>
      <input
        key={`${minute}-${zone}`}
        id={id}
        name="minute"
        type="datetime-local"
        defaultValue={local(minute)}
        max={local(latestMinute)}
        className="h-8 rounded-md border border-line-strong bg-surface px-2 text-caption"
      />
      <Button type="submit" icon={<History className="size-3.5" aria-hidden="true" />}>
        Travel
      </Button>
    </form>
  );
}
