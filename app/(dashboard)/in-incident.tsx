import Link from "next/link";
import { IncidentReference } from "@/lib/incidents/response/act-in-incident";

/** Says in whose name the acts of a page are done; nothing where the address names no incident. */
export function InIncident({ reference }: { reference: unknown }) {
  const parsed = IncidentReference.safeParse(reference);
  if (!parsed.success) return null;
  return (
    <p role="status" className="rounded-md border border-line bg-sunken px-3 py-2 text-table">
      What you do here is recorded with{" "}
      <Link href={`/incidents/${parsed.data}`} className="font-mono underline underline-offset-2">
        {parsed.data}
      </Link>{" "}
      and stands in its timeline.
    </p>
  );
}
