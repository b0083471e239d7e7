import type { SuppressionScope } from "@/lib/findings/suppression/suppression-scope";
import type { TriageRow } from "@/lib/findings/triage/list-triage";

export type ScopeOption = {
  value: "these" | "rule" | "rule-provider" | "rule-cluster" | "provider" | "cluster";
  label: string;
  /** Without: the chosen findings themselves, by their fingerprints. */
  scope?: SuppressionScope;
};

/** How far a suppression of these findings can reach: what they all have in common. */
export function scopeOptions(rows: readonly Pick<TriageRow, "rule" | "provider" | "cluster">[]): ScopeOption[] {
  const rule = common(rows.map((row) => row.rule));
  const key = common(rows.map((row) => row.provider?.key));
  const cluster = common(rows.map((row) => row.cluster ?? undefined));
  const name = rows[0]?.provider?.name ?? key;
  const options: (ScopeOption | null)[] = [
    { value: "these", label: rows.length === 1 ? "Only this one" : "Only these" },
    rule && key ? { value: "rule-provider", label: `${rule} of ${name}`, scope: { rule, provider: key } } : null,
    rule && cluster ? { value: "rule-cluster", label: `${rule} in ${cluster}`, scope: { rule, cluster } } : null,
    rule ? { value: "rule", label: `All of ${rule}`, scope: { rule } } : null,
    key ? { value: "provider", label: `All of ${name}`, scope: { provider: key } } : null,
    cluster ? { value: "cluster", label: `All in ${cluster}`, scope: { cluster } } : null,
  ];
  return options.filter((option) => option !== null);
}

/** What all say; undefined where they differ or say nothing. */
function common(values: readonly (string | undefined)[]): string | undefined {
  const [first] = values;
  return first && values.every((value) => value === first) ? first : undefined;
}
