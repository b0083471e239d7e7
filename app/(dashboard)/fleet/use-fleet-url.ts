"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useTransition } from "react";
import { beginPending } from "@/components/layout/pending-store";
import { changedQuery, type QueryChange } from "./changed-query";

/** `replace`: the back button skips what was there. */
type ChangeUrl = (changes: QueryChange, options?: { replace?: boolean }) => void;

/** Changes the address of the page and with it what is shown, without leaving the place where the viewer is. */
export function useFleetUrl(): { change: ChangeUrl; isPending: boolean } {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const [isPending, start] = useTransition();
  useEffect(() => (isPending ? beginPending() : undefined), [isPending]);
  const change = useCallback(
    (changes: QueryChange, { replace = false } = {}) => {
      const query = changedQuery(params, changes);
      const go = replace ? router.replace : router.push;
      start(() => go(query ? `${path}?${query}` : path, { scroll: false }));
    },
    [params, path, router],
  );
  return { change, isPending };
}
