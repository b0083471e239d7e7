"use client";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { PendingBar } from "./pending-bar";
import { TimeMachineBar } from "./time-machine-bar";

type FrameProps = {
  sidebar: ReactNode;
  header: ReactNode;
  /** That the records are a demo. */
  mark: ReactNode;
  /** The last closed minute: where the past ends. */
  latestMinute: number;
  children: ReactNode;
};

/** All that stands around a page. In time-machine mode the whole of it is tinted, so that past numbers pass for nothing else. */
export function Frame({ sidebar, header, mark, latestMinute, children }: FrameProps) {
  const at = Date.parse(useSearchParams().get("at") ?? "");
  const isPast = !Number.isNaN(at);
  return (
    <div className={`flex min-h-dvh ${isPast ? "bg-past [--canvas:var(--past)] [&>nav]:bg-past" : ""}`}>
      {sidebar}
      <div className="flex min-w-0 grow flex-col pb-14 sm:pb-0">
        <div className={`sticky top-0 z-20 border-b ${isPast ? "border-past-line bg-past" : "border-line bg-canvas"}`}>
          {header}
          {mark}
          {isPast ? <TimeMachineBar minute={Math.floor(at / 60_000)} latestMinute={latestMinute} /> : null}
          <PendingBar />
        </div>
        <main className="grid w-full max-w-[100rem] grid-cols-1 grow content-start gap-6 px-4 py-5 sm:px-6">
          {children}
        </main>
      </div>
    </div>
  );
}
