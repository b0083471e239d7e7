import { CommandBlock } from "@/components/ui/command-block";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import type { Operation } from "./operations-by-tag";

export function OperationSection({ operation }: { operation: Operation }) {
  const { id, method, path, summary, description, curl, answer, problems } = operation;
  return (
    <details id={id} className="rounded-lg border border-line bg-surface">
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 px-3 py-2">
        <code className="font-medium break-all">
          {method} {path}
        </code>
        <span className="text-muted">{summary}</span>
      </summary>
      <div className="grid grid-cols-1 gap-4 border-line border-t p-3">
        <p className="text-muted">{description}</p>
        <CommandBlock label={`Try ${method} ${path}`} command={curl} />
        <Parameters operation={operation} />
        <div className="grid grid-cols-1 gap-1">
          <h4 className="text-caption text-muted">Answer</h4>
          <ScrollRegion
            label={`Answer of ${method} ${path}`}
            className="max-h-96 rounded-md border border-line bg-sunken p-3"
          >
            <pre className="font-mono text-caption">{answer}</pre>
          </ScrollRegion>
        </div>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-table">
          {problems.map(({ status, codes }) => (
            <div key={status} className="contents">
              <dt className="text-muted">{status}</dt>
              <dd className="break-words font-mono text-caption">{codes}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}

function Parameters({ operation: { parameters, path } }: { operation: Operation }) {
  if (parameters.length === 0) return null;
  return (
    <TableFrame label={`Parameters of ${path}`}>
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>Parameter</TableHeaderCell>
            <TableHeaderCell>In</TableHeaderCell>
            <TableHeaderCell>Kind</TableHeaderCell>
            <TableHeaderCell>What it is</TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {parameters.map(({ name, place, kind, description }) => (
            <TableRow key={`${place} ${name}`}>
              <TableCell className="font-mono">{name}</TableCell>
              <TableCell>{place}</TableCell>
              <TableCell className="max-w-60 whitespace-normal">{kind}</TableCell>
              <TableCell className="min-w-60 whitespace-normal">{description}</TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
