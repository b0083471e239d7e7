"use client";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { withdrawPolicyAction } from "./actions";

/** Calls back a policy that has not taken effect; harmless, so that it asks nothing. */
export function WithdrawButton({ id }: { id: number }) {
  const [isPending, start] = useTransition();
  const toast = useToast();
  const withdraw = () =>
    start(async () => {
      const result = await withdrawPolicyAction({ id });
      toast(result.ok ? { title: `Policy ${id} is withdrawn` } : { title: result.error.message, tone: "bad" });
    });
  return (
    <Button isPending={isPending} onClick={withdraw}>
      Withdraw
    </Button>
  );
}
