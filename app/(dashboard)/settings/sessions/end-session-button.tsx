"use client";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { endSessionAction } from "./actions";

export function EndSessionButton({ id, name }: { id: string; name: string }) {
  const [isPending, start] = useTransition();
  const toast = useToast();
  const end = () =>
    start(async () => {
      const result = await endSessionAction({ id });
      toast(result.ok ? { title: `Ended: ${name}` } : { title: result.error.message, tone: "bad" });
    });
  return (
    <Button size="sm" onClick={end} isPending={isPending} aria-label={`End ${name}`}>
      End
    </Button>
  );
}
