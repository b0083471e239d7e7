import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-xl content-center p-4">
      <EmptyState
        isPage
        title="There is nothing at this address"
        act={
          <Link href="/fleet" className={buttonClass()}>
            Go to the fleet
          </Link>
        }
      >
        The link may be mistyped.
      </EmptyState>
    </main>
  );
}
