"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import type { TriageRow } from "@/lib/findings/triage/list-triage";
import type { FindingIncidents } from "@/lib/incidents/incidents-of-findings";
import type { SuggestedIncident } from "@/lib/incidents/suggest-incidents";
import {
  joinIncidentAction,
  leaveIncidentAction,
  openIncidentAction,
  suggestIncidentsAction,
} from "../incidents/actions";
import { gravestOf, isLikely, reasonsOf, splitByIncident } from "./incident-choice";

type Props = {
  /** What is to be gathered; the dialog is open while there is any. */
  rows: readonly TriageRow[];
  incidents: FindingIncidents;
  onClose: () => void;
  /** Something was gathered or taken out. */
  onDone: () => void;
};

/** Gathers findings into an incident: one that is open, the likeliest first, or a new one. Those that are in one can be taken out. */
export function IncidentDialog({ rows, incidents, onClose, onDone }: Props) {
  const what = rows.length === 1 ? "this finding" : `${rows.length} findings`;
  return (
    <Dialog
      title={`Incident of ${what}`}
      description="What is told of a finding stands in the timeline of its incident."
      isOpen={rows.length > 0}
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      <div className="grid gap-4">
        <Held rows={rows} incidents={incidents} onClose={onClose} onDone={onDone} />
        <ChoiceForm rows={splitByIncident(rows, incidents).free} onClose={onClose} onDone={onDone} />
      </div>
    </Dialog>
  );
}

/** The findings that an open incident holds, with the way out of it. */
function Held({ rows, incidents, onClose, onDone }: Props) {
  const toast = useToast();
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const takeOut = (id: string, findingIds: string[]) =>
    start(async () => {
      const result = await leaveIncidentAction({ id, findingIds }).catch(() => null);
      if (!result?.ok) return setError(result?.error.message ?? unreachable);
      const { left, reference } = result.value;
      const onAct = () => void joinIncidentAction({ id, findingIds }).then(onDone);
      toast({ title: `${countWords(left)} taken out of ${reference}`, act: { label: "Undo", onAct } });
      onDone();
      onClose();
    });
  return splitByIncident(rows, incidents).held.map(({ incident, findingIds }) => (
    <div key={incident.id} className="grid gap-2 rounded-md border border-line bg-sunken p-3 text-table">
      <p>
        {rows.length === 1 ? "It is" : `${countWords(findingIds.length)} already`} in{" "}
        <Link href={`/incidents/${incident.reference}`} className="font-medium underline underline-offset-2">
          {incident.reference}
        </Link>
        : <bdi>{incident.title}</bdi>
      </p>
      <Button
        size="sm"
        className="justify-self-start"
        isPending={isPending}
        onClick={() => takeOut(incident.id, findingIds)}
      >
        Take out of {incident.reference}
      </Button>
      {error ? <FormError>{error}</FormError> : null}
    </div>
  ));
}

