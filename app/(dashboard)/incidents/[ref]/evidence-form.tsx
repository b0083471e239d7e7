"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { mostEvidenceBytes } from "@/lib/incidents/evidence/evidence-limits";
import { sendEvidence } from "./send-evidence";

/** Adds a file; what was chosen stays until it is kept. */
export function EvidenceForm({ incidentId }: { incidentId: string }) {
  const router = useRouter();
  const toast = useToast();
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<string>();
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const submit = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    const file = data.get("file");
    setError(undefined);
    if (!(file instanceof File) || file.size === 0) return setError("Choose a file that is not empty.");
    if (file.size > mostEvidenceBytes) return setError("At most 200 MB are taken: split or pack the file.");
    setIsSending(true);
    stop.current = new AbortController();
    const { signal } = stop.current;
    const refused = await sendEvidence({ incidentId, file, note: String(data.get("note") ?? ""), signal });
    setIsSending(false);
    if (refused) return setError(refused);
    form.reset();
    toast({ title: "The file is kept" });
    router.refresh();
  };
  return (
    <form
      className="flex flex-wrap items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) void submit(event.currentTarget);
      }}
    >
      <Field label="File" hint="Up to 200 MB; kept as it is, never opened here">
        {(control) => <input {...control} type="file" name="file" className="w-full text-table" />}
      </Field>
      <Field label="What it shows">
        {(control) => <Input {...control} name="note" maxLength={1_000} autoComplete="off" />}
      </Field>
      <div className="flex gap-2 self-center">
        <Button type="submit" isPending={isSending}>
          Add file
        </Button>
        {isSending ? <Button onClick={() => stop.current?.abort()}>Stop</Button> : null}
      </div>
      {error ? <FormError>{error}</FormError> : null}
    </form>
  );
}
