"use client";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Time } from "@/components/ui/time";
import type { FindingComments, FindingDetail } from "@/lib/findings/triage/get-finding-detail";
import { commentOnFindingAction } from "./actions";

/** What to do, in the words of the detector. */
export function WhatToDo({ guide }: { guide: FindingDetail["guide"] }) {
  if (!guide) {
    return <p className="text-muted">This came from outside, without instructions. Look where the alert came from.</p>;
  }
  return (
    <div className="grid gap-2">
      <p className="text-muted">{guide.why}</p>
      <ol className="grid list-decimal gap-1 pl-5">
        {guide.respond.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}

/** What was done with it, the latest first. */
export function History({ history }: Pick<FindingDetail, "history">) {
  return (
    <ol className="grid gap-1.5 text-table">
      {history.map(({ id, title, at, note }) => (
        <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
          <bdi className="break-words">{title}</bdi>
          <span className="text-caption text-muted">
            <Time at={at} />
          </span>
          {note ? <bdi className="col-span-full whitespace-pre-wrap break-words text-muted">{note}</bdi> : null}
        </li>
      ))}
    </ol>
  );
}

type CommentsProps = { findingId: string; comments: FindingComments; mayWrite: boolean };

/** What people wrote, oldest first, and a field to write more. What was typed stays when it fails. */
export function Comments({ findingId, comments, mayWrite }: CommentsProps) {
  const [added, setAdded] = useState<FindingComments>([]);
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const known = new Set(comments.map(({ id }) => id));
  const all = [...comments, ...added.filter(({ id }) => !known.has(id))];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    start(async () => {
      const result = await commentOnFindingAction({ id: findingId, text });
      if (!result.ok) return setError(result.error.message);
      setError(undefined);
      setText("");
      setAdded((before) => [...before, result.value]);
    });
  };
  return (
    <div className="grid gap-3">
      {all.length > 0 ? (
        <ol className="grid gap-2.5">
          {all.map(({ id, authorName, at, text: written }) => (
            <li key={id} className="grid gap-0.5">
              <span className="text-caption text-muted">
                <span className="font-medium text-text">{authorName}</span> <Time at={at} />
              </span>
              <bdi className="whitespace-pre-wrap break-words text-table">{written}</bdi>
            </li>
          ))}
        </ol>
      ) : (
        <p className="text-muted">Nobody has written anything.</p>
      )}
      {mayWrite ? (
        <form onSubmit={submit} className="grid gap-2">
          <Field label="Comment" error={error}>
            {(control) => (
              <Textarea
                {...control}
                data-comment
                required
                maxLength={10_000}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" size="sm" isPending={isPending} className="justify-self-start">
            Write
          </Button>
        </form>
      ) : null}
    </div>
  );
}
