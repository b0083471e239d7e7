import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-xl content-center p-4">
      <EmptyState
        isPage
        title="There is nothing at this address"
        act={
          // No Link: the router would keep the layout that found nothing.
          <a href="/fleet" className={buttonClass()}>
            Go to the fleet
          </a>
        }
      >
        The link may be mistyped, or what it named never existed in these records.
      </EmptyState>
    </main>
  );
}
