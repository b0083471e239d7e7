"use client";
import { useState, useTransition } from "react";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { disableUserAction, enableUserAction } from "../actions";

/** Disabling can be undone, so that one click does it; enabling gives rights, and wants a fresh sign-in. */
export function StatusButton({ id, name, isDisabled }: { id: string; name: string; isDisabled: boolean }) {
  const [isStale, setIsStale] = useState(false);
  const [isPending, start] = useTransition();
  const toast = useToast();
  const change = () =>
    start(async () => {
      const result = await (isDisabled ? enableUserAction({ id }) : disableUserAction({ id }));
      setIsStale(!result.ok && result.error.code === "fresh_sign_in_needed");
      if (!result.ok) return toast({ title: result.error.message, tone: "bad" });
      toast({ title: isDisabled ? `${name} may sign in again` : `${name} is out: every session has ended` });
    });
  return (
    <div className="grid justify-items-end gap-2">
      <Button variant={isDisabled ? "default" : "danger"} onClick={change} isPending={isPending}>
        {isDisabled ? "Enable" : "Disable"}
      </Button>
      {isStale ? <FreshSignInNotice /> : null}
    </div>
  );
}
