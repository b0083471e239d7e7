"use client";
import { usePathname } from "next/navigation";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { refusalOf } from "@/lib/app-error";

/** An address that asks for what cannot be is told what is wrong with it; anything else is in the log under the digest. */
export default function DashboardError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const path = usePathname();
  const refusal = refusalOf(error.digest);
  if (refusal !== null) {
    return (
      <ErrorState
        isPage
        title="This address asks for something that cannot be shown"
        // A whole visit: the error stays with the route until then.
        act={<Button onClick={() => window.location.assign(path)}>Show it without filters</Button>}
      >
        {refusal}
      </ErrorState>
    );
  }
  return (
    <ErrorState isPage reference={error.digest} act={<Button onClick={() => retry()}>Try again</Button>}>
      The page met something unexpected and shows nothing rather than something wrong. Try again in a moment; if it
      stays, tell whoever runs Muster the reference.
    </ErrorState>
  );
}
