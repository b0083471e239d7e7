import { Day } from "@/components/ui/day";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { SeverityMark } from "@/components/ui/severity-mark";
import { Time } from "@/components/ui/time";
import { authenticationLabels, dataClassLabels, exposureLabels } from "@/lib/endpoints/endpoint-choices";
import { riskCriteria } from "@/lib/endpoints/endpoint-risk";
import type { ListedEndpoint } from "@/lib/endpoints/list-endpoints";

const sources = { typed: "Entered by hand", import: "Imported", muster: "Muster's own" };

export function EndpointFacts({ endpoint }: { endpoint: ListedEndpoint }) {
  const { risk, riskReason, source, document, dueAt, lastReviewedAt, removedAt } = endpoint;
  const facts: (Fact | null)[] = [
    { label: "Risk", value: <SeverityMark severity={risk} /> },
    { label: "Why", value: riskReason ?? riskCriteria[risk] },
    { label: "Owner", value: endpoint.owner },
    { label: "Exposed to", value: exposureLabels[endpoint.exposure] },
    { label: "Authentication", value: authenticationLabels[endpoint.authentication] },
    { label: "Data", value: dataClassLabels[endpoint.dataClass] },
    { label: "Last reviewed", value: lastReviewedAt ? <Day at={lastReviewedAt} /> : "never" },
    { label: "Next due", value: dueAt ? <Day at={dueAt} /> : notDated(endpoint) },
    { label: "From", value: document ? `${sources[source]}: ${document}` : sources[source] },
    { label: "In the register since", value: <Time at={endpoint.createdAt} form="absolute" /> },
    removedAt ? { label: "Taken out", value: <Time at={removedAt} form="absolute" /> } : null,
  ];
  return <FactList facts={facts} form="columns" />;
}

const notDated = ({ status }: ListedEndpoint) => (status === "never" ? "now" : "never: only this machine reaches it");
