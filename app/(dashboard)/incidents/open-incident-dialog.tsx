"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { ActionError } from "@/app/action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import type { IncidentFields as Fields } from "@/lib/incidents/incident";
import { openIncidentAction } from "./actions";
import { IncidentFields } from "./incident-fields";

const empty: Fields = { title: "", summary: "", severity: 3, tlp: "amber", kind: "other" };

/** Opens an incident by hand and goes to it. */
export function OpenIncidentDialog() {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [values, setValues] = useState(empty);
  const [error, setError] = useState<ActionError>();
  const [isPending, start] = useTransition();
  const open = () =>
    start(async () => {
      const result = await openIncidentAction(values);
      setError(result.ok ? undefined : result.error);
      if (result.ok) router.push(`/incidents/${result.value.reference}`);
    });
  return (
    <Dialog
      title="Open incident"
      description="It gets a reference and begins in triage."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant="primary" icon={<Plus className="size-4" aria-hidden="true" />}>
          Open incident
        </Button>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <IncidentFields values={values} onChange={setValues} />
        {error ? <FormError>{error.message}</FormError> : null}
        <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
          Open
        </Button>
      </form>
    </Dialog>
  );
}
