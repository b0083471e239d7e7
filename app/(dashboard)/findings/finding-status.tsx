import { Badge } from "@/components/ui/badge";

const words: Record<string, { label: string; tone: "bad" | "warn" | "neutral" | "good" }> = {
  new: { label: "New", tone: "bad" },
  in_progress: { label: "In progress", tone: "warn" },
  suppressed: { label: "Suppressed", tone: "neutral" },
  resolved: { label: "Resolved", tone: "good" },
};

export function FindingStatus({ status }: { status: string }) {
  const word = words[status];
  return <Badge tone={word?.tone ?? "neutral"}>{word?.label ?? status}</Badge>;
}
