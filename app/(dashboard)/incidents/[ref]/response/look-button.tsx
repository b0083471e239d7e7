"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { lookAtIncidentAction } from "../../response-actions";

/** What this page showed is seen; what came after it stays new. */
export function LookButton({ incidentId, seen }: { incidentId: string; seen: string }) {
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const look = () =>
    start(async () => {
      const result = await lookAtIncidentAction({ incidentId, seen });
      setError(result.ok ? undefined : result.error.message);
    });
  return (
    <>
      <Button size="sm" isPending={isPending} onClick={look}>
        I have seen this
      </Button>
      {error ? <FormError>{error}</FormError> : null}
    </>
  );
}
