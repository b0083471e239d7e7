"use client";
import { Trash2 } from "lucide-react";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { deleteChangeAction } from "./actions";

export function DeleteChangeButton({ id, revision, title }: { id: string; revision: number; title: string }) {
  const [isPending, start] = useTransition();
  const toast = useToast();
  const remove = () =>
    start(async () => {
      const result = await deleteChangeAction({ id, revision });
      toast(result.ok ? { title: `Deleted: ${title}` } : { title: result.error.message, tone: "bad" });
    });
  return (
    <Button
      variant="ghost"
      size="sm"
      isPending={isPending}
      onClick={remove}
      aria-label={`Delete ${title}`}
      icon={<Trash2 className="size-3.5" aria-hidden="true" />}
    />
  );
}
