"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { DataForm } from "@/components/ui/data-form";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { type Risk, risks } from "@/lib/endpoints/endpoint-choices";
import { setReviewPeriodsAction } from "./actions";

type Props = { days: Record<Risk, number>; revision: number };

/** How many days a review holds, by risk. */
export function PeriodsDialog({ days, revision }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const submit = (form: FormData) =>
    start(async () => {
      const entered = Object.fromEntries(risks.map((risk) => [risk, Number(form.get(risk))])) as Record<Risk, number>;
      const result = await setReviewPeriodsAction({ days: entered, revision });
      setError(result.ok ? undefined : result.error.message);
      if (result.ok) setIsOpen(false);
    });
  return (
    <Dialog
      title="How long a review holds"
      description="In days, by risk. What is overdue by the new periods becomes a finding at once."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button size="sm">Change periods</Button>}
    >
      <DataForm onData={submit}>
        <div className="grid grid-cols-2 gap-4">
          {risks.map((risk) => (
            <Field key={risk} label={risk}>
              {(control) => (
                <Input {...control} type="number" name={risk} min={1} max={3_650} required defaultValue={days[risk]} />
              )}
            </Field>
          ))}
        </div>
        {error ? <FormError>{error}</FormError> : null}
        <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
          Save
        </Button>
      </DataForm>
    </Dialog>
  );
}
