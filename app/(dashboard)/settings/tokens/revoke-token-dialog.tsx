"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { revokeTokenAction } from "./actions";

type Props = { id: string; name: string; prefix: string; kind: string };

/** Cannot be undone, so the token's name is typed. */
export function RevokeTokenDialog({ id, name, prefix, kind }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const toast = useToast();
  const revoke = () =>
    start(async () => {
      const result = await revokeTokenAction({ id });
      if (!result.ok) return setError(result.error.message);
      setIsOpen(false);
      toast({ title: `Revoked: ${name}` });
    });
  return (
    <Dialog
      title={`Revoke “${name}”`}
      description={`${effect[kind] ?? "Whoever uses it is turned away"} within a second. This cannot be undone.`}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === name) revoke();
        }}
      >
        <Field label={`Type the token's name: ${name}`} hint={`It begins with ${prefix}`} error={error}>
          {(control) => (
            <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
          )}
        </Field>
        <Button type="submit" variant="danger" disabled={typed !== name} isPending={isPending}>
          Revoke token
        </Button>
      </form>
    </Dialog>
  );
}

const effect: Record<string, string> = {
  provider: "Devices that call in with it are refused",
  legacy: "Every device that still calls in with it is refused",
  operator: "Whatever enrols or calls in with it is refused",
  cluster: "The cluster's reports are refused",
  alert: "Alerts sent with it are refused",
  api: "Programs that use it are refused",
};
