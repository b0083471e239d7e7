"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useTransition } from "react";
import { changedQuery, type QueryChange } from "./changed-query";

/** Changes the address of the page and with it what is shown, without leaving the place where the viewer is. */
export function useFleetUrl(): { change: (changes: QueryChange) => void; isPending: boolean } {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const [isPending, start] = useTransition();
  const change = useCallback(
    (changes: QueryChange) => {
      const query = changedQuery(params, changes);
      start(() => router.push(query ? `${path}?${query}` : path, { scroll: false }));
    },
    [params, path, router],
  );
  return { change, isPending };
}
