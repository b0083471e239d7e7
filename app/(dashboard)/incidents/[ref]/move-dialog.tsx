"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Incident } from "@/lib/incidents/incident";
import { type IncidentState, stateLabels } from "@/lib/incidents/incident-choices";
import { incidentMoves, needsReason } from "@/lib/incidents/incident-moves";
import { moveIncidentAction } from "../actions";

/** The next state, one of those that are allowed; what it says of the moments is set with it. */
export function MoveDialog({ incident }: { incident: Incident }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Change the state"
      description={`${incident.reference} is ${stateLabels[incident.state]}.`}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">Change state</Button>}
    >
      <MoveForm incident={incident} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function MoveForm({ incident, onDone }: { incident: Incident; onDone: () => void }) {
  const [{ state, version }] = useState(incident);
  const allowed = incidentMoves[state];
  const [to, setTo] = useState<IncidentState>(allowed[0] ?? state);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const isReasonNeeded = needsReason(state, to);
  const move = () =>
    start(async () => {
      const result = await moveIncidentAction({ id: incident.id, version, to, reason });
      setError(result.ok ? undefined : result.error.message);
      if (result.ok) onDone();
    });
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        move();
      }}
    >
      <Field label="New state">
        {(control) => (
          <Select {...control} value={to} onChange={(event) => setTo(event.target.value as IncidentState)}>
            {allowed.map((each) => (
              <option key={each} value={each}>
                {stateLabels[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Why"
        hint={isReasonNeeded ? "Needed: it takes something back." : "Optional; it stands in the timeline."}
      >
        {(control) => (
          <Textarea
            {...control}
            value={reason}
            required={isReasonNeeded}
            maxLength={1_000}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        {stateLabels[to]}
      </Button>
    </form>
  );
}
