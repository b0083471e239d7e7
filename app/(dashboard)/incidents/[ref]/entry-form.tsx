"use client";
import { useState, useTransition } from "react";
import type { ActionError } from "@/app/action";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { TimelineItem } from "@/lib/incidents/timeline/timeline-item";
import { type TimelineKind, timelineKindLabels, timelineKinds } from "@/lib/incidents/timeline/timeline-kinds";
import type { When } from "@/lib/incidents/when/when";
import { addEntryAction, correctEntryAction } from "../actions";
import { ConflictNotice } from "./conflict-notice";
import { LinksField } from "./links-field";
import { WhenFields } from "./when-fields";
import { toWhenInput, whenValuesOf } from "./when-values";

/** What a conflict says that stands there now. */
type Current = { kind: TimelineKind; body: string; source: string; isPrivate: boolean; when: When };
type Props = { incidentId: string; item?: TimelineItem | undefined; onDone: () => void };

/** Writes an event into the timeline, or corrects one; what was typed stays until it is saved. */
export function EntryForm({ incidentId, item, onDone }: Props) {
  const { zone } = usePreferences();
  const [revision, setRevision] = useState(item?.revision ?? 0);
  const [kind, setKind] = useState<TimelineKind>(item?.kind ?? "note");
  const [body, setBody] = useState(item?.text ?? "");
  const [when, setWhen] = useState(() => whenValuesOf(item?.when ?? null, zone));
  const [source, setSource] = useState(item?.source ?? "");
  const [links, setLinks] = useState(item?.links ?? []);
  const [isPrivate, setIsPrivate] = useState(item?.isPrivate ?? false);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<ActionError>();
  const [isPending, start] = useTransition();
  const save = (at: number) =>
    start(async () => {
      const entry = { kind, body, when: toWhenInput(when), source, links, isPrivate };
      const result = item
        ? await correctEntryAction({ id: item.id.slice("entry:".length), revision: at, entry, reason })
        : await addEntryAction({ incidentId, entry });
      setError(result.ok ? undefined : result.error);
      if (result.ok) onDone();
    });
  const conflict = error?.code === "stale_revision" ? (error.details as { revision: number; current: Current }) : null;
  const field = String(error?.details.field ?? "");
  const isOfWhen = error?.code === "invalid_when" || field.startsWith("entry.when");
  const takeTheirs = ({ revision: theirs, current }: { revision: number; current: Current }) => {
    setRevision(theirs);
    setKind(current.kind);
    setBody(current.body);
    setSource(current.source);
    setIsPrivate(current.isPrivate);
    setWhen(whenValuesOf(current.when, zone));
    setError(undefined);
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save(revision);
      }}
    >
      <div className="grid items-start gap-4 sm:grid-cols-[10rem_1fr]">
        <Field label="Kind">
          {(control) => (
            <Select {...control} value={kind} onChange={(event) => setKind(event.target.value as TimelineKind)}>
              {timelineKinds.map((each) => (
                <option key={each} value={each}>
                  {timelineKindLabels[each]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="What happened" error={field === "entry.body" ? error?.message : undefined}>
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={10_000}
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
          )}
        </Field>
      </div>
      <WhenFields
        values={when}
        onChange={setWhen}
        errorField={isOfWhen ? field : undefined}
        error={isOfWhen ? error?.message : undefined}
      />
      <Field
        label="Source"
        hint="Who or what says so: a report, a chat, a log"
        error={field === "entry.source" ? error?.message : undefined}
      >
        {(control) => (
          <Input
            {...control}
            required
            maxLength={200}
            value={source}
            onChange={(event) => setSource(event.target.value)}
          />
        )}
      </Field>
      <LinksField links={links} onChange={setLinks} />
      <Checkbox label="For responders alone" checked={isPrivate} onChange={() => setIsPrivate(!isPrivate)} />
      {item ? (
        <Field label="Why it is corrected" hint="The former text stays readable.">
          {(control) => (
            <Input
              {...control}
              required
              maxLength={1_000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      {conflict ? (
        <ConflictNotice
          message={error?.message ?? ""}
          differences={[
            { label: "What happened", theirs: conflict.current.body, mine: body },
            { label: "Kind", theirs: timelineKindLabels[conflict.current.kind], mine: timelineKindLabels[kind] },
            { label: "Source", theirs: conflict.current.source, mine: source },
            {
              label: "When",
              theirs: `${conflict.current.when.local} ${conflict.current.when.zone}`,
              mine: `${when.local} ${when.zone}`,
            },
          ].filter(({ theirs, mine }) => theirs !== mine)}
          onKeepMine={() => save(conflict.revision)}
          onTakeTheirs={() => takeTheirs(conflict)}
        />
      ) : error && !isOfWhen && !field.startsWith("entry.") ? (
        <FormError>{error.message}</FormError>
      ) : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        {item ? "Correct" : "Write"}
      </Button>
    </form>
  );
}
