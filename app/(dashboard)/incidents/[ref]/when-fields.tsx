"use client";
import { useId } from "react";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type SpanUnit, spanUnits, type WhenValues } from "./when-values";

type Props = {
  values: WhenValues;
  onChange: (values: WhenValues) => void;
  errorField?: string | undefined;
  error?: string | undefined;
};

const forms = { moment: "at a moment", interval: "from … to", about: "about" } as const;
const zones = ["UTC", "PST", "PDT", "EST", "EDT", "GMT", "CET", "CEST", "Asia/Singapore", "+05:30"];

/** A time as its source wrote it: what the clock showed and in which zone; it is not turned into the viewer's. */
export function WhenFields({ values, onChange, errorField, error }: Props) {
  const { zone } = usePreferences();
  const list = useId();
  const errorOf = (field: string) => (errorField?.endsWith(field) ? error : undefined);
  const set = (changed: Partial<WhenValues>) => onChange({ ...values, ...changed });
  return (
    <fieldset className="grid gap-4 rounded-md border border-line p-3">
      <legend className="px-1 font-medium text-table">When it happened</legend>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Field label="Form">
          {(control) => (
            <Select
              {...control}
              value={values.form}
              onChange={(event) => set({ form: event.target.value as WhenValues["form"] })}
            >
              {Object.entries(forms).map(([form, label]) => (
                <option key={form} value={form}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={values.form === "interval" ? "From" : "Date and time"} error={errorOf("local")}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              required
              value={values.local.slice(0, 16)}
              onChange={(event) => set({ local: event.target.value })}
            />
          )}
        </Field>
        <Field label="Zone" hint="As it was written" error={errorOf("zone")}>
          {(control) => (
            <>
              <Input
                {...control}
                list={list}
                required
                maxLength={60}
                value={values.zone}
                onChange={(event) => set({ zone: event.target.value })}
              />
              <datalist id={list}>
                {[...new Set([zone, ...zones])].map((each) => (
                  <option key={each} value={each} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        {values.form === "interval" ? (
          <Field label="To" error={errorOf("until")}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                required
                value={values.until.slice(0, 16)}
                onChange={(event) => set({ until: event.target.value })}
              />
            )}
          </Field>
        ) : null}
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Field label="Give or take" hint="Empty: certain" error={errorOf("uncertaintyMinutes")}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              step="any"
              value={values.amount}
              onChange={(event) => set({ amount: event.target.value })}
            />
          )}
        </Field>
        <Field label="Unit">
          {(control) => (
            <Select
              {...control}
              value={values.unit}
              onChange={(event) => set({ unit: event.target.value as SpanUnit })}
            >
              {Object.keys(spanUnits).map((unit) => (
                <option key={unit}>{unit}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="In the source's words" hint="1:05 am PST; optional">
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              value={values.written}
              onChange={(event) => set({ written: event.target.value })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  );
}
