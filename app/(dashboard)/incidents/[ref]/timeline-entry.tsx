"use client";
import { Lock, Pin } from "lucide-react";
import Link from "next/link";
import { useNow } from "@/components/preferences/use-now";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Time } from "@/components/ui/time";
import type { FoldedItem } from "@/lib/incidents/timeline/timeline-item";
import { timelineKindLabels } from "@/lib/incidents/timeline/timeline-kinds";
import { PlainText } from "../plain-text";
import { FormerTexts } from "./former-texts";
import { LinkChips } from "./link-chips";
import { fleetHref } from "./link-href";
import { WhenText } from "./when-text";

type Props = {
  item: FoldedItem;
  mayWrite: boolean;
  onPin: (isPinned: boolean) => void;
  onCorrect: () => void;
  onWithdraw: () => void;
};

/** One event of the story: when, what kind, what, from whom, and what can be done with it. */
export function TimelineEntry({ item, mayWrite, onPin, onCorrect, onWithdraw }: Props) {
  const now = useNow();
  const fleet = fleetHref(item.earliest, new Date(now));
  const isPerson = item.revision !== null;
  const corrections = (item.revision ?? 1) - 1;
  return (
    <div className="grid gap-1.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-caption">
        <Badge tone={item.kind === "attacker" || item.kind === "impact" ? "bad" : "neutral"}>
          {timelineKindLabels[item.kind]}
        </Badge>
        <span className="font-medium">
          <WhenText when={item.when} />
        </span>
        {item.isPinned ? (
          <Badge tone="outline">
            <Pin className="size-3" aria-hidden="true" /> pinned
          </Badge>
        ) : null}
        {item.isPrivate ? (
          <Badge tone="warn">
            <Lock className="size-3" aria-hidden="true" /> responders alone
          </Badge>
        ) : null}
        {item.isWithdrawn ? <Badge tone="outline">withdrawn</Badge> : null}
      </div>
      <p className={`max-w-3xl whitespace-pre-wrap ${item.isWithdrawn ? "text-muted line-through" : ""}`}>
        <PlainText>{item.text}</PlainText>
      </p>
      <LinkChips links={item.links} />
      <p className="text-caption text-muted">
        <PlainText>{item.source}</PlainText>
        {item.author ? <>, written by {item.author}</> : null}, recorded <Time at={item.recordedAt} />
      </p>
      {item.event && Object.keys(item.event.figures).length > 0 ? (
        <details className="text-caption">
          <summary className="cursor-pointer text-muted">What the record kept of it</summary>
          <ScrollRegion label="What the record kept" className="mt-1 max-h-64">
            <pre className="font-mono">{JSON.stringify(item.event.figures, null, 2)}</pre>
          </ScrollRegion>
        </details>
      ) : null}
      {item.folded.length > 0 ? (
        <details className="text-caption">
          <summary className="cursor-pointer text-muted">
            {item.folded.length === 1
              ? "One more source tells the same"
              : `${item.folded.length} more sources tell the same`}
          </summary>
          <ul className="mt-1 grid gap-1 border-line border-l-2 pl-3">
            {item.folded.map((other) => (
              <li key={other.id}>
                <WhenText when={other.when} /> <PlainText>{other.text}</PlainText>{" "}
                <span className="text-muted">
                  (<PlainText>{other.source}</PlainText>)
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <div className="flex flex-wrap gap-1">
        {mayWrite ? (
          <Button size="sm" variant="ghost" aria-pressed={item.isPinned} onClick={() => onPin(!item.isPinned)}>
            {item.isPinned ? "Unpin" : "Pin"}
          </Button>
        ) : null}
        {mayWrite && isPerson ? (
          <Button size="sm" variant="ghost" onClick={onCorrect}>
            Correct
          </Button>
        ) : null}
        {mayWrite && isPerson && !item.isWithdrawn ? (
          <Button size="sm" variant="ghost" onClick={onWithdraw}>
            Withdraw
          </Button>
        ) : null}
        {fleet ? (
          <Link
            href={fleet}
            className="inline-flex h-7 items-center rounded-md px-2 text-caption text-muted hover:bg-sunken"
          >
            The fleet then
          </Link>
        ) : null}
        {corrections > 0 ? <FormerTexts entryId={item.id.slice("entry:".length)} count={corrections} /> : null}
      </div>
    </div>
  );
}
