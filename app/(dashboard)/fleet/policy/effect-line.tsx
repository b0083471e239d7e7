import { Count } from "@/components/ui/count";
import { policyEffect } from "@/lib/fleet/policy/policy-effect";
import type { PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";

/** What a policy was estimated to do, in one line: a looser one does not read like one that turns away. */
export function EffectLine({ estimate }: { estimate: PolicyEstimate }) {
  const { turnedAway, against } = estimate;
  const all = turnedAway.last24Hours.devices;
  const effect = policyEffect(estimate);
  if (!against || effect === "tightens") {
    const newly = against?.newlyTurnedAway.last24Hours.devices ?? all;
    return (
      <>
        would turn away <Count value={all} of="device" /> of <Count value={turnedAway.providers} of="provider" />
        {newly < all ? (
          <>
            , <Count value={newly} /> of them newly
          </>
        ) : null}
      </>
    );
  }
  if (effect === "nothing") return <>would change nothing for those who called</>;
  return (
    <>
      would admit <Count value={against.readmitted.last24Hours.devices} of="device" /> of{" "}
      <Count value={against.readmitted.providers} of="provider" /> again
      {effect === "shifts" ? (
        <>
          , and newly turn away <Count value={against.newlyTurnedAway.last24Hours.devices} />
        </>
      ) : null}
      {all > 0 ? (
        <>
          ; <Count value={all} /> {effect === "shifts" ? "in all would be" : "would stay"} turned away
        </>
      ) : null}
    </>
  );
}
