"use client";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { Day } from "@/components/ui/day";
import { SeverityMark } from "@/components/ui/severity-mark";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { authenticationLabels, exposureLabels } from "@/lib/endpoints/endpoint-choices";
import type { ListedEndpoint } from "@/lib/endpoints/list-endpoints";
import { ReviewDialog } from "./review-dialog";
import { reviewWords } from "./review-words";

type Props = { endpoints: readonly ListedEndpoint[]; mayWrite: boolean };

/** The register; whoever may write chooses rows and records a review for all of them at once. */
export function EndpointsTable({ endpoints, mayWrite }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const open = endpoints.filter(({ removedAt }) => removedAt === null);
  const selected = open.filter(({ id }) => chosen.has(id));
  const isAll = open.length > 0 && selected.length === open.length;
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <div className="grid gap-2">
      {mayWrite ? (
        <div className="flex min-h-8 items-center gap-3 text-muted text-table">
          <span aria-live="polite">
            {selected.length === 0 ? "Choose rows to record a review." : `${selected.length} chosen`}
          </span>
          {selected.length > 0 ? <ReviewDialog endpoints={selected} onDone={() => setChosen(new Set())} /> : null}
        </div>
      ) : null}
      <TableFrame label="Public endpoints">
        <Table>
          <TableHead>
            <tr>
              {mayWrite ? (
                <TableHeaderCell className="w-8">
                  <Checkbox
                    label={<span className="sr-only">Choose all of this page</span>}
                    checked={isAll}
                    onChange={() => setChosen(isAll ? new Set() : new Set(open.map(({ id }) => id)))}
                  />
                </TableHeaderCell>
              ) : null}
              {["Endpoint", "Review", "Next due", "Risk", "Owner", "Exposed to", "Authentication", "Last reviewed"].map(
                (name) => (
                  <TableHeaderCell key={name}>{name}</TableHeaderCell>
                ),
              )}
            </tr>
          </TableHead>
          <tbody>
            {endpoints.map((endpoint) => (
              <TableRow key={endpoint.id}>
                {mayWrite ? (
                  <TableCell>
                    {endpoint.removedAt ? null : (
                      <Checkbox
                        label={
                          <span className="sr-only">{`Choose ${endpoint.method} ${endpoint.host}${endpoint.path}`}</span>
                        }
                        checked={chosen.has(endpoint.id)}
                        onChange={() => toggle(endpoint.id)}
                      />
                    )}
                  </TableCell>
                ) : null}
                <EndpointCells endpoint={endpoint} />
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </div>
  );
}

const undated: Partial<Record<ListedEndpoint["status"], string>> = { never: "now", unexposed: "never" };

function EndpointCells({ endpoint }: { endpoint: ListedEndpoint }) {
  const { id, method, host, path, summary, owner, risk, status, dueAt, lastReviewedAt, removedAt } = endpoint;
  const word = reviewWords[status];
  return (
    <>
      <TableCell className="py-1.5">
        <Link
          href={`/settings/endpoints/${id}`}
          className="block max-w-md truncate rounded-sm underline-offset-2 hover:underline"
        >
          <span className="inline-block w-14 font-mono text-caption text-muted">{method}</span>
          <span className="font-mono text-caption">
            <span className="text-muted">{host}</span>
            <span className="font-medium">{path}</span>
          </span>
        </Link>
        {summary ? <span className="block max-w-md truncate pl-14 text-caption text-muted">{summary}</span> : null}
      </TableCell>
      <TableCell>
        <Badge tone={removedAt ? "outline" : word.tone}>{removedAt ? "Taken out" : word.label}</Badge>
        {endpoint.isDeprecated ? <Badge tone="outline">deprecated</Badge> : null}
      </TableCell>
      <TableCell className="text-muted">{dueAt ? <Day at={dueAt} /> : undated[status]}</TableCell>
      <TableCell>
        <SeverityMark severity={risk} />
      </TableCell>
      <TableCell>{owner}</TableCell>
      <TableCell>{exposureLabels[endpoint.exposure]}</TableCell>
      <TableCell>{authenticationLabels[endpoint.authentication]}</TableCell>
      <TableCell className="text-muted">{lastReviewedAt ? <Day at={lastReviewedAt} /> : "never"}</TableCell>
    </>
  );
}
