import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { TokenRow } from "@/lib/access/tokens/list-tokens";
import { RevokeTokenDialog } from "./revoke-token-dialog";

export function TokensTable({ tokens }: { tokens: readonly TokenRow[] }) {
  return (
    <TableFrame label="Tokens">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>Name</TableHeaderCell>
            <TableHeaderCell>Begins with</TableHeaderCell>
            <TableHeaderCell>Kind</TableHeaderCell>
            <TableHeaderCell>May act for</TableHeaderCell>
            <TableHeaderCell>Last used</TableHeaderCell>
            <TableHeaderCell>Expires</TableHeaderCell>
            <TableHeaderCell>Made</TableHeaderCell>
            <TableHeaderCell>
              <span className="sr-only">Act</span>
            </TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {tokens.map((token) => (
            <TableRow key={token.id}>
              <TableCell className="font-medium">{token.name}</TableCell>
              <TableCell className="font-mono text-caption">{token.prefix}…</TableCell>
              <TableCell>{token.kind}</TableCell>
              <TableCell>{scopeOf(token)}</TableCell>
              <TableCell className="text-muted">
                {token.lastUsedAt ? <Time at={token.lastUsedAt.getTime()} /> : "never"}
              </TableCell>
              <TableCell className="text-muted">
                <Expiry token={token} />
              </TableCell>
              <TableCell className="text-muted">
                <Time at={token.createdAt.getTime()} form="absolute" /> by {token.createdBy}
              </TableCell>
              <TableCell className="text-right">
                {token.status === "revoked" ? null : (
                  <RevokeTokenDialog id={token.id} name={token.name} prefix={token.prefix} kind={token.kind} />
                )}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function Expiry({ token }: { token: TokenRow }) {
  if (token.revokedAt) {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Badge tone="bad">revoked</Badge> <Time at={token.revokedAt.getTime()} form="absolute" />
      </span>
    );
  }
  if (!token.expiresAt) return "never";
  return (
    <span className="inline-flex items-center gap-1.5">
      {token.status === "expired" ? <Badge tone="warn">expired</Badge> : null}
      <Time at={token.expiresAt.getTime()} form="absolute" />
    </span>
  );
}

function scopeOf({ kind, provider, cluster, role, isReadOnly }: TokenRow): string {
  if (kind === "api") return `${role}, ${isReadOnly ? "reads only" : "reads and writes"}`;
  if (provider) return provider;
  if (cluster) return cluster;
  return kind === "alert" ? "alerts" : "every provider";
}
