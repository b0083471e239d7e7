"use client";
import { X } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import type { IncidentPerson } from "@/lib/incidents/get-incident";
import type { Incident } from "@/lib/incidents/incident";
import { type IncidentRoleName, incidentRoleLabels, incidentRoleNames } from "@/lib/incidents/incident-choices";
import { assignIncidentRoleAction } from "../actions";

type Props = {
  incident: Incident;
  people: readonly IncidentPerson[];
  /** Who may be given a role. */
  candidates: readonly { id: string; name: string; role: string }[];
};

export function PeopleDialog({ incident, people, candidates }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [role, setRole] = useState<IncidentRoleName>("lead");
  const [userId, setUserId] = useState(candidates[0]?.id ?? "");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const assign = (given: { role: IncidentRoleName; userId: string; isAssigned: boolean }) =>
    start(async () => {
      const result = await assignIncidentRoleAction({ id: incident.id, version: incident.version, ...given });
      setError(result.ok ? undefined : result.error.message);
    });
  return (
    <Dialog
      title="People"
      description="Who leads and who does what. There is one lead: a new one takes the place of the former."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>People</Button>}
    >
      <div className="grid gap-4">
        <ul className="grid gap-1">
          {people.map((person) => (
            <li key={`${person.role}${person.userId}`} className="flex items-center gap-2 text-table">
              <span className="w-40 text-muted">{incidentRoleLabels[person.role]}</span>
              <span className="grow">{person.name}</span>
              <Button
                size="icon"
                variant="ghost"
                aria-label={`Take ${incidentRoleLabels[person.role]} from ${person.name}`}
                onClick={() => assign({ role: person.role, userId: person.userId, isAssigned: false })}
              >
                <X className="size-4" aria-hidden="true" />
              </Button>
            </li>
          ))}
          {people.length === 0 ? <li className="text-muted text-table">Nobody has a role yet.</li> : null}
        </ul>
        <form
          className="grid items-end gap-2 sm:grid-cols-[1fr_1fr_auto]"
          onSubmit={(event) => {
            event.preventDefault();
            assign({ role, userId, isAssigned: true });
          }}
        >
          <Field label="Role">
            {(control) => (
              <Select {...control} value={role} onChange={(event) => setRole(event.target.value as IncidentRoleName)}>
                {incidentRoleNames.map((each) => (
                  <option key={each} value={each}>
                    {incidentRoleLabels[each]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Person">
            {(control) => (
              <Select {...control} value={userId} onChange={(event) => setUserId(event.target.value)}>
                {candidates.map((person) => (
                  <option key={person.id} value={person.id}>
                    {`${person.name} (${person.role})`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button type="submit" variant="primary" isPending={isPending}>
            Assign
          </Button>
        </form>
        {error ? <FormError>{error}</FormError> : null}
      </div>
    </Dialog>
  );
}
