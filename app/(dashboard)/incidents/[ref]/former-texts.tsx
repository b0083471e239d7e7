"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { Time } from "@/components/ui/time";
import type { EntryRevision } from "@/lib/incidents/timeline/list-entry-revisions";
import { listEntryRevisionsAction } from "../actions";
import { PlainText } from "../plain-text";
import { WhenText } from "./when-text";

/** What an event said before its corrections, when somebody asks. */
export function FormerTexts({ entryId, count }: { entryId: string; count: number }) {
  const [revisions, setRevisions] = useState<readonly EntryRevision[]>();
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const load = () =>
    start(async () => {
      const result = await listEntryRevisionsAction({ id: entryId });
      if (result.ok) setRevisions(result.value);
      setError(result.ok ? undefined : result.error.message);
    });
  if (error) return <FormError>{error}</FormError>;
  if (!revisions) {
    return (
      <Button size="sm" variant="ghost" onClick={load} isPending={isPending}>
        {count === 1 ? "Corrected once: show what it said" : `Corrected ${count} times: show what it said`}
      </Button>
    );
  }
  if (revisions.length === 0) return <p className="text-caption text-muted">What it said was for responders alone.</p>;
  return (
    <ol aria-label="Former texts" className="grid gap-2 border-line border-l-2 pl-3 text-table">
      {revisions.map((revision) => (
        <li key={revision.revision} className="grid gap-0.5">
          <span className="text-muted line-through">
            <PlainText>{revision.body}</PlainText>
          </span>
          <span className="text-caption text-muted">
            <WhenText when={revision.when} />; replaced by {revision.replacedBy} <Time at={revision.replacedAt} />:{" "}
            <PlainText>{revision.reason}</PlainText>
          </span>
        </li>
      ))}
    </ol>
  );
}
