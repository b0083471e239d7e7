"use client";
import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { linkKindLabels, linkKinds } from "@/lib/incidents/timeline/link-kinds";
import type { TimelineLink } from "@/lib/incidents/timeline/timeline-link";
import { PlainText } from "../plain-text";
import { visibleControls } from "../visible-controls";
import { useEvidenceNames } from "./evidence-names";

type Props = { links: readonly TimelineLink[]; onChange: (links: TimelineLink[]) => void };

/** Devices, tokens, findings and so on that an event is about. */
export function LinksField({ links, onChange }: Props) {
  const [kind, setKind] = useState<TimelineLink["kind"]>("device");
  const [id, setId] = useState("");
  const fileNames = useEvidenceNames();
  const nameOf = (link: TimelineLink) => (link.kind === "file" && fileNames.get(link.id)) || link.id;
  const add = () => {
    const named = id.trim();
    if (named && !links.some((link) => link.kind === kind && link.id === named))
      onChange([...links, { kind, id: named }]);
    setId("");
  };
  return (
    <fieldset className="grid gap-2 rounded-md border border-line p-3">
      <legend className="px-1 font-medium text-table">What it is about</legend>
      {links.length > 0 ? (
        <ul className="flex flex-wrap gap-2 text-table">
          {links.map((link) => (
            <li key={`${link.kind}:${link.id}`} className="inline-flex items-center gap-1 rounded-sm bg-sunken px-2">
              {linkKindLabels[link.kind]} <PlainText>{nameOf(link)}</PlainText>
              <Button
                size="icon"
                variant="ghost"
                aria-label={`Remove ${linkKindLabels[link.kind]} ${nameOf(link)}`}
                onClick={() => onChange(links.filter((each) => each !== link))}
              >
                <X className="size-3.5" aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="grid gap-2 sm:grid-cols-[10rem_1fr_auto]">
        <Select
          aria-label="Kind of thing"
          value={kind}
          onChange={(event) => {
            setKind(event.target.value as TimelineLink["kind"]);
            setId("");
          }}
        >
          {linkKinds.map((each) => (
            <option key={each} value={each}>
              {linkKindLabels[each]}
            </option>
          ))}
        </Select>
        {kind === "file" ? (
          <Select aria-label="Which file" value={id} onChange={(event) => setId(event.target.value)}>
            <option value="">{fileNames.size > 0 ? "Choose a file" : "Add it under Evidence first"}</option>
            {[...fileNames].map(([fileId, name]) => (
              <option key={fileId} value={fileId}>
                {visibleControls(name)}
              </option>
            ))}
          </Select>
        ) : (
          <Input
            aria-label="Its id or name"
            placeholder="its id or name"
            value={id}
            maxLength={200}
            onChange={(event) => setId(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
        )}
        <Button onClick={add}>Add</Button>
      </div>
    </fieldset>
  );
}
