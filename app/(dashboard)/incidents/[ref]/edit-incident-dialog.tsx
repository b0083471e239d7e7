"use client";
import { useState, useTransition } from "react";
import type { ActionError } from "@/app/action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import type { IncidentFields as Fields, Incident } from "@/lib/incidents/incident";
import { updateIncidentAction } from "../actions";
import { IncidentFields } from "../incident-fields";
import { ConflictNotice, type Difference } from "./conflict-notice";

const labels: Record<keyof Fields, string> = {
  title: "Title",
  summary: "Summary",
  severity: "Severity",
  tlp: "To be shared with",
  kind: "Kind",
};
const names = Object.keys(labels) as (keyof Fields)[];
const fieldsOf = ({ title, summary, severity, tlp, kind }: Fields): Fields => ({ title, summary, severity, tlp, kind });

type Props = { incident: Incident };

export function EditIncidentDialog({ incident }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={`Edit ${incident.reference}`}
      description="Each change is recorded with what stood there before."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Edit</Button>}
    >
      <EditForm incident={incident} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

/** Holds what it read when it was opened: what others change meanwhile shows as a conflict, and not under the hand. */
function EditForm({ incident, onDone }: Props & { onDone: () => void }) {
  const [base, setBase] = useState({ version: incident.version, fields: fieldsOf(incident) });
  const [values, setValues] = useState(base.fields);
  const [error, setError] = useState<ActionError>();
  const [isPending, start] = useTransition();
  const save = (version: number, from: Fields) =>
    start(async () => {
      // Only what was changed here, so that another field that somebody changed stays theirs.
      const fields = Object.fromEntries(
        names.filter((name) => values[name] !== from[name]).map((name) => [name, values[name]]),
      );
      const result = await updateIncidentAction({ id: incident.id, version, fields });
      setError(result.ok ? undefined : result.error);
      if (result.ok) onDone();
    });
  const conflict = error?.code === "stale_version" ? (error.details as { version: number; current: Fields }) : null;
  const current = conflict && fieldsOf(conflict.current);
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save(base.version, base.fields);
      }}
    >
      <IncidentFields values={values} onChange={setValues} />
      {conflict && current ? (
        <ConflictNotice
          message={error?.message ?? ""}
          differences={differencesOf(current, values, base.fields)}
          onKeepMine={() => save(conflict.version, base.fields)}
          onTakeTheirs={() => {
            setBase({ version: conflict.version, fields: current });
            setValues(current);
            setError(undefined);
          }}
        />
      ) : error ? (
        <FormError>{error.message}</FormError>
      ) : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        Save
      </Button>
    </form>
  );
}

/** Of what was typed here; a field that only they changed stays theirs whichever way it goes on. */
const differencesOf = (theirs: Fields, mine: Fields, base: Fields): Difference[] =>
  names
    .filter((name) => mine[name] !== base[name] && theirs[name] !== mine[name])
    .map((name) => ({ label: labels[name], theirs: String(theirs[name]), mine: String(mine[name]) }));
