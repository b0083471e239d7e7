import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { RevocationFigures } from "@/lib/access/tokens/propose-revocation";

/** The tokens that are to be revoked, as they were when it was proposed. */
export function RevocationList({ figures }: { figures: RevocationFigures }) {
  return (
    <div className="grid gap-2">
      <p className="text-muted">
        As they were when this was proposed. If one of them is revoked or expires before, the approval lapses.
      </p>
      <TableFrame label="Tokens to revoke">
        <Table>
          <TableHead>
            <tr>
              <TableHeaderCell>Name</TableHeaderCell>
              <TableHeaderCell>Begins with</TableHeaderCell>
              <TableHeaderCell>Kind</TableHeaderCell>
              <TableHeaderCell>Provider</TableHeaderCell>
              <TableHeaderCell>Last used</TableHeaderCell>
            </tr>
          </TableHead>
          <tbody>
            {figures.tokens.map((token) => (
              <TableRow key={token.id}>
                <TableCell className="font-medium">{token.name}</TableCell>
                <TableCell className="font-mono text-caption">{token.prefix}…</TableCell>
                <TableCell>{token.kind}</TableCell>
                <TableCell>{token.provider ?? "none"}</TableCell>
                <TableCell className="text-muted">
                  {token.lastUsedAt ? <Time at={Date.parse(token.lastUsedAt)} form="absolute" /> : "never"}
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </div>
  );
}
