"use client";
import { Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { buttonClass } from "@/components/ui/button";
import type { FleetFilter } from "@/lib/fleet/types";
import { quarantineDevicesAction, releaseDevicesAction } from "./actions";
import { BulkDialog } from "./bulk-dialog";
import { SaveSetDialog } from "./save-set-dialog";

type Props = {
  filter: FleetFilter;
  /** The minute that the list is of. */
  minute: number;
  total: number;
  isLatest: boolean;
  mayExport: boolean;
  maySave: boolean;
  mayQuarantine: boolean;
};

/** What may be done with all devices of the filter. */
export function DevicesActs({ filter, minute, total, isLatest, mayExport, maySave, mayQuarantine }: Props) {
  const params = useSearchParams();
  if (total === 0) return null;
  const target = { filter, minute };
  const isFiltered = Object.keys(filter).length > 0;
  const isAllQuarantined = filter.state?.length === 1 && filter.state[0] === "quarantined";
  return (
    <>
      {mayQuarantine && isLatest && isFiltered ? (
        isAllQuarantined ? (
          <BulkDialog
            verb="Release"
            total={total}
            effect="From this minute on they count again by whether they call."
            run={(input) => releaseDevicesAction({ target, ...input })}
          />
        ) : (
          <BulkDialog
            verb="Quarantine"
            total={total}
            effect="They count as quarantined, not as connected, from this minute on and until they are released."
            run={(input) =>
              quarantineDevicesAction({ target, ...input, incident: params.get("incident") ?? undefined })
            }
          />
        )
      ) : null}
      {maySave ? <SaveSetDialog filter={filter} minute={minute} total={total} /> : null}
      {mayExport ? (
        <a href={`/fleet/devices/export?${params}`} download className={buttonClass()}>
          <Download className="size-4" aria-hidden="true" />
          Export CSV
        </a>
      ) : null}
    </>
  );
}
