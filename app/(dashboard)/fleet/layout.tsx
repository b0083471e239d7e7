import type { ReactNode } from "react";
import { StaleNotice } from "@/components/layout/stale-notice";
import { requireCtx } from "@/lib/access/session";
import { getFreshness } from "@/lib/fleet/get-freshness";

/** Every page whose numbers come from roll call says so when there has been none for a while. */
export default async function FleetLayout({ children }: { children: ReactNode }) {
  const freshness = await getFreshness(await requireCtx());
  return (
    <>
      {freshness ? <StaleNotice rolledAt={+freshness.rolledAt} minute={freshness.minute} /> : null}
      {children}
    </>
  );
}
