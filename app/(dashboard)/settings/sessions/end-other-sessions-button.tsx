"use client";
import { useState, useTransition } from "react";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { endOtherSessionsAction } from "./actions";

/** Of one's own all but this one; of `userId` all. */
export function EndOtherSessionsButton({ userId }: { userId?: string }) {
  const [isStale, setIsStale] = useState(false);
  const [isPending, start] = useTransition();
  const toast = useToast();
  const end = () =>
    start(async () => {
      const result = await endOtherSessionsAction({ userId });
      const isNowStale = !result.ok && result.error.code === "fresh_sign_in_needed";
      setIsStale(isNowStale);
      if (isNowStale) return;
      if (!result.ok) return toast({ title: result.error.message, tone: "bad" });
      toast({ title: result.value === 1 ? "Ended one session" : `Ended ${result.value} sessions` });
    });
  if (isStale) return <FreshSignInNotice />;
  return (
    <Button onClick={end} isPending={isPending}>
      {userId ? "End all" : "End all others"}
    </Button>
  );
}
