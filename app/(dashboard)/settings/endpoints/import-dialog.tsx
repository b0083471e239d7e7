"use client";
import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import type { ShownPlan } from "./import/shown-plan";
import { ImportForm } from "./import-form";
import { ImportPreview } from "./import-preview";
import { sendFile } from "./send-file";

type Shown = { query: string; file: File; plan: ShownPlan };

/** Document and defaults, then what they would do, then that and nothing else. */
export function ImportDialog() {
  const [isOpen, setIsOpen] = useState(false);
  const [shown, setShown] = useState<Shown>();
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string>();
  const router = useRouter();
  const toast = useToast();
  const change = (open: boolean) => {
    setIsOpen(open);
    setError(undefined);
    if (!open) setShown(undefined);
  };
  const ask = async <Value,>(query: string, file: File): Promise<Value | null> => {
    setIsPending(true);
    const result = await sendFile<Value>(`/settings/endpoints/import?${query}`, file);
    setIsPending(false);
    setError("error" in result ? result.error : undefined);
    return "value" in result ? result.value : null;
  };
  const preview = async (query: string, file: File) => {
    const plan = await ask<ShownPlan>(query, file);
    if (plan) setShown({ query, file, plan });
  };
  const apply = async ({ query, file, plan }: Shown) => {
    const done = await ask<ShownPlan["counts"]>(`${query}&digest=${plan.digest}`, file);
    if (!done) return;
    change(false);
    toast({ title: `Imported: ${done.added} added, ${done.changed} changed, ${done.gone} taken out` });
    router.refresh();
  };
  return (
    <Dialog
      title={shown ? `What “${shown.plan.title}” changes` : "Import an OpenAPI document"}
      description={
        shown
          ? "Nothing is written yet."
          : "OpenAPI 3.0 or 3.1, or Swagger 2, as JSON (5 MB) or YAML (1 MB). What it refers to elsewhere is not fetched."
      }
      size="lg"
      isOpen={isOpen}
      onOpenChange={change}
      trigger={<Button icon={<FileUp className="size-4" aria-hidden="true" />}>Import</Button>}
    >
      <div className={shown ? "hidden" : undefined}>
        <ImportForm onSubmit={preview} isPending={isPending} error={shown ? undefined : error} />
      </div>
      {shown ? (
        <ImportPreview
          plan={shown.plan}
          isPending={isPending}
          error={error}
          onApply={() => apply(shown)}
          onBack={() => {
            setError(undefined);
            setShown(undefined);
          }}
        />
      ) : null}
    </Dialog>
  );
}
