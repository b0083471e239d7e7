"use client";
import { moveDeviceAction, quarantineDevicesAction, releaseDevicesAction, retireDevicesAction } from "../actions";
import { ActDialog } from "./act-dialog";

type Props = {
  id: string;
  decision: "quarantined" | "retired" | null;
  mayQuarantine: boolean;
  mayRetire: boolean;
  mayMove: boolean;
};

/** What may be done with a device, by who may do it and as it stands. */
export function DeviceActs({ id, decision, mayQuarantine, mayRetire, mayMove }: Props) {
  const target = { device: id };
  return (
    <>
      {mayMove && decision !== "retired" ? (
        <ActDialog
          verb="Move"
          title="Give it to another provider"
          effect="From now on it is theirs, and only their token reaches it. Whom it belonged to until now stays on record."
          field="Slug of the new provider"
          run={(reason, toProvider) => moveDeviceAction({ device: id, toProvider, reason })}
          done="The device is moved"
        />
      ) : null}
      {mayRetire && decision !== "retired" ? (
        <ActDialog
          verb="Retire"
          title="Take it out of the fleet"
          effect="It is not enrolled any more, and its heartbeats are refused, from this minute on and for good."
          run={(reason) => retireDevicesAction({ target, reason })}
          done="The device is retired"
          isDangerous
        />
      ) : null}
      {mayQuarantine && decision === null ? (
        <ActDialog
          verb="Quarantine"
          title="Keep it out of every count"
          effect="It counts as quarantined, not as connected, from this minute on and until it is released."
          run={(reason) => quarantineDevicesAction({ target, reason })}
          done="The device is quarantined"
          isDangerous
        />
      ) : null}
      {mayQuarantine && decision === "quarantined" ? (
        <ActDialog
          verb="Release"
          title="End its quarantine"
          effect="From this minute on it counts again by whether it calls."
          run={(reason) => releaseDevicesAction({ target, reason })}
          done="The device is released"
        />
      ) : null}
    </>
  );
}
