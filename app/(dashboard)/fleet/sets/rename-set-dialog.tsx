"use client";
import { Pencil } from "lucide-react";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { renameDeviceSetAction } from "./actions";

export function RenameSetDialog({ id, name }: { id: string; name: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState(name);
  const [error, setError] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const open = (opened: boolean) => {
    setIsOpen(opened);
    if (opened) setTyped(name);
    setError(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const result = await renameDeviceSetAction({ id, name: typed, expectedName: name });
      setError(result.ok ? null : result.error.message);
      if (result.ok) setIsOpen(false);
    });
  };
  return (
    <Dialog
      title="Rename the set"
      description="Its devices stay. Sets that were made of it keep the name that it had."
      isOpen={isOpen}
      onOpenChange={open}
      trigger={
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Rename ${name}`}
          icon={<Pencil className="size-3.5" aria-hidden="true" />}
        />
      }
    >
      <form onSubmit={submit} className="grid gap-4">
        <Field label="Name" error={error}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={120}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
          Rename
        </Button>
      </form>
    </Dialog>
  );
}
