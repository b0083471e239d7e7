import type { When, WhenForm, WhenInput } from "@/lib/incidents/when/when";

export const spanUnits = { minutes: 1, hours: 60, days: 1_440 } as const;
export type SpanUnit = keyof typeof spanUnits;

/** A time as its form holds it. */
export type WhenValues = {
  form: WhenForm;
  local: string;
  until: string;
  zone: string;
  amount: string;
  unit: SpanUnit;
  written: string;
};

export function whenValuesOf(when: When | null, zone: string): WhenValues {
  if (!when) return { form: "moment", local: "", until: "", zone, amount: "", unit: "minutes", written: "" };
  const minutes = when.uncertaintyMinutes;
  const unit = minutes % 1_440 === 0 ? "days" : minutes % 60 === 0 ? "hours" : "minutes";
  return {
    form: when.form,
    local: when.local,
    until: when.until ?? "",
    zone: when.zone,
    amount: minutes > 0 ? String(minutes / spanUnits[unit]) : "",
    unit: minutes > 0 ? unit : "minutes",
    written: when.written ?? "",
  };
}

export function toWhenInput({ form, local, until, zone, amount, unit, written }: WhenValues): WhenInput {
  return {
    ...{ form, local, zone, written: written || null },
    until: form === "interval" ? until : null,
    uncertaintyMinutes: Math.round(Number(amount || 0) * spanUnits[unit]),
  };
}
