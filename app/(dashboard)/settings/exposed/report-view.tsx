import Link from "next/link";
import type { ReactNode } from "react";
import type { ExposureReport } from "@/lib/access/exposure/exposure-report";

/** What stands in the list that was just looked through. Users and devices are named here only, and kept nowhere. */
export function ReportView({ report: { counts, users, devices } }: { report: ExposureReport }) {
  const figures = [
    { label: "Live tokens", value: counts.liveTokens },
    { label: "Ended tokens", value: counts.endedTokens },
    { label: "Users", value: counts.users },
    { label: "Devices", value: counts.devices },
    { label: "Identifiers looked up", value: counts.identifiers },
  ];
  return (
    <section aria-label="Result" aria-live="polite" className="grid gap-4">
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-caption text-muted">{label}</dt>
            <dd className="font-semibold">{value.toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
      <Names title="Users in it" total={counts.users}>
        {users.map(({ id, name, occurrences }) => (
          <li key={id}>
            <Link href={`/settings/users/${id}`} className="underline">
              {name}
            </Link>{" "}
            <Times count={occurrences} />
          </li>
        ))}
      </Names>
      <Names title="Devices in it" total={counts.devices}>
        {devices.map(({ id, occurrences }) => (
          <li key={id}>
            <Link href={`/fleet/devices/${encodeURIComponent(id)}`} className="font-mono text-caption underline">
              {id}
            </Link>{" "}
            <Times count={occurrences} />
          </li>
        ))}
      </Names>
    </section>
  );
}

function Names({ title, total, children }: { title: string; total: number; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <div className="grid gap-1">
      <h2 className="font-semibold text-table">{title}</h2>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-table">{children}</ul>
      {total > children.length ? (
        <p className="text-caption text-muted">and {(total - children.length).toLocaleString("en")} more</p>
      ) : null}
    </div>
  );
}

const Times = ({ count }: { count: number }) => (
  <span className="text-muted">{count === 1 ? "once" : `${count.toLocaleString("en")} times`}</span>
);
