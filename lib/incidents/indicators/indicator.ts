import { z } from "zod";
import { AppError } from "@/lib/app-error";
import { Reason } from "../incident";
import { type IndicatorKind, indicatorKindLabels, indicatorKinds } from "./indicator-kinds";
import { normaliseIndicator } from "./normalise-indicator";

/** Added at once, with one event or by hand. */
export const mostIndicatorsAtOnce = 50;
/** Of one incident and all that was merged into it. */
export const mostIndicators = 1_000;

/** As it was written: defanged or not. */
export const WrittenIndicator = z.object({
  kind: z.enum(indicatorKinds),
  text: z.string().max(4_000, "at most 4,000 characters"),
});
export type WrittenIndicator = z.input<typeof WrittenIndicator>;

export const WrittenIndicators = z.array(WrittenIndicator).max(mostIndicatorsAtOnce, "at most 50 indicators at once");

export const AddIndicators = z.object({
  incidentId: z.uuid(),
  indicators: WrittenIndicators.min(1, "name at least one"),
  note: z.string().trim().max(1_000, "at most 1,000 characters").default(""),
});
export type AddIndicators = z.input<typeof AddIndicators>;

export const WithdrawIndicator = z.object({ id: z.uuid(), reason: Reason });
export type WithdrawIndicator = z.input<typeof WithdrawIndicator>;

export type Indicator = {
  id: string;
  incidentId: string;
  kind: IndicatorKind;
  value: string;
  note: string;
  addedBy: string;
  addedAt: Date;
  withdrawn: { by: string; at: Date; reason: string } | null;
};

/** The normal form of each, once. Throws unprocessable "invalid_indicator" with the one that is none of its kind. */
export function normaliseAll(written: readonly WrittenIndicator[]): { kind: IndicatorKind; value: string }[] {
  const all = written.map(({ kind, text }, index) => {
    const value = normaliseIndicator(kind, text);
    if (value !== null) return { kind, value };
    const message = `"${text.slice(0, 100)}" is no ${indicatorKindLabels[kind]}: correct it or choose another kind.`;
    throw new AppError("unprocessable", "invalid_indicator", message, { field: `indicators.${index}` });
  });
  return [...new Map(all.map((each) => [`${each.kind} ${each.value}`, each])).values()];
}
