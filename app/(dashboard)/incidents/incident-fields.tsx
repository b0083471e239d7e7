"use client";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { IncidentFields as Fields } from "@/lib/incidents/incident";
import {
  type IncidentSeverity,
  incidentKindLabels,
  incidentKinds,
  incidentSeverities,
  severityCriteria,
  tlpLabels,
  tlps,
} from "@/lib/incidents/incident-choices";

type Props = { values: Fields; onChange: (values: Fields) => void; errorField?: string | undefined; error?: string };

/** What a person says of an incident. */
export function IncidentFields({ values, onChange, errorField, error }: Props) {
  const errorOf = (field: string) => (errorField === field ? error : undefined);
  return (
    <>
      <Field label="Title" error={errorOf("title")}>
        {(control) => (
          <Input
            {...control}
            value={values.title}
            maxLength={200}
            required
            onChange={(event) => onChange({ ...values, title: event.target.value })}
          />
        )}
      </Field>
      <Field label="Severity" hint={severityCriteria[values.severity]}>
        {(control) => (
          <Select
            {...control}
            value={values.severity}
            // The options are the four severities.
            onChange={(event) => onChange({ ...values, severity: Number(event.target.value) as IncidentSeverity })}
          >
            {incidentSeverities.map((severity) => (
              <option key={severity} value={severity}>
                SEV {severity}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Kind">
          {(control) => (
            <Select
              {...control}
              value={values.kind}
              onChange={(event) => onChange({ ...values, kind: event.target.value as Fields["kind"] })}
            >
              {incidentKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {incidentKindLabels[kind]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="To be shared with" hint="Traffic Light Protocol 2.0">
          {(control) => (
            <Select
              {...control}
              value={values.tlp}
              onChange={(event) => onChange({ ...values, tlp: event.target.value as Fields["tlp"] })}
            >
              {tlps.map((tlp) => (
                <option key={tlp} value={tlp}>
                  {tlpLabels[tlp]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field label="Summary" hint="What is known so far; optional." error={errorOf("summary")}>
        {(control) => (
          <Textarea
            {...control}
            value={values.summary}
            maxLength={10_000}
            onChange={(event) => onChange({ ...values, summary: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
