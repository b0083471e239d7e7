"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import type { Endpoint } from "@/lib/endpoints/endpoint";
import { ReviewForm } from "./review-form";
import { sendFile } from "./send-file";

type Props = { endpoints: readonly Pick<Endpoint, "id" | "method" | "host" | "path">[]; onDone?: () => void };

/** Records a review or penetration test of these endpoints, with its report. */
export function ReviewDialog({ endpoints, onDone }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string>();
  const router = useRouter();
  const toast = useToast();
  const what = endpoints.length === 1 ? "1 endpoint" : `${endpoints.length} endpoints`;
  const submit = async (form: FormData) => {
    for (const { id } of endpoints) form.append("endpointId", id);
    setIsPending(true);
    const result = await sendFile<{ id: string }>("/settings/endpoints/reviews", form);
    setIsPending(false);
    if ("error" in result) return setError(result.error);
    setIsOpen(false);
    toast({ title: `Recorded for ${what}` });
    router.refresh();
    onDone?.();
  };
  return (
    <Dialog
      title={`Record a review of ${what}`}
      description="It moves on when the next one is due, and resolves the finding that asked for it."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">Record a review</Button>}
    >
      <ReviewForm onSubmit={submit} isPending={isPending} error={error} />
    </Dialog>
  );
}
