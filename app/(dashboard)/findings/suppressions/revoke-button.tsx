"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { revokeSuppressionsAction } from "../actions";

/** Ends a suppression before its time. What it held is open again, and can be suppressed again. */
export function RevokeButton({ id, name }: { id: string; name: string }) {
  const [isPending, start] = useTransition();
  const toast = useToast();
  const router = useRouter();
  const revoke = () =>
    start(async () => {
      const result = await revokeSuppressionsAction({ ids: [id] });
      if (result.ok) {
        toast({
          title:
            result.value === 1
              ? "Revoked: 1 finding is open again"
              : `Revoked: ${result.value} findings are open again`,
        });
      } else {
        toast({ tone: "bad", title: result.error.message });
      }
      router.refresh();
    });
  return (
    <Button size="sm" variant="ghost" isPending={isPending} onClick={revoke} aria-label={`Revoke ${name}`}>
      Revoke
    </Button>
  );
}
