"use client";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { TokenRow } from "@/lib/access/tokens/list-tokens";
import type { TokenFilter } from "./parse-token-search";
import { RevokeTokensDialog } from "./revoke-tokens-dialog";
import { RotateTokenDialog } from "./rotate-token-dialog";
import { SelectionBar } from "./selection-bar";

type Props = {
  tokens: readonly TokenRow[];
  /** What "all that fit" means. */
  filter: TokenFilter;
  /** How many tokens this person has revoked within the hour on their own. */
  revokedAlone: number;
};

export function TokensTable({ tokens, filter, revokedAlone }: Props) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const changed = new Set(selected);
    if (!changed.delete(id)) changed.add(id);
    setSelected(changed);
  };
  return (
    <div className="grid gap-2">
      <SelectionBar
        selected={selected}
        shown={tokens}
        filter={filter}
        revokedAlone={revokedAlone}
        onSelect={(ids) => setSelected(new Set(ids))}
      />
      <TokensGrid tokens={tokens} selected={selected} onToggle={toggle} revokedAlone={revokedAlone} />
    </div>
  );
}

type GridProps = Pick<Props, "tokens" | "revokedAlone"> & {
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
};

function TokensGrid({ tokens, selected, onToggle, revokedAlone }: GridProps) {
  return (
    <TableFrame label="Tokens">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>
              <span className="sr-only">Select</span>
            </TableHeaderCell>
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
              <TableCell>
                {token.status === "live" ? (
                  <input
                    type="checkbox"
                    className="block size-4 accent-(--inverse)"
                    aria-label={`Select ${token.name}, ${token.prefix}`}
                    checked={selected.has(token.id)}
                    onChange={() => onToggle(token.id)}
                  />
                ) : null}
              </TableCell>
              <TableCell className="font-medium">
                <span className="inline-flex items-center gap-1.5">
                  {token.name}
                  {token.exposedAt ? (
                    <Badge tone="bad">
                      exposed <Time at={token.exposedAt.getTime()} form="absolute" />
                    </Badge>
                  ) : null}
                </span>
              </TableCell>
              <TableCell className="py-1">
                <span className="font-mono text-caption">{token.prefix}…</span>
                <Pair token={token} />
              </TableCell>
              <TableCell>{token.kind}</TableCell>
              <TableCell className="py-1">
                {scopeOf(token)}
                <Limit token={token} />
              </TableCell>
              <TableCell className="text-muted">
                {token.lastUsedAt ? <Time at={token.lastUsedAt.getTime()} /> : "never"}
              </TableCell>
              <TableCell className="text-muted">
                <Expiry token={token} />
              </TableCell>
              <TableCell className="text-muted">
                <Time at={token.createdAt.getTime()} form="absolute" /> by {token.createdBy}
                {token.isMakerOut ? (
                  <Badge tone="warn">{token.kind === "api" ? "refused: they are out" : "they are out"}</Badge>
                ) : null}
              </TableCell>
              <TableCell className="text-right">
                {token.status === "live" ? (
                  <RotateTokenDialog token={token} isRotated={token.successor !== null} />
                ) : null}
                {token.status === "revoked" ? null : (
                  <RevokeTokensDialog
                    tokens={[token]}
                    revokedAlone={revokedAlone}
                    trigger={
                      <Button size="sm" variant="ghost" aria-label={`Revoke ${token.name}`}>
                        Revoke
                      </Button>
                    }
                  />
                )}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

/** The two of a rotation name each other. */
function Pair({ token: { predecessor, successor } }: { token: TokenRow }) {
  if (!predecessor && !successor) return null;
  return (
    <span className="block text-caption text-muted">
      {predecessor ? `takes the place of ${predecessor}…` : null}
      {predecessor && successor ? "; " : null}
      {successor ? `${successor}… takes its place` : null}
    </span>
  );
}

function Limit({ token: { limitedTo, isMakerOut } }: { token: TokenRow }) {
  if (!limitedTo || isMakerOut) return null;
  return (
    <span className="block text-caption text-warn-text">
      limited to {limitedTo}: its maker is now {limitedTo}
    </span>
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
