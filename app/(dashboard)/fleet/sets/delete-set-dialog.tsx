"use client";
import { Trash2 } from "lucide-react";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { deleteDeviceSetAction } from "./actions";

export function DeleteSetDialog({ id, name, devices }: { id: string; name: string; devices: number }) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const toast = useToast();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const result = await deleteDeviceSetAction({ id, reason });
      setError(result.ok ? null : result.error.message);
      if (!result.ok) return;
      setIsOpen(false);
      toast({ title: `Deleted: ${name}` });
    });
  };
  return (
    <Dialog
      title={`Delete ${name}`}
      description={
        <>
          A set of <Count value={devices} of="device" />. The devices stay as they are, and so do sets that were made of
          it.
        </>
      }
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Delete ${name}`}
          icon={<Trash2 className="size-3.5" aria-hidden="true" />}
        />
      }
    >
      <form onSubmit={submit} className="grid gap-4">
        <Field label="Reason" hint="Kept in the audit." error={error}>
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
        <Button type="submit" variant="danger" isPending={isPending} className="justify-self-start">
          Delete the set
        </Button>
      </form>
    </Dialog>
  );
}
