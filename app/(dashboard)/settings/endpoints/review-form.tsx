"use client";
import { useNow } from "@/components/preferences/use-now";
import { Button } from "@/components/ui/button";
import { DataForm } from "@/components/ui/data-form";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Textarea } from "@/components/ui/input";
import type { ReviewContent } from "@/lib/endpoints/endpoint-review";
import {
  reviewKindLabels,
  reviewKinds,
  reviewOutcomeLabels,
  reviewOutcomes,
} from "@/lib/endpoints/endpoint-review-choices";
import { ChoiceField } from "./choice-field";
import { ReasonField } from "./reason-field";

type Props = {
  onSubmit: (form: FormData) => void;
  isPending: boolean;
  error: string | undefined;
  /** To be corrected: what it says is in the fields, and a reason is asked for. */
  review?: ReviewContent;
};

export function ReviewForm({ onSubmit, isPending, error, review }: Props) {
  const today = dayOf(new Date(useNow()));
  return (
    <DataForm
      onData={(form) => {
        if (!isPending) onSubmit(form);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          {...{ label: "Kind", name: "kind", options: reviewKinds, labels: reviewKindLabels }}
          defaultValue={review?.kind}
        />
        <ChoiceField
          {...{ label: "Outcome", name: "outcome", options: reviewOutcomes, labels: reviewOutcomeLabels }}
          defaultValue={review?.outcome}
        />
        <Field label="Ended on" hint="A day in UTC">
          {(control) => (
            <Input
              {...control}
              type="date"
              name="reviewedAt"
              required
              min="2000-01-01"
              max={today}
              defaultValue={review ? dayOf(review.reviewedAt) : today}
            />
          )}
        </Field>
        <Field label="Reviewer" hint="The person or company">
          {(control) => (
            <Input
              {...control}
              name="reviewer"
              required
              maxLength={200}
              autoComplete="off"
              defaultValue={review?.reviewer}
            />
          )}
        </Field>
      </div>
      <Field label="Report" hint={review?.hasReport ? `In place of the one it has. ${reportHint}` : reportHint}>
        {(control) => (
          <input
            {...control}
            type="file"
            name="report"
            accept=".pdf,.txt,.md,application/pdf,text/plain,text/markdown"
            className="w-full text-table"
          />
        )}
      </Field>
      <Field label="Notes" hint="What was found and what became of it; for responders and admins only">
        {(control) => <Textarea {...control} name="notes" maxLength={4_000} defaultValue={review?.notes} />}
      </Field>
      {review ? <ReasonField hint="Why it said something else; everybody who sees the register reads it" /> : null}
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        {review ? "Correct" : "Record"}
      </Button>
    </DataForm>
  );
}

const reportHint = "PDF or text (UTF-8), at most 8 MB; for responders and admins only";
const dayOf = (at: Date) => at.toISOString().slice(0, 10);
