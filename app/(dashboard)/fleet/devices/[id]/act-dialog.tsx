"use client";
import { type FormEvent, useState, useTransition } from "react";
import type { ActionResult } from "@/app/action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";

type Props = {
  verb: string;
  title: string;
  effect: string;
  /** A second thing to say, beside the reason. */
  field?: string;
  run: (reason: string, field: string) => Promise<ActionResult<unknown>>;
  done: string;
  isDangerous?: boolean;
};

/** An act with its effect and a reason. What was typed stays when it fails. */
export function ActDialog({ verb, title, effect, field, run, done, isDangerous = false }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [value, setValue] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const toast = useToast();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const result = await run(reason, value);
      if (!result.ok) return setError(result.error.message);
      setError(null);
      setIsOpen(false);
      setReason("");
      toast({ title: done });
    });
  };
  const variant = isDangerous ? "danger" : "default";
  return (
    <Dialog
      title={title}
      description={effect}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant={variant}>{verb}</Button>}
    >
      <form onSubmit={submit} className="grid gap-4">
        {field ? (
          <Field label={field}>
            {(control) => (
              <Input {...control} required value={value} onChange={(event) => setValue(event.target.value)} />
            )}
          </Field>
        ) : null}
        <Field label="Reason" hint="Kept with the device and in the audit." error={error}>
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          variant={isDangerous ? "danger" : "primary"}
          isPending={isPending}
          className="justify-self-start"
        >
          {verb}
        </Button>
      </form>
    </Dialog>
  );
}
