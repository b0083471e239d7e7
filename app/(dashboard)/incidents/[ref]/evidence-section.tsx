"use client";
import { Download, Undo2 } from "lucide-react";
import { useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { EvidenceFile } from "@/lib/incidents/evidence/evidence-file";
import { withdrawEvidenceAction } from "../actions";
import { PlainText } from "../plain-text";
import { byteWords } from "./byte-words";
import { EvidenceForm } from "./evidence-form";
import { WithdrawForm } from "./withdraw-form";

type Props = { incidentId: string; files: readonly EvidenceFile[]; mayWrite: boolean; mayRead: boolean };

/** The files of the incident: who added them and when, and by which hash anybody can tell them again. */
export function EvidenceSection({ incidentId, files, mayWrite, mayRead }: Props) {
  const [withdrawn, setWithdrawn] = useState<EvidenceFile>();
  return (
    <section aria-labelledby="evidence" className="grid gap-2">
      <h2 id="evidence" className="font-semibold text-body">
        Evidence
      </h2>
      {mayWrite ? <EvidenceForm incidentId={incidentId} /> : null}
      {files.length > 0 ? (
        <TableFrame label="Files of this incident">
          <Table>
            <TableHead>
              <tr>
                <TableHeaderCell>File</TableHeaderCell>
                <TableHeaderCell isNumber>Size</TableHeaderCell>
                <TableHeaderCell>SHA-256</TableHeaderCell>
                <TableHeaderCell>Added</TableHeaderCell>
                {mayRead || mayWrite ? <TableHeaderCell>Acts</TableHeaderCell> : null}
              </tr>
            </TableHead>
            <tbody>
              {files.map((file) => (
                <TableRow key={file.id}>
                  <TableCell className="min-w-56 whitespace-normal py-1.5">
                    <PlainText>{file.name}</PlainText>
                    {file.note ? (
                      <p className="text-caption text-muted">
                        <PlainText>{file.note}</PlainText>
                      </p>
                    ) : null}
                    {file.withdrawn ? (
                      <p className="text-caption text-warn-text">
                        Taken back by <PlainText>{file.withdrawn.by}</PlainText>, <Time at={file.withdrawn.at} />:{" "}
                        <PlainText>{file.withdrawn.reason}</PlainText>
                      </p>
                    ) : null}
                  </TableCell>
                  <TableCell isNumber title={`${file.bytes} bytes`}>
                    {byteWords(file.bytes)}
                  </TableCell>
                  <TableCell className="min-w-80 whitespace-normal break-all py-1.5 font-mono text-caption">
                    {file.sha256}
                  </TableCell>
                  <TableCell>
                    <Time at={file.addedAt} form="absolute" /> by <PlainText>{file.addedBy}</PlainText>
                  </TableCell>
                  {mayRead || mayWrite ? (
                    <TableCell>
                      <span className="flex gap-2">
                        {mayRead ? (
                          // Not a Link: it is a file, and fetching it ahead would write that it was taken.
                          <a
                            href={`/api/evidence/${file.id}`}
                            download
                            aria-label={`Download ${file.name}`}
                            className={buttonClass({ size: "sm" })}
                          >
                            <Download className="size-3.5" aria-hidden="true" />
                            Download
                          </a>
                        ) : null}
                        {mayWrite && !file.withdrawn ? (
                          <Button
                            size="sm"
                            variant="ghost"
                            icon={<Undo2 className="size-3.5" aria-hidden="true" />}
                            aria-label={`Take back ${file.name}`}
                            onClick={() => setWithdrawn(file)}
                          >
                            Take back
                          </Button>
                        ) : null}
                      </span>
                    </TableCell>
                  ) : null}
                </TableRow>
              ))}
            </tbody>
          </Table>
        </TableFrame>
      ) : (
        <EmptyState title="No files yet">
          {mayWrite ? "Logs, captures, pictures of screens: add what should outlive the machine that it lies on." : ""}
        </EmptyState>
      )}
      <Dialog
        title="Take a file back"
        description="It stays in the list, marked so, and can still be downloaded."
        isOpen={withdrawn !== undefined}
        onOpenChange={() => setWithdrawn(undefined)}
      >
        {withdrawn ? (
          <WithdrawForm
            withdraw={(reason) => withdrawEvidenceAction({ id: withdrawn.id, reason })}
            onDone={() => setWithdrawn(undefined)}
          />
        ) : null}
      </Dialog>
    </section>
  );
}
