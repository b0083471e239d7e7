"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { enforces } from "@/lib/fleet/policy/enforces";
import { isStricter, policyEffect } from "@/lib/fleet/policy/policy-effect";
import type { PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";
import type { PolicyValues } from "./policy-fields";

type Props = {
  rules: PolicyValues;
  estimate: PolicyEstimate;
  isPending: boolean;
  onSave: () => void;
  /** Lays it before a second person. */
  onPropose: (confirmedDevices: number) => void;
};

/** To enforce, the number of devices that would be turned away is typed, so that it was read. */
export function SavePanel({ rules, estimate, isPending, onSave, onPropose }: Props) {
  const [typed, setTyped] = useState("");
  const devices = estimate.turnedAway.last24Hours.devices;
  const isTighter = isStricter(policyEffect(estimate));
  if (!enforces(rules)) {
    return (
      <Button variant="primary" isPending={isPending} onClick={onSave} className="justify-self-start">
        Set the policy
      </Button>
    );
  }
  const confirmed = typed.trim() === "" ? null : Number(typed.replaceAll(/[\s,.'’_]/g, ""));
  return (
    <form
      className="grid max-w-md gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed !== null) onPropose(confirmed);
      }}
    >
      <p>
        {isTighter ? "This turns away " : "Of those who called, it leaves "}
        <b className="font-semibold">
          <Count value={devices} of="device" />
        </b>{" "}
        of <Count value={estimate.turnedAway.providers} of="provider" />
        {isTighter ? null : " turned away, as they are now"}. A policy that enforces has to be approved by a second
        person: a responder or another admin.
      </p>
      <Field
        label={
          isTighter
            ? "Type the number of devices to propose it"
            : "Type the number of devices that stay turned away to propose it"
        }
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <Button
        type="submit"
        variant={isTighter ? "danger" : "primary"}
        isPending={isPending}
        disabled={confirmed !== devices}
        className="justify-self-start"
      >
        Propose the policy
      </Button>
    </form>
  );
}
