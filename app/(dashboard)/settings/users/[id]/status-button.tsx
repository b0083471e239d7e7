"use client";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { disableUserAction, enableUserAction } from "../actions";

/** Disabling can be undone, so that one click does it. */
export function StatusButton({ id, name, isDisabled }: { id: string; name: string; isDisabled: boolean }) {
  const [isPending, start] = useTransition();
  const toast = useToast();
  const change = () =>
    start(async () => {
      const result = await (isDisabled ? enableUserAction({ id }) : disableUserAction({ id }));
      if (!result.ok) return toast({ title: result.error.message, tone: "bad" });
      toast({ title: isDisabled ? `${name} may sign in again` : `${name} is out: every session has ended` });
    });
  return (
    <Button variant={isDisabled ? "default" : "danger"} onClick={change} isPending={isPending}>
      {isDisabled ? "Enable" : "Disable"}
    </Button>
  );
}
