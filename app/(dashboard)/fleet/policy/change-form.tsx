"use client";
import { type FormEvent, useState, useTransition } from "react";
import type { ActionError } from "@/app/action";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Textarea } from "@/components/ui/input";
import { MomentInput } from "@/components/ui/moment-input";
import { Select } from "@/components/ui/select";
import { fromZonedInput, toZonedInput } from "@/components/ui/zoned-time";
import type { Change } from "@/lib/fleet/changes/change";
import { changeKindLabels, enteredChangeKinds } from "@/lib/fleet/changes/change-kinds";
import { createChangeAction, updateChangeAction } from "./actions";

type EnteredKind = (typeof enteredChangeKinds)[number];

export function ChangeForm({ change, onDone }: { change?: Change; onDone: () => void }) {
  const { zone } = usePreferences();
  const momentOf = (at: Date | null | undefined) => (at ? toZonedInput(at.getTime(), zone) : "");
  const [kind, setKind] = useState<EnteredKind>((change?.kind as EnteredKind | undefined) ?? "deployment"); // never a policy's
  const [title, setTitle] = useState(change?.title ?? "");
  const [description, setDescription] = useState(change?.description ?? "");
  const [starts, setStarts] = useState(momentOf(change?.startsAt));
  const [ends, setEnds] = useState(momentOf(change?.endsAt));
  const [error, setError] = useState<ActionError | null>(null);
  const [isPending, start] = useTransition();

  const save = (event: FormEvent) => {
    event.preventDefault();
    const startsAt = fromZonedInput(starts, zone);
    const endsAt = fromZonedInput(ends, zone);
    if (startsAt === null)
      return setError({ code: "invalid_input", message: "Say when it starts.", details: { field: "startsAt" } });
    const entered = {
      kind,
      title,
      description,
      startsAt: new Date(startsAt),
      endsAt: endsAt === null ? null : new Date(endsAt),
    };
    start(async () => {
      const result = change
        ? await updateChangeAction({ id: change.id, revision: change.revision, change: entered })
        : await createChangeAction(entered);
      if (result.ok) onDone();
      else setError(result.error);
    });
  };

  return (
    <form onSubmit={save} className="grid gap-4">
      <Field label="Kind">
        {(control) => (
          <Select {...control} value={kind} onChange={(event) => setKind(event.target.value as EnteredKind)}>
            {enteredChangeKinds.map((each) => (
              <option key={each} value={each}>
                {changeKindLabels[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Title">
        {(control) => (
          <Input
            {...control}
            value={title}
            maxLength={120}
            required
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Starts">
          {(control) => <MomentInput {...control} value={starts} required onChange={setStarts} />}
        </Field>
        <Field label="Ends" hint="Empty for a moment.">
          {(control) => <MomentInput {...control} value={ends} onChange={setEnds} />}
        </Field>
      </div>
      <Field label="Description" hint="Shown on hover; optional.">
        {(control) => (
          <Textarea
            {...control}
            value={description}
            maxLength={2_000}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      {error ? <FormError>{error.message}</FormError> : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        {change ? "Save" : "Enter"}
      </Button>
    </form>
  );
}
