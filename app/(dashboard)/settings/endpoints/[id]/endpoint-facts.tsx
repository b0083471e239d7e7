import type { ReactNode } from "react";
import { SeverityMark } from "@/components/ui/severity-mark";
import { Time } from "@/components/ui/time";
import { authenticationLabels, dataClassLabels, exposureLabels } from "@/lib/endpoints/endpoint-choices";
import { riskCriteria } from "@/lib/endpoints/endpoint-risk";
import type { ListedEndpoint } from "@/lib/endpoints/list-endpoints";

const sources = { typed: "Entered by hand", import: "Imported", muster: "Muster's own" };

export function EndpointFacts({ endpoint }: { endpoint: ListedEndpoint }) {
  const { risk, riskReason, source, document, dueAt, lastReviewedAt, removedAt } = endpoint;
  const facts: [string, ReactNode][] = [
    ["Risk", <SeverityMark key="risk" severity={risk} />],
    ["Why", riskReason ?? riskCriteria[risk]],
    ["Owner", endpoint.owner],
    ["Exposed to", exposureLabels[endpoint.exposure]],
    ["Authentication", authenticationLabels[endpoint.authentication]],
    ["Data", dataClassLabels[endpoint.dataClass]],
    ["Last reviewed", lastReviewedAt ? <Time key="last" at={lastReviewedAt} form="absolute" /> : "never"],
    [
      "Next due",
      dueAt ? (
        <Time key="due" at={dueAt} form="absolute" />
      ) : endpoint.status === "never" ? (
        "now"
      ) : (
        "never: only this machine reaches it"
      ),
    ],
    ["From", document ? `${sources[source]}: ${document}` : sources[source]],
    ["In the register since", <Time key="since" at={endpoint.createdAt} form="absolute" />],
  ];
  if (removedAt) facts.push(["Taken out", <Time key="out" at={removedAt} form="absolute" />]);
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-x-8 gap-y-3">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="text-caption text-muted">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
