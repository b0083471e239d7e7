"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { type DrawnState, stateLooks } from "@/components/ui/state-look";
import { changedQuery } from "./changed-query";

/** To the devices that are in a state, with the filters and the minute that hold here. */
export function StateLink({ state, children }: { state: DrawnState; children: ReactNode }) {
  const params = useSearchParams();
  const isBlocked = state.startsWith("blocked_");
  const query = changedQuery(params, {
    state: isBlocked ? "blocked" : state,
    reason: isBlocked ? state.slice("blocked_".length) : null,
    range: null,
    from: null,
    to: null,
    by: null,
    unit: null,
  });
  return (
    <Link
      href={`/fleet/devices?${query}`}
      prefetch={false}
      title={`${stateLooks[state].meaning}; see these devices`}
      className="rounded-sm underline-offset-2 hover:underline"
    >
      {children}
    </Link>
  );
}