function ChoiceForm({ rows, onClose, onDone }: Pick<Props, "rows" | "onClose" | "onDone">) {
  const router = useRouter();
  const toast = useToast();
  const findingIds = rows.map(({ id }) => id);
  const find = useRef<HTMLInputElement>(null);
  // Before the dialog puts the focus on its first control, which closes it.
  useEffect(() => find.current?.focus(), []);
  const [text, setText] = useState("");
  const { suggested, hasFailed } = useSuggestions(findingIds, text);
  const [chosen, setChosen] = useState<string>();
  const [title, setTitle] = useState(() => gravestOf(rows)?.title.slice(0, 200) ?? "");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  if (rows.length === 0) return null;
  // Until somebody chooses: the likeliest, or a new one where none has anything in common.
  const likeliest = suggested?.find(isLikely)?.id;
  const target = suggested?.find(({ id }) => id === (chosen ?? likeliest));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending || !suggested) return;
    start(async () => {
      const failed = target ? await join(target) : await open();
      if (failed) return setError(failed);
      onDone();
      onClose();
    });
  };
  const join = async ({ id, reference }: SuggestedIncident): Promise<string | null> => {
    const result = await joinIncidentAction({ id, findingIds }).catch(() => null);
    if (!result?.ok) return result?.error.message ?? unreachable;
    const onAct = () => void leaveIncidentAction({ id, findingIds }).then(onDone);
    toast({ title: `${countWords(result.value.joined)} joined ${reference}`, act: { label: "Undo", onAct } });
    return null;
  };
  const open = async (): Promise<string | null> => {
    const result = await openIncidentAction({ findingIds, title }).catch(() => null);
    if (!result?.ok) return result?.error.message ?? unreachable;
    const { reference } = result.value;
    toast({
      title: `${reference} opened`,
      act: { label: "Go to it", onAct: () => router.push(`/incidents/${reference}`) },
    });
    return null;
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field label="Find an open incident" hint="A part of its reference or title. Arrow keys choose below.">
        {(control) => (
          <Input
            {...control}
            ref={find}
            value={text}
            maxLength={200}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium text-table">Into which</legend>
        {suggested ? (
          <ul className="grid max-h-64 overflow-y-auto">
            {suggested.map((each) => (
              <Choice key={each.id} isChosen={each.id === target?.id} onChoose={() => setChosen(each.id)}>
                <span className="font-mono">{each.reference}</span> <bdi className="font-medium">{each.title}</bdi>
                <span className="block text-caption text-muted">
                  {[`SEV ${each.severity}`, each.state, ...reasonsOf(each)].join(" · ")}
                </span>
              </Choice>
            ))}
            <Choice isChosen={!target} onChoose={() => setChosen("new")}>
              <span className="font-medium">A new incident</span>
            </Choice>
          </ul>
        ) : (
          <p role="status" className="text-muted text-table">
            {hasFailed ? "The open incidents could not be read. Type to try again." : "Looking…"}
          </p>
        )}
      </fieldset>
      {suggested && !target ? (
        <Field label="Title">
          {(control) => (
            <Input
              {...control}
              required
              value={title}
              maxLength={200}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      {error ? <FormError>{error}</FormError> : null}
      <Button
        type="submit"
        variant="primary"
        isPending={isPending}
        disabled={!suggested}
        className="justify-self-start"
      >
        {target ? `Join ${target.reference}` : "Open incident"}
      </Button>
    </form>
  );
}

type ChoiceProps = { isChosen: boolean; onChoose: () => void; children: React.ReactNode };

function Choice({ isChosen, onChoose, children }: ChoiceProps) {
  return (
    <li>
      <label className="flex cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 text-table hover:bg-sunken has-checked:bg-sunken">
        <input
          type="radio"
          name="incident"
          className="mt-0.5 size-4 shrink-0 accent-(--inverse)"
          checked={isChosen}
          onChange={onChoose}
        />
        <span className="min-w-0 break-words">{children}</span>
      </label>
    </li>
  );
}

const unreachable = "The server cannot be reached. Nothing was changed.";
const countWords = (count: number): string => (count === 1 ? "One finding" : `${count} findings`);

const pauseMs = 200;

/** Open incidents for these findings; null until the first answer. */
function useSuggestions(findingIds: readonly string[], text: string) {
  const [suggested, setSuggested] = useState<readonly SuggestedIncident[] | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const ids = findingIds.join();
  useEffect(() => {
    let isLate = false;
    const ask = async () => {
      const given = { text, findingIds: ids === "" ? [] : ids.split(",") };
      const result = await suggestIncidentsAction(given).catch(() => null);
      if (isLate) return;
      setHasFailed(!result?.ok);
      if (result?.ok) setSuggested(result.value);
    };
    const timer = setTimeout(ask, text === "" ? 0 : pauseMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [ids, text]);
  return { suggested, hasFailed };
}
