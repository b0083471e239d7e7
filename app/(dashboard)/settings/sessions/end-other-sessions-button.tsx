"use client";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { endOtherSessionsAction } from "./actions";

/** Of one's own all but this one; of `userId` all. */
export function EndOtherSessionsButton({ userId }: { userId?: string }) {
  const [isPending, start] = useTransition();
  const toast = useToast();
  const end = () =>
    start(async () => {
      const result = await endOtherSessionsAction({ userId });
      if (!result.ok) return toast({ title: result.error.message, tone: "bad" });
      toast({ title: result.value === 1 ? "Ended one session" : `Ended ${result.value} sessions` });
    });
  return (
    <Button onClick={end} isPending={isPending}>
      {userId ? "End all" : "End all others"}
    </Button>
  );
}
