"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { takeHandoverAction } from "../../response-actions";

/** Read, and taken over. */
export function TakeButton({ id }: { id: string }) {
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const take = () =>
    start(async () => {
      const result = await takeHandoverAction({ id });
      setError(result.ok ? undefined : result.error.message);
    });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="sm" isPending={isPending} onClick={take}>
        Take over
      </Button>
      {error ? <FormError>{error}</FormError> : null}
    </div>
  );
}
