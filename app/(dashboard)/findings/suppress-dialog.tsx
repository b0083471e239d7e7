"use client";
import { type FormEvent, useEffect, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import type { TriageRow } from "@/lib/findings/triage/list-triage";
import { countInScopeAction, makeSuppressionAction, revokeSuppressionsAction } from "./actions";
import { type ScopeOption, scopeOptions } from "./scope-options";

const hourMs = 3_600_000;
const lengths = [
  { label: "1 hour", ms: hourMs },
  { label: "8 hours", ms: 8 * hourMs },
  { label: "1 day", ms: 24 * hourMs },
  { label: "7 days", ms: 7 * 24 * hourMs },
  { label: "30 days", ms: 30 * 24 * hourMs },
  { label: "90 days", ms: 90 * 24 * hourMs },
] as const;

type Props = {
  /** What is to be suppressed; the dialog is open while there is any. */
  rows: readonly TriageRow[];
  onClose: () => void;
  /** Only these, by their fingerprints. */
  onSuppress: (reason: string, until: Date) => void;
};

/** Reason, length and how far it reaches, with how many findings that takes. */
export function SuppressDialog({ rows, onClose, onSuppress }: Props) {
  const what = rows.length === 1 ? "this finding" : `${rows.length} findings`;
  return (
    <Dialog
      title={`Suppress ${what}`}
      description="It leaves the open findings, goes on counting, and comes back when the time is up."
      isOpen={rows.length > 0}
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      <SuppressForm rows={rows} onClose={onClose} onSuppress={onSuppress} />
    </Dialog>
  );
}

function SuppressForm({ rows, onClose, onSuppress }: Props) {
  const options = scopeOptions(rows);
  const [chosen, setChosen] = useState<ScopeOption["value"]>("these");
  const [lengthMs, setLengthMs] = useState<number>(24 * hourMs);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const toast = useToast();
  const scope = options.find(({ value }) => value === chosen)?.scope;
  const count = useCount(chosen === "these" ? undefined : scope);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const until = new Date(Date.now() + lengthMs);
    if (!scope) {
      onSuppress(reason, until);
      return onClose();
    }
    start(async () => {
      const result = await makeSuppressionAction({ scope, reason, until });
      if (!result.ok) return setError(result.error.message);
      const { id, held } = result.value;
      const onAct = () => void revokeSuppressionsAction({ ids: [id] });
      toast({
        title: `Suppressed: ${held} open ${held === 1 ? "finding" : "findings"}`,
        act: { label: "Undo", onAct },
      });
      onClose();
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="What"
          hint={scope ? (count === undefined ? "Counting…" : `Takes ${count} open now, and those to come.`) : undefined}
        >
          {(control) => (
            <Select
              {...control}
              value={chosen}
              onChange={(event) => setChosen(event.target.value as ScopeOption["value"])}
            >
              {options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="For">
          {(control) => (
            <Select {...control} value={lengthMs} onChange={(event) => setLengthMs(Number(event.target.value))}>
              {lengths.map(({ label, ms }) => (
                <option key={ms} value={ms}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field label="Reason" hint="Stands with the suppression and in the audit.">
        {(control) => (
          <Textarea
            {...control}
            required
            maxLength={2_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        Suppress
      </Button>
    </form>
  );
}

/** How many open findings a scope would take; undefined while that is not known. */
function useCount(scope: ScopeOption["scope"]): number | undefined {
  const [counted, setCounted] = useState<{ key: string; count: number }>();
  const key = scope ? JSON.stringify(scope) : "";
  useEffect(() => {
    if (!key) return;
    let isLate = false;
    void countInScopeAction({ scope: JSON.parse(key) }).then((result) => {
      if (result.ok && !isLate) setCounted({ key, count: result.value });
    });
    return () => {
      isLate = true;
    };
  }, [key]);
  return counted?.key === key ? counted.count : undefined;
}
