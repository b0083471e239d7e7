"use client";
import { useState, useTransition } from "react";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { endSessionAction } from "./actions";

export function EndSessionButton({ id, name }: { id: string; name: string }) {
  const [isStale, setIsStale] = useState(false);
  const [isPending, start] = useTransition();
  const toast = useToast();
  const end = () =>
    start(async () => {
      const result = await endSessionAction({ id });
      const isNowStale = !result.ok && result.error.code === "fresh_sign_in_needed";
      setIsStale(isNowStale);
      if (!isNowStale) toast(result.ok ? { title: `Ended: ${name}` } : { title: result.error.message, tone: "bad" });
    });
  if (isStale) return <FreshSignInNotice />;
  return (
    <Button size="sm" onClick={end} isPending={isPending} aria-label={`End ${name}`}>
      End
    </Button>
  );
}
