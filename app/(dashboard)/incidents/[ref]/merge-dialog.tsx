"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Incident } from "@/lib/incidents/incident";
import { mergeIncidentsAction, suggestIncidentsAction } from "../actions";

type Choice = { id: string; reference: string; title: string };

/** Merges this incident into another open one, and goes there. */
export function MergeDialog({ incident }: { incident: Incident }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={`Merge ${incident.reference}`}
      description="Its findings and its timeline are then read with the other one's. Nothing of it is lost, and it cannot be taken apart again."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Merge</Button>}
    >
      <MergeForm incident={incident} />
    </Dialog>
  );
}

function MergeForm({ incident }: { incident: Incident }) {
  const router = useRouter();
  const [version] = useState(incident.version);
  const [text, setText] = useState("");
  const [choices, setChoices] = useState<readonly Choice[] | null>(null);
  const [intoId, setIntoId] = useState("");
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const look = () =>
    start(async () => {
      const result = await suggestIncidentsAction({ text });
      setError(result.ok ? undefined : result.error.message);
      if (!result.ok) return;
      const others = result.value.filter(({ id }) => id !== incident.id);
      setChoices(others);
      setIntoId(others[0]?.id ?? "");
    });
  const merge = () =>
    start(async () => {
      const result = await mergeIncidentsAction({ id: incident.id, version, intoId, reason });
      setError(result.ok ? undefined : result.error.message);
      if (result.ok) router.push(`/incidents/${result.value}`);
    });
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (choices && intoId) merge();
        else look();
      }}
    >
      <div className="flex items-end gap-2">
        <Field label="Into which" hint="A part of its reference or title; empty for the latest">
          {(control) => (
            <Input
              {...control}
              value={text}
              maxLength={200}
              onChange={(event) => {
                setText(event.target.value);
                setChoices(null);
              }}
            />
          )}
        </Field>
        <Button onClick={look} isPending={isPending && !choices} className="mb-5">
          Look
        </Button>
      </div>
      {choices && choices.length === 0 ? <p className="text-muted text-table">No other open incident fits.</p> : null}
      {choices && choices.length > 0 ? (
        <>
          <Field label="Incident">
            {(control) => (
              <Select {...control} value={intoId} onChange={(event) => setIntoId(event.target.value)}>
                {choices.map(({ id, reference, title }) => (
                  <option key={id} value={id}>
                    {`${reference} ${title}`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Why">
            {(control) => (
              <Input
                {...control}
                required
                maxLength={1_000}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" variant="danger" isPending={isPending} className="justify-self-start">
            Merge
          </Button>
        </>
      ) : null}
      {error ? <FormError>{error}</FormError> : null}
    </form>
  );
}
