"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import type { Incident } from "@/lib/incidents/incident";
import { joinIncidentAction } from "../actions";

const ids = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/** Gathers findings into the incident, by the addresses of their pages. */
export function JoinDialog({ incident }: { incident: Incident }) {
  const toast = useToast();
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const join = () =>
    start(async () => {
      const findingIds = [...new Set(text.toLowerCase().match(ids) ?? [])];
      const result = await joinIncidentAction({ id: incident.id, findingIds });
      setError(result.ok ? undefined : result.error.message);
      if (!result.ok) return;
      toast({ title: result.value.joined === 1 ? "One finding joined" : `${result.value.joined} findings joined` });
      setText("");
      setIsOpen(false);
    });
  return (
    <Dialog
      title="Join findings"
      description={`They belong to ${incident.reference} then, and what is told of them stands in its timeline.`}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Join findings</Button>}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          join();
        }}
      >
        <Field label="Findings" hint="The addresses of their pages, or their ids; one or many.">
          {(control) => (
            <Textarea {...control} required value={text} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        {error ? <FormError>{error}</FormError> : null}
        <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
          Join
        </Button>
      </form>
    </Dialog>
  );
}
