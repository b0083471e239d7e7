"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { writeHandoverAction } from "../../response-actions";
import type { Candidate } from "./task-fields";

type Props = { incidentId: string; candidates: readonly Candidate[] };

export function HandoverDialog({ incidentId, candidates }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [body, setBody] = useState("");
  const [forId, setForId] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const write = () =>
    start(async () => {
      const result = await writeHandoverAction({ incidentId, body, forId: forId || null });
      setError(result.ok ? undefined : result.error.message);
      if (!result.ok) return;
      setIsOpen(false);
      setBody("");
    });
  return (
    <Dialog
      title="Hand over"
      description="For the next shift. State, severity and tasks are kept with it as they are now; it cannot be changed later."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Hand over</Button>}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          write();
        }}
      >
        <Field label="What the next shift must know">
          {(control) => (
            <Textarea
              {...control}
              value={body}
              maxLength={10_000}
              required
              onChange={(event) => setBody(event.target.value)}
            />
          )}
        </Field>
        <Field label="For">
          {(control) => (
            <Select {...control} value={forId} onChange={(event) => setForId(event.target.value)}>
              <option value="">whoever comes next</option>
              {candidates.map(({ id, name, role }) => (
                <option key={id} value={id}>
                  {`${name} (${role})`}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {error ? <FormError>{error}</FormError> : null}
        <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
          Write the note
        </Button>
      </form>
    </Dialog>
  );
}
