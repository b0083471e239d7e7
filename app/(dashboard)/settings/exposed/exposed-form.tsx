"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Textarea } from "@/components/ui/input";
import type { ExposureProgress, ExposureReport } from "@/lib/access/exposure/exposure-report";
import { ReportView } from "./report-view";
import { sendList } from "./send-list";

/** As the route takes it. */
const mostBytes = 20 * 1_048_576;

/** A list, pasted or as a file; then what stands in it. The list leaves the page once it was looked through. */
export function ExposedForm() {
  const [progress, setProgress] = useState<ExposureProgress | "sending">();
  const [report, setReport] = useState<ExposureReport>();
  const [error, setError] = useState<string>();
  const stop = useRef<AbortController>(null);
  const router = useRouter();
  useEffect(() => () => stop.current?.abort(), []);
  const submit = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    const file = data.get("file");
    const list = file instanceof File && file.size > 0 ? file : new Blob([String(data.get("text") ?? "")]);
    setReport(undefined);
    setError(undefined);
    if (list.size === 0) return setError("Paste a list or choose a file.");
    if (list.size > mostBytes) return setError("At most 20 MB are taken: split the list.");
    setProgress("sending");
    stop.current = new AbortController();
    const { signal } = stop.current;
    const result = await sendList({ title: String(data.get("title")), list, signal, onProgress: setProgress });
    setProgress(undefined);
    if ("error" in result) return setError(result.error);
    form.reset();
    setReport(result.report);
    router.push(`/settings/exposed?list=${result.report.listId}`, { scroll: false });
    router.refresh();
  };
  return (
    <div className="grid gap-4">
      <form
        className="grid max-w-3xl gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!progress) void submit(event.currentTarget);
        }}
      >
        <Field label="Where it comes from" hint="In your own words; this is kept">
          {(control) => <Input {...control} name="title" required maxLength={200} autoComplete="off" />}
        </Field>
        <Field label="List" hint="Text, CSV, JSON or anything else; up to 20 MB and 1,000,000 identifiers">
          {(control) => (
            <Textarea {...control} name="text" spellCheck={false} autoComplete="off" className="font-mono" />
          )}
        </Field>
        <Field label="Or a file">
          {(control) => <input {...control} type="file" name="file" className="w-full text-table" />}
        </Field>
        {error ? <FormError>{error}</FormError> : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" isPending={progress !== undefined}>
            Look through it
          </Button>
          {progress ? (
            <>
              <Button onClick={() => stop.current?.abort()}>Stop</Button>
              <span role="status" className="text-muted text-table">
                {progress === "sending"
                  ? "Sending the list"
                  : `${progress.identifiers.toLocaleString("en")} identifiers looked up, ${(progress.bytes / 1_048_576).toFixed(1)} MB read`}
              </span>
            </>
          ) : null}
        </div>
      </form>
      {report ? <ReportView report={report} /> : null}
    </div>
  );
}
