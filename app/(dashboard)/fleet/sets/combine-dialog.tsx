"use client";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import type { SetOperation } from "@/lib/fleet/device-sets/device-set";
import { combineDeviceSetsAction, countDeviceSetsAction } from "./actions";

export type NamedSet = { id: string; name: string; devices: number };
type Choice = { op: SetOperation; first: string; second: string };

const operations: readonly [SetOperation, string][] = [
  ["union", "in either (union)"],
  ["intersection", "in both (intersection)"],
  ["difference", "in the first, not in the second (difference)"],
];

/** A new set of two others, whose size is told before it is made. */
export function CombineDialog({ sets, hasMore }: { sets: readonly NamedSet[]; hasMore: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const [choice, setChoice] = useState<Choice>({ op: "union", first: "", second: "" });
  const [name, setName] = useState("");
  const [devices, setDevices] = useState<number | null>(null);
  const [error, setError] = useState<string>();
  const [isCounting, startCounting] = useTransition();
  const [isPending, start] = useTransition();
  const toast = useToast();
  const isChosen = choice.first !== "" && choice.second !== "";
  const choose = (part: Partial<Choice>) => {
    const next = { ...choice, ...part };
    setChoice(next);
    setDevices(null);
    if (next.first === "" || next.second === "") return;
    startCounting(async () => {
      const result = await countDeviceSetsAction({ op: next.op, ids: [next.first, next.second] });
      setError(result.ok ? undefined : result.error.message);
      setDevices(result.ok ? result.value.devices : null);
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const result = await combineDeviceSetsAction({ op: choice.op, ids: [choice.first, choice.second], name });
      setError(result.ok ? undefined : result.error.message);
      if (!result.ok) return;
      setIsOpen(false);
      setName("");
      toast({ title: `The set is saved: ${result.value.devices.toLocaleString("en")} devices` });
    });
  };
  return (
    <Dialog
      title="Combine two sets"
      description="Makes a new set; the two stay as they are."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">Combine sets</Button>}
    >
      <form onSubmit={submit} className="grid gap-4">
        <SetField
          label="First set"
          sets={sets}
          hasMore={hasMore}
          value={choice.first}
          onChoose={(first) => choose({ first })}
        />
        <SetField label="Second set" sets={sets} value={choice.second} onChoose={(second) => choose({ second })} />
        <Field label="Devices that are">
          {(control) => (
            <Select
              {...control}
              value={choice.op}
              onChange={(event) => choose({ op: event.target.value as SetOperation })}
            >
              {operations.map(([op, label]) => (
                <option key={op} value={op}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <p role="status" className="text-table">
          {sizeWords(isChosen, isCounting, devices)}
        </p>
        <Field label="Name of the new set">
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
        {error ? <FormError>{error}</FormError> : null}
        <Button
          type="submit"
          variant="primary"
          isPending={isPending}
          disabled={!isChosen || devices === 0}
          className="justify-self-start"
        >
          Save the set
        </Button>
      </form>
    </Dialog>
  );
}

function sizeWords(isChosen: boolean, isCounting: boolean, devices: number | null) {
  if (!isChosen) return "Choose two sets to see how many devices that is.";
  if (isCounting || devices === null) return "Counting…";
  if (devices === 0) return "No device: choose other sets, or another operation.";
  return (
    <>
      <Count value={devices} /> {devices === 1 ? "device" : "devices"}
    </>
  );
}

type SetFieldProps = {
  label: string;
  sets: readonly NamedSet[];
  hasMore?: boolean;
  value: string;
  onChoose: (id: string) => void;
};

function SetField({ label, sets, hasMore = false, value, onChoose }: SetFieldProps) {
  return (
    <Field label={label} hint={hasMore ? `The newest ${sets.length} sets are offered.` : undefined}>
      {(control) => (
        <Select {...control} required value={value} onChange={(event) => onChoose(event.target.value)}>
          <option value="">Choose a set</option>
          {sets.map(({ id, name, devices }) => (
            <option key={id} value={id}>
              {name} ({devices.toLocaleString("en")})
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
