import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function DashboardNotFound() {
  return (
    <EmptyState
      isPage
      title="There is nothing at this address"
      act={
        <Link href="/fleet" className={buttonClass()}>
          Go to the fleet
        </Link>
      }
    >
      The link may be mistyped, or what it named never existed in these records.
    </EmptyState>
  );
}
