import { type Risk, risks } from "@/lib/endpoints/endpoint-choices";
import { riskCriteria } from "@/lib/endpoints/endpoint-risk";
import { ChoiceField } from "./choice-field";
import { TypedField } from "./typed-field";

const riskChoices = ["criteria", ...risks] as const;
export type RiskChoice = (typeof riskChoices)[number];

type Props = {
  risk: RiskChoice;
  byCriteria: Risk;
  reason: string | null | undefined;
  error: string | undefined;
  onChange: (risk: RiskChoice) => void;
};

/** The risk that the criteria give, or another one with the reason for it. */
export function RiskFields({ risk, byCriteria, reason, error, onChange }: Props) {
  const labels = {
    ...{ critical: "critical", high: "high", medium: "medium", low: "low" },
    criteria: `${byCriteria}, by the criteria`,
  };
  return (
    <>
      <ChoiceField {...{ label: "Risk", name: "risk", options: riskChoices, labels, defaultValue: risk, onChange }} />
      {risk !== "criteria" && risk !== byCriteria ? (
        <TypedField
          label={`Why not ${byCriteria}?`}
          name="riskReason"
          hint={riskCriteria[byCriteria]}
          value={reason ?? ""}
          error={error}
        />
      ) : null}
    </>
  );
}
