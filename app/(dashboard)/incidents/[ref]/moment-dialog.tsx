"use client";
import { useState, useTransition } from "react";
import type { ActionError } from "@/app/action";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Incident } from "@/lib/incidents/incident";
import { type IncidentMomentName, incidentMomentNames, momentLabels } from "@/lib/incidents/moments";
import type { MomentRow } from "@/lib/incidents/write-moments";
import { setMomentsAction } from "../actions";
import { WhenFields } from "./when-fields";
import { toWhenInput, whenValuesOf } from "./when-values";

type Props = { incident: Incident; moments: readonly MomentRow[] };

export function MomentDialog(props: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Set a moment"
      description="In the words of its source. The order of the moments is kept: nothing is contained before it began."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      size="lg"
      trigger={<Button>Set moment</Button>}
    >
      <MomentForm {...props} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function MomentForm({ incident, moments, onDone }: Props & { onDone: () => void }) {
  const { zone } = usePreferences();
  const knownOf = (name: IncidentMomentName) => moments.find(({ moment }) => moment === name) ?? null;
  const [version] = useState(incident.version);
  const [name, setName] = useState<IncidentMomentName>("first_malicious");
  const [values, setValues] = useState(() => whenValuesOf(knownOf("first_malicious")?.value ?? null, zone));
  const [source, setSource] = useState(() => knownOf("first_malicious")?.source ?? "");
  const [reason, setReason] = useState("");
  const [isUnknown, setIsUnknown] = useState(false);
  const [error, setError] = useState<ActionError>();
  const [isPending, start] = useTransition();
  const choose = (next: IncidentMomentName) => {
    setName(next);
    setValues(whenValuesOf(knownOf(next)?.value ?? null, zone));
    setSource(knownOf(next)?.source ?? "");
    setIsUnknown(false);
  };
  const save = () =>
    start(async () => {
      const moment = isUnknown ? null : { when: toWhenInput(values), source };
      const result = await setMomentsAction({ id: incident.id, version, moments: { [name]: moment }, reason });
      setError(result.ok ? undefined : result.error);
      if (result.ok) onDone();
    });
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label="Moment">
        {(control) => (
          <Select {...control} value={name} onChange={(event) => choose(event.target.value as IncidentMomentName)}>
            {incidentMomentNames.map((each) => (
              <option key={each} value={each}>
                {momentLabels[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {knownOf(name) ? (
        <Checkbox label="Nobody knows it any more" checked={isUnknown} onChange={() => setIsUnknown(!isUnknown)} />
      ) : null}
      {isUnknown ? null : (
        <>
          <WhenFields values={values} onChange={setValues} />
          <Field label="Source" hint="Who or what says so">
            {(control) => (
              <Input
                {...control}
                value={source}
                required
                maxLength={300}
                onChange={(event) => setSource(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      <Field label="Why">
        {(control) => (
          <Input
            {...control}
            value={reason}
            required
            maxLength={1_000}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {error ? <FormError>{error.message}</FormError> : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        Set
      </Button>
    </form>
  );
}
