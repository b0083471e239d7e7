"use client";
import { useSyncExternalStore } from "react";
import { isAnyPending, subscribePending } from "./pending-store";

/** That the page is being counted anew, under the header; only when it takes longer than a moment. */
export function PendingBar() {
  const isPending = useSyncExternalStore(subscribePending, isAnyPending, () => false);
  return (
    <div role="status" className="absolute inset-x-0 -bottom-0.5 h-0.5 overflow-hidden">
      {isPending ? (
        <span className="block h-full animate-late">
          <span className="sr-only">Counting</span>
          <span className="block h-full w-1/3 animate-sweep rounded-full bg-focus motion-reduce:w-full" />
        </span>
      ) : null}
    </div>
  );
}
