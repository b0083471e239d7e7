import Link from "next/link";
import { Count } from "@/components/ui/count";
import type { TokensOf } from "@/lib/access/tokens/count-tokens-of";

type Props = { userId: string; tokens: TokensOf; isOut: boolean };

/** The live tokens that somebody made and may have kept; where they are out, what becomes of them. */
export function TokensMade({ userId, tokens: { api, machines }, isOut }: Props) {
  if (api + machines === 0) return null;
  return (
    <section className="grid gap-1 text-table" aria-labelledby="tokens-made">
      <h2 id="tokens-made" className="font-semibold text-body">
        Tokens that they made
      </h2>
      <p>
        <Link href={`/settings/tokens?madeBy=${userId}&status=live`} className="underline">
          <Count value={api + machines} /> live
        </Link>
        , of which <Count value={api} /> for the JSON API and <Count value={machines} /> for machines.
        {isOut
          ? " Those of the API are refused as long as they may not sign in. Those of machines go on: rotate or revoke what they may have kept."
          : " Those of the API may do nothing that this person may not."}
      </p>
    </section>
  );
}
