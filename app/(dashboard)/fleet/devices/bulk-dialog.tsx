"use client";
import { type FormEvent, useState, useTransition } from "react";
import type { ActionResult } from "@/app/action";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import type { Decided } from "@/lib/fleet/devices/decide-devices";

type Props = {
  verb: "Quarantine" | "Release";
  total: number;
  effect: string;
  run: (input: { reason: string; confirmedDevices: number }) => Promise<ActionResult<Decided>>;
};

/** An act on many devices: its effect in numbers, and the number typed. */
export function BulkDialog({ verb, total, effect, run }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const toast = useToast();
  const confirmedDevices = typed.trim() === "" ? Number.NaN : Number(typed.replaceAll(/[\s,.'’_]/g, ""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const result = await run({ reason, confirmedDevices });
      if (!result.ok) return setError(result.error.message);
      setIsOpen(false);
      setError(null);
      setTyped("");
      const { devices, skipped } = result.value;
      const also = skipped > 0 ? `; ${skipped.toLocaleString("en")} were not concerned` : "";
      toast({ title: `${verb}d ${devices.toLocaleString("en")} devices${also}` });
    });
  };
  return (
    <Dialog
      title={`${verb} all devices of this filter`}
      description={
        <>
          <Count value={total} of="device" />. {effect}
        </>
      }
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant={verb === "Quarantine" ? "danger" : "default"}>{verb} these</Button>}
    >
      <form onSubmit={submit} className="grid gap-4">
        <Field label="Reason" hint="Kept with every device and in the audit.">
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
        <Field label="Type the number of devices" error={error}>
          {(control) => (
            <Input
              {...control}
              required
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          variant={verb === "Quarantine" ? "danger" : "primary"}
          isPending={isPending}
          disabled={Number.isNaN(confirmedDevices)}
          className="justify-self-start"
        >
          {verb}
        </Button>
      </form>
    </Dialog>
  );
}
