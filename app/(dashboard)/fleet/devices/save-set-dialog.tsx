"use client";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import type { FleetFilter } from "@/lib/fleet/types";
import { useFleetUrl } from "../use-fleet-url";
import { saveDeviceSetAction } from "./actions";

type Props = { filter: FleetFilter; minute: number; total: number };

/** Keeps the devices of the filter as a set, which stays as it is when the fleet changes. */
export function SaveSetDialog({ filter, minute, total }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const { change } = useFleetUrl();
  const toast = useToast();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const result = await saveDeviceSetAction({ name, filter, minute });
      setError(result.ok ? null : result.error.message);
      if (!result.ok) return;
      const { id } = result.value;
      setIsOpen(false);
      setName("");
      toast({
        title: "The set is saved",
        act: { label: "Show it", onAct: () => change({ set: id, ...noOtherFilter }) },
      });
    });
  };
  return (
    <Dialog
      title="Save as a device set"
      description={
        <>
          <Count value={total} of="device" />, as they are at this minute. The set keeps them when the fleet changes.
        </>
      }
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Save as set</Button>}
    >
      <form onSubmit={submit} className="grid gap-4">
        <Field label="Name" error={error}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
          Save the set
        </Button>
      </form>
    </Dialog>
  );
}

const noOtherFilter = Object.fromEntries(
  ["region", "provider", "model", "agent", "cluster", "state", "reason", "q"].map((name) => [name, null]),
);
