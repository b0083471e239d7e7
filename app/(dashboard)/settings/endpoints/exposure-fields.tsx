import {
  authenticationLabels,
  authentications,
  dataClasses,
  dataClassLabels,
  exposureLabels,
  exposures,
} from "@/lib/endpoints/endpoint-choices";
import type { RiskFacts } from "@/lib/endpoints/endpoint-risk";
import { ChoiceField } from "./choice-field";

type Props = { facts: RiskFacts; onChange: (facts: RiskFacts) => void };

/** Who reaches an endpoint, how they show who they are, and what it handles: of these and its method the criteria make the risk. */
export function ExposureFields({ facts, onChange }: Props) {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <ChoiceField
        {...{ label: "Exposed to", name: "exposure", options: exposures, labels: exposureLabels }}
        defaultValue={facts.exposure}
        onChange={(exposure) => onChange({ ...facts, exposure })}
      />
      <ChoiceField
        {...{ label: "Authentication", name: "authentication", options: authentications, labels: authenticationLabels }}
        defaultValue={facts.authentication}
        onChange={(authentication) => onChange({ ...facts, authentication })}
      />
      <ChoiceField
        {...{ label: "Data", name: "dataClass", options: dataClasses, labels: dataClassLabels }}
        defaultValue={facts.dataClass}
        onChange={(dataClass) => onChange({ ...facts, dataClass })}
      />
    </div>
  );
}
