"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { type IncidentKind, incidentKindLabels } from "@/lib/incidents/incident-choices";
import { startPlaybookAction } from "../../response-actions";

type Offered = {
  id: string;
  name: string;
  kind: IncidentKind;
  description: string;
  version: number;
  steps: number;
};
type Props = { incidentId: string; kind: IncidentKind; playbooks: readonly Offered[] };

/** Those of the incident's kind come first. */
export function StartPlaybookDialog({ incidentId, kind, playbooks }: Props) {
  const sorted = [...playbooks].sort((a, b) => Number(b.kind === kind) - Number(a.kind === kind));
  const [isOpen, setIsOpen] = useState(false);
  const [chosenId, setChosenId] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const toast = useToast();
  const chosen = sorted.find(({ id }) => id === chosenId) ?? sorted[0];
  if (!chosen) return null;
  const begin = () =>
    start(async () => {
      const result = await startPlaybookAction({ incidentId, playbookId: chosen.id });
      setError(result.ok ? undefined : result.error.message);
      if (!result.ok) return;
      setIsOpen(false);
      toast({ title: `${result.value} tasks added` });
    });
  return (
    <Dialog
      title="Start a playbook"
      description="Each of its steps becomes a task. The incident keeps this version, whatever is changed later."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Start playbook</Button>}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <Field label="Playbook" hint={`${incidentKindLabels[chosen.kind]}, version ${chosen.version}`}>
          {(control) => (
            <Select {...control} value={chosen.id} onChange={(event) => setChosenId(event.target.value)}>
              {sorted.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <p className="text-muted text-table">{chosen.description}</p>
        {error ? <FormError>{error}</FormError> : null}
        <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
          {`Add its ${chosen.steps} tasks`}
        </Button>
      </form>
    </Dialog>
  );
}
