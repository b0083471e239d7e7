"use client";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { resendDeliveriesAction } from "../actions";

type Props = {
  webhookId: string;
  /** A delivery's id, or all dead letters. */
  which: string;
  label?: string;
};

export function ResendButton({ webhookId, which, label }: Props) {
  const [isPending, start] = useTransition();
  const toast = useToast();
  const press = () =>
    start(async () => {
      const result = await resendDeliveriesAction({ webhookId, which });
      if (!result.ok) return toast({ title: result.error.message, tone: "bad" });
      toast({ title: result.value === 1 ? "It is sent again" : `${result.value} are sent again` });
    });
  return (
    <Button size="sm" onClick={press} isPending={isPending} aria-label={label}>
      {which === "dead" ? "Send all dead letters again" : "Send again"}
    </Button>
  );
}
