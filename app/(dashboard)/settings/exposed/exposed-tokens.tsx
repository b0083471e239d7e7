import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { listTokens } from "@/lib/access/tokens/list-tokens";
import { countRevokedAlone } from "@/lib/access/tokens/revoke-token";
import type { Ctx } from "@/lib/context";
import { TokensTable } from "../tokens/tokens-table";

/** The tokens of one list as they are now, with what can be done about them. */
export async function ExposedTokens({ ctx, listId }: { ctx: Ctx; listId: string }) {
  const [{ items, next }, revokedAlone] = await Promise.all([
    listTokens(ctx, { exposed: listId, limit: 200 }),
    countRevokedAlone(ctx),
  ]);
  return (
    <section className="grid gap-3" aria-labelledby="exposed">
      <h2 id="exposed" className="font-semibold">
        Tokens in it
      </h2>
      {items.length > 0 ? (
        <TokensTable tokens={items} filter={{ exposed: listId }} revokedAlone={revokedAlone} />
      ) : (
        <EmptyState title="No token in it">
          None of Muster's tokens, live or ended, stands in this list, or a later list has named it again.
        </EmptyState>
      )}
      {next ? (
        <p className="text-muted text-table">
          The newest 200 are shown.{" "}
          <Link href="/settings/tokens?exposed=yes" className="underline">
            All exposed tokens
          </Link>
        </p>
      ) : null}
    </section>
  );
}
