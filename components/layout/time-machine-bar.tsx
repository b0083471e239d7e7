"use client";
import { ChevronLeft, ChevronRight, History, Pause, Play } from "lucide-react";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { Button } from "@/components/ui/button";
import { formatSpoken, formatUtc } from "@/components/ui/format-time";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { type PlaySpeed, playSpeeds } from "./playback";
import { usePlayback } from "./use-playback";

const speedOptions = playSpeeds.map((speed) => ({
  value: String(speed),
  label: speed === 60 ? "1 h/s" : `${speed} min/s`,
}));

/** Says which minute every number on the page belongs to, goes through the minutes, and leads back. */
export function TimeMachineBar({ minute, latestMinute }: { minute: number; latestMinute: number }) {
  const { locale, zone } = usePreferences();
  const { go, isPlaying, setIsPlaying, speed, setSpeed } = usePlayback(minute, latestMinute);
  const ms = minute * 60_000;
  return (
    <section aria-label="Time machine" className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 sm:px-6">
      <p className="flex h-8 items-center gap-2 font-medium" title={formatUtc(ms, locale)} aria-live="polite">
        <History className="size-4 text-past-line" aria-hidden="true" />
        {formatSpoken(ms, locale, zone)}, not now
      </p>
      <div className="flex items-center gap-1">
        <Button
          size="icon"
          aria-label="A minute back"
          aria-keyshortcuts=","
          title="A minute back ( , )"
          onClick={() => go(minute - 1)}
        >
          <ChevronLeft className="size-4" aria-hidden="true" />
        </Button>
        <Button
          aria-keyshortcuts="p"
          title="Play forward ( p )"
          icon={isPlaying ? <Pause className="size-3.5" /> : <Play className="size-3.5" />}
          onClick={() => setIsPlaying(!isPlaying)}
        >
          {isPlaying ? "Pause" : "Play"}
        </Button>
        <Button
          size="icon"
          aria-label="A minute on"
          aria-keyshortcuts="."
          title="A minute on ( . )"
          onClick={() => go(minute + 1)}
        >
          <ChevronRight className="size-4" aria-hidden="true" />
        </Button>
      </div>
      <div className="max-md:hidden">
        <SegmentedControl
          label="Speed"
          value={String(speed)}
          options={speedOptions}
          onChange={(value) => setSpeed(Number(value) as PlaySpeed)}
        />
      </div>
      <Button variant="primary" className="sm:ml-auto" onClick={() => go(null)}>
        Back to now
      </Button>
    </section>
  );
}
