"use client";
import { Plus } from "lucide-react";
import { type KeyboardEvent, useOptimistic, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { useToast } from "@/components/ui/toast";
import type { FoldedItem } from "@/lib/incidents/timeline/timeline-item";
import { pinItemAction, withdrawEntryAction } from "../actions";
import { EntryForm } from "./entry-form";
import { TimelineEntry } from "./timeline-entry";
import { WithdrawForm } from "./withdraw-form";

type Props = { incidentId: string; items: readonly FoldedItem[]; mayWrite: boolean; isFiltered: boolean };
type Open = { what: "add" } | { what: "correct" | "withdraw"; item: FoldedItem } | null;

/** The vertical story. j and k go through it, p pins, c corrects, n writes a new event. */
export function Timeline({ incidentId, items, mayWrite, isFiltered }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const toast = useToast();
  const [open, setOpen] = useState<Open>(null);
  const [, start] = useTransition();
  const [shown, showPin] = useOptimistic(items, (before, { id, isPinned }: { id: string; isPinned: boolean }) =>
    before.map((item) => (item.id === id ? { ...item, isPinned } : item)),
  );
  const pin = ({ id }: FoldedItem, isPinned: boolean) =>
    start(async () => {
      showPin({ id, isPinned });
      const result = await pinItemAction({ incidentId, item: id, isPinned });
      if (!result.ok) toast({ title: result.error.message, tone: "bad" });
    });
  const onKeyDown = (event: KeyboardEvent<HTMLOListElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...(list.current?.children ?? [])] as HTMLElement[];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const item = shown[at];
    const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
    if (step !== 0) rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
    else if (event.key === "n" && mayWrite) setOpen({ what: "add" });
    else if (event.key === "p" && mayWrite && item) pin(item, !item.isPinned);
    else if (event.key === "c" && mayWrite && item && item.revision !== null) setOpen({ what: "correct", item });
    else return;
    event.preventDefault();
  };
  return (
    <section aria-label="Timeline" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-caption text-muted">
          <kbd>j</kbd> and <kbd>k</kbd> go through the events
          {mayWrite ? (
            <>
              , <kbd>p</kbd> pins, <kbd>c</kbd> corrects, <kbd>n</kbd> writes a new one
            </>
          ) : null}
          .
        </p>
        {mayWrite ? (
          <Button icon={<Plus className="size-4" aria-hidden="true" />} onClick={() => setOpen({ what: "add" })}>
            Write an event
          </Button>
        ) : null}
      </div>
      {shown.length > 0 ? (
        <ol ref={list} onKeyDown={onKeyDown} className="rounded-lg border border-line bg-surface">
          {shown.map((item, index) => (
            <li
              key={item.id}
              tabIndex={index === 0 ? 0 : -1}
              className="border-line px-4 not-last:border-b focus-visible:-outline-offset-2"
            >
              <TimelineEntry
                item={item}
                mayWrite={mayWrite}
                onPin={(isPinned) => pin(item, isPinned)}
                onCorrect={() => setOpen({ what: "correct", item })}
                onWithdraw={() => setOpen({ what: "withdraw", item })}
              />
            </li>
          ))}
        </ol>
      ) : (
        <EmptyState title={isFiltered ? "No such event" : "Nothing is told yet"}>
          {isFiltered
            ? "None fits this filter."
            : "What the record tells of it appears by itself; people write the rest."}
        </EmptyState>
      )}
      <Dialog
        title={
          open?.what === "correct"
            ? "Correct an event"
            : open?.what === "withdraw"
              ? "Withdraw an event"
              : "Write an event"
        }
        description={
          open?.what === "withdraw"
            ? "It stays where it is, marked as withdrawn; correcting it brings it back."
            : "When it happened, in the words of its source; when it was recorded is kept by itself."
        }
        size="lg"
        isOpen={open !== null}
        onOpenChange={(isOpen) => setOpen(isOpen ? open : null)}
      >
        {open?.what === "withdraw" ? (
          <WithdrawForm withdraw={withdrawing(open.item)} onDone={() => setOpen(null)} />
        ) : open ? (
          <EntryForm
            incidentId={incidentId}
            item={open.what === "correct" ? open.item : undefined}
            onDone={() => setOpen(null)}
          />
        ) : null}
      </Dialog>
    </section>
  );
}

/** As the item was when the dialog opened: what somebody else corrects meanwhile is a conflict, and not withdrawn unread. */
const withdrawing =
  ({ id, revision }: FoldedItem) =>
  (reason: string) =>
    withdrawEntryAction({ id: id.slice("entry:".length), revision: revision ?? 0, reason });
