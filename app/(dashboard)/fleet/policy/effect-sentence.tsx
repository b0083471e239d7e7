import { Count } from "@/components/ui/count";
import { policyEffect } from "@/lib/fleet/policy/policy-effect";
import type { PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";

/** Which way the policy goes, against the one that it follows, of those who called within the last 24 hours. */
export function EffectSentence({ estimate }: { estimate: PolicyEstimate }) {
  const { against } = estimate;
  if (!against) return <>What it changes against the policy before it was not compared when this was estimated.</>;
  const { policyId, readmitted, newlyTurnedAway } = against;
  const followed = policyId === null ? "no policy, by which everybody is let in" : `policy ${policyId}`;
  const again = (
    <>
      <b className="font-semibold">
        <Count value={readmitted.last24Hours.devices} of="device" />
      </b>{" "}
      of <Count value={readmitted.providers} of="provider" /> would be admitted again
    </>
  );
  const newly = (
    <>
      <b className="font-semibold">
        <Count value={newlyTurnedAway.last24Hours.devices} of="device" />
      </b>{" "}
      of <Count value={newlyTurnedAway.providers} of="provider" /> would be newly turned away
    </>
  );
  switch (policyEffect(estimate)) {
    case "loosens":
      return (
        <>
          It is looser than {followed}: {again}, and nobody who is let in now would be turned away.
        </>
      );
    case "shifts":
      return (
        <>
          It is looser than {followed} for some and stricter for others: {again}, and {newly}.
        </>
      );
    case "tightens":
      return (
        <>
          It is stricter than {followed}: {newly}, and nobody would be admitted again.
        </>
      );
    case "nothing":
      return <>It follows {followed}, and would let in and turn away the same devices as it does.</>;
  }
}
