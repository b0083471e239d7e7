"use client";
import { useEffect, useState } from "react";
import type { FindingDetail } from "@/lib/findings/triage/get-finding-detail";
import type { TriageRow } from "@/lib/findings/triage/list-triage";

/** So that running down the list asks for what somebody stays at. */
const pauseMs = 80;

type Read = { id: string; detail: FindingDetail | null };

/** What belongs to a finding beside its row; read again when the row has another version. While it is read anew the former stays. */
export function useDetail({ id, version, lastSeenAt }: Pick<TriageRow, "id" | "version" | "lastSeenAt">) {
  const [read, setRead] = useState<Read>();
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version, a repetition or another try reads again.
  useEffect(() => {
    const ending = new AbortController();
    const timer = setTimeout(() => {
      fetchDetail(id, ending.signal).then(
        (detail) => setRead({ id, detail }),
        () => ending.signal.aborted || setRead({ id, detail: null }),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [id, version, lastSeenAt, tries]);
  const own = read?.id === id ? read : undefined;
  return {
    detail: own?.detail ?? null,
    hasFailed: own !== undefined && own.detail === null,
    retry: () => setTries((before) => before + 1),
  };
}

async function fetchDetail(id: string, signal: AbortSignal): Promise<FindingDetail> {
  const response = await fetch(`/findings/${id}/detail`, { signal });
  if (!response.ok) throw new Error(`detail of a finding: ${response.status}`);
  // Written by a route of our own.
  return (await response.json()) as FindingDetail;
}
