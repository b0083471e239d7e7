"use client";
import type { ActionError } from "@/app/action";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MomentInput } from "@/components/ui/moment-input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { AdmissionMode } from "@/lib/fleet/admission";

export type PolicyValues = {
  minimumAgent: string;
  agentMode: AdmissionMode;
  legacyTokenMode: AdmissionMode;
  verificationMode: AdmissionMode;
  /** As toZonedInput gives it; "": as soon as possible. */
  effective: string;
  note: string;
};

type Props = { values: PolicyValues; error: ActionError | null; onChange: (values: PolicyValues) => void };

const modes = [
  { value: "off", label: "Off", title: "Everybody passes" },
  { value: "report", label: "Report", title: "Recorded, and let in" },
  { value: "enforce", label: "Enforce", title: "Recorded, and turned away" },
] as const;

export function PolicyFields({ values, error, onChange }: Props) {
  const set = <Name extends keyof PolicyValues>(name: Name, value: PolicyValues[Name]) =>
    onChange({ ...values, [name]: value });
  const errorOf = (field: string) =>
    String(error?.details.field ?? "").endsWith(field) ? error?.message.replace(/^[\w.]+: /, "") : undefined;
  const rules = [
    {
      name: "agentMode",
      title: "Agent older than the minimum",
      hint: "An agent that names no version counts as older.",
    },
    {
      name: "legacyTokenMode",
      title: "Legacy token",
      hint: "One secret for many devices, as before tokens were the provider's own.",
    },
    {
      name: "verificationMode",
      title: "No valid verification",
      hint: "Never verified, or the verification has expired.",
    },
  ] as const;
  return (
    <>
      <div className="grid gap-4">
        {rules.map(({ name, title, hint }) => (
          <div key={name} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <div>
              <p className="font-medium text-table">{title}</p>
              <p className="text-caption text-muted">{hint}</p>
            </div>
            <SegmentedControl label={title} value={values[name]} options={modes} onChange={(mode) => set(name, mode)} />
          </div>
        ))}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Minimum agent" hint="A whole version, for example 1.5.0." error={errorOf("minimumAgent")}>
          {(control) => (
            <Input
              {...control}
              value={values.minimumAgent}
              disabled={values.agentMode === "off"}
              className="font-mono"
              onChange={(event) => set("minimumAgent", event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Takes effect"
          hint="Empty: 30 s after it is saved, when every gateway knows of it."
          error={errorOf("effectiveAt")}
        >
          {(control) => (
            <MomentInput {...control} value={values.effective} onChange={(text) => set("effective", text)} />
          )}
        </Field>
      </div>
      <Field label="Note" hint="Why; read in the history and on every time chart." error={errorOf("note")}>
        {(control) => (
          <Input
            {...control}
            value={values.note}
            maxLength={500}
            onChange={(event) => set("note", event.target.value)}
          />
        )}
      </Field>
    </>
  );
}
