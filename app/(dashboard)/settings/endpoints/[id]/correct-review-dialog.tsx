"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import type { EndpointReview } from "@/lib/endpoints/endpoint-review";
import { ReviewForm } from "../review-form";
import { sendFile } from "../send-file";

/** Makes a review say what it should have said. */
export function CorrectReviewDialog({ review }: { review: EndpointReview }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string>();
  const router = useRouter();
  const toast = useToast();
  const submit = async (form: FormData) => {
    form.set("revision", String(review.revision));
    setIsPending(true);
    const result = await sendFile<{ id: string }>(`/settings/endpoints/reviews/${review.id}`, form);
    setIsPending(false);
    setError("error" in result ? result.error : undefined);
    if ("error" in result) return;
    setIsOpen(false);
    toast({ title: "Corrected" });
    router.refresh();
  };
  const others = review.covered === 1 ? "" : ` It holds for all ${review.covered} endpoints that it covers.`;
  return (
    <Dialog
      title="Correct the review"
      description={`What it said before stays readable.${others}`}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button size="sm">Correct</Button>}
    >
      <ReviewForm onSubmit={submit} isPending={isPending} error={error} review={review} />
    </Dialog>
  );
}
