"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import type { TokenRow } from "@/lib/access/tokens/list-tokens";
import { selectLiveTokensAction } from "./actions";
import type { TokenFilter } from "./parse-token-search";
import { RevokeTokensDialog } from "./revoke-tokens-dialog";

type Props = {
  selected: ReadonlySet<string>;
  shown: readonly TokenRow[];
  filter: TokenFilter;
  revokedAlone: number;
  onSelect: (ids: readonly string[]) => void;
};

/** What is selected, and what can be done with it. */
export function SelectionBar({ selected, shown, filter, revokedAlone, onSelect }: Props) {
  const [note, setNote] = useState<string>();
  const [isPending, start] = useTransition();
  const known = new Map(shown.map((token) => [token.id, token]));
  const select = (ids: readonly string[], words?: string) => {
    setNote(words);
    onSelect(ids);
  };
  const selectAll = () =>
    start(async () => {
      const result = await selectLiveTokensAction(filter);
      if (!result.ok) return setNote(result.error.message);
      const { ids, hasMore } = result.value;
      select(ids, hasMore ? "These are the oldest; more fit, for another time." : undefined);
    });
  return (
    <div role="toolbar" aria-label="Selection" className="flex min-h-8 flex-wrap items-center gap-2 text-table">
      <Button size="sm" isPending={isPending} onClick={selectAll}>
        Select all live that fit
      </Button>
      {selected.size > 0 ? (
        <>
          <span role="status">{selected.size} selected</span>
          <RevokeTokensDialog
            tokens={[...selected].map((id) => known.get(id) ?? { id })}
            revokedAlone={revokedAlone}
            onDone={() => select([])}
            trigger={
              <Button size="sm" variant="danger">
                Revoke selected
              </Button>
            }
          />
          <Button size="sm" variant="ghost" onClick={() => select([])}>
            Clear
          </Button>
        </>
      ) : null}
      {note ? <span className="text-muted">{note}</span> : null}
    </div>
  );
}
