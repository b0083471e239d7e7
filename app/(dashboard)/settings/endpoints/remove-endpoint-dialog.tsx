"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { removeEndpointAction } from "./actions";

type Props = { id: string; revision: number; name: string };

/** Its reviews stay, and entering it again brings it back: no name to type. */
export function RemoveEndpointDialog({ id, revision, name }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const remove = () =>
    start(async () => {
      const result = await removeEndpointAction({ id, revision });
      setError(result.ok ? undefined : result.error.message);
      if (result.ok) setIsOpen(false);
    });
  return (
    <Dialog
      title="Take it out of the register"
      description={`${name} is no longer exposed: no review of it will be asked for. Its reviews stay.`}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="danger">Take out</Button>}
    >
      <div className="grid justify-items-start gap-3">
        {error ? <FormError>{error}</FormError> : null}
        <Button variant="danger" onClick={remove} isPending={isPending}>
          Take out
        </Button>
      </div>
    </Dialog>
  );
}
