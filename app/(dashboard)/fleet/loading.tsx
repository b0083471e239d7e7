import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function FleetLoading() {
  return (
    <>
      <PageHeader title="Fleet">Which GPUs are connected, which are not, since when, and why.</PageHeader>
      <div role="status" aria-label="Loading" className="grid gap-6">
        <Skeleton className="h-8 w-full max-w-xl" />
        <div className="grid gap-10 md:grid-cols-2 xl:grid-cols-3">
          <Skeleton className="h-44" />
          <Skeleton className="h-44" />
          <Skeleton className="h-44 max-xl:hidden" />
        </div>
        <Skeleton className="h-[25rem]" />
        <Skeleton className="h-72" />
      </div>
    </>
  );
}
