import { EmptyState } from "@/components/ui/empty-state";

export function NoMatch({ atMinute }: { atMinute: number | null }) {
  return (
    <EmptyState title="No enrolled device matches">
      {atMinute === null
        ? "No device of the fleet has all of what the filters ask for. Take one of them off above."
        : "At this minute no enrolled device had all of what the filters ask for, or nothing was recorded yet. Take a filter off, or go to another minute."}
    </EmptyState>
  );
}
