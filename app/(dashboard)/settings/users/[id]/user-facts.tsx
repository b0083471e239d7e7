import type { ReactNode } from "react";
import { Time } from "@/components/ui/time";
import type { UserRow } from "@/lib/access/users/list-users";
import { roleSource } from "../role-source";

/** Who somebody is to the provider, and what they are here. */
export function UserFacts({ user }: { user: UserRow }) {
  const facts: [string, ReactNode][] = [
    ["Role", user.role ?? "none"],
    ["Comes from", roleSource(user)],
    [
      "Issuer",
      <code key="issuer" className="font-mono text-caption">
        {user.issuer}
      </code>,
    ],
    [
      "Subject",
      <code key="subject" className="font-mono text-caption">
        {user.subject}
      </code>,
    ],
    ["First sign-in", <Time key="first" at={user.createdAt.getTime()} form="absolute" />],
    ["Last sign-in", user.lastSignInAt ? <Time key="last" at={user.lastSignInAt.getTime()} /> : "never"],
    ...(user.disabledAt
      ? [["Disabled", <Time key="disabled" at={user.disabledAt.getTime()} form="absolute" />] as [string, ReactNode]]
      : []),
  ];
  return (
    <dl className="grid gap-x-8 gap-y-3 text-table sm:grid-cols-2 lg:grid-cols-4">
      {facts.map(([name, value]) => (
        <div key={name} className="grid min-w-0 gap-0.5">
          <dt className="text-caption text-muted">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
