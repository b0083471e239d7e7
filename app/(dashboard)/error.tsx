"use client";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

/** What went wrong is in the log under the digest; the browser never gets it. */
export default function DashboardError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <ErrorState isPage reference={error.digest} act={<Button onClick={() => retry()}>Try again</Button>}>
      The page met something unexpected and shows nothing rather than something wrong. Try again in a moment; if it
      stays, tell whoever runs Muster the reference.
    </ErrorState>
  );
}
