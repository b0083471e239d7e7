import { endpointName } from "@/lib/endpoints/endpoint";
import type { Risk } from "@/lib/endpoints/endpoint-choices";
import type { ImportPlan } from "@/lib/endpoints/plan-import";

type Line = { name: string; note: string; risk: Risk };
export type ShownPlan = {
  title: string;
  version: string;
  counts: { added: number; changed: number; gone: number; unchanged: number };
  /** The first hundred of each. */
  added: Line[];
  changed: Line[];
  gone: Line[];
  skipped: string[];
  digest: string;
};

const mostShown = 100;

/** A plan as the preview shows it. */
export function shownPlan({ title, version, added, changed, gone, unchanged, skipped, digest }: ImportPlan): ShownPlan {
  return {
    ...{ title, version, skipped, digest },
    counts: { added: added.length, changed: changed.length, gone: gone.length, unchanged },
    added: added.slice(0, mostShown).map((each) => ({
      ...{ name: endpointName(each), risk: each.risk },
      note: each.wasRemoved ? "was in the register before" : each.summary,
    })),
    changed: changed.slice(0, mostShown).map(({ endpoint, to, changed: fields }) => ({
      ...{ name: endpointName(endpoint), risk: to.risk },
      note: fields.join(", "),
    })),
    gone: gone.slice(0, mostShown).map((each) => ({ name: endpointName(each), risk: each.risk, note: each.summary })),
  };
}
