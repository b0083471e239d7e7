import { type Fact, FactList } from "@/components/ui/fact-list";
import { Time } from "@/components/ui/time";
import type { UserRow } from "@/lib/access/users/list-users";
import { roleSource } from "../role-source";

/** Who somebody is to the provider, and what they are here. */
export function UserFacts({ user }: { user: UserRow }) {
  const facts: (Fact | null)[] = [
    { label: "Role", value: user.role ?? "none" },
    { label: "Comes from", value: roleSource(user) },
    { label: "Issuer", value: <code className="font-mono text-caption">{user.issuer}</code> },
    { label: "Subject", value: <code className="font-mono text-caption">{user.subject}</code> },
    { label: "First sign-in", value: <Time at={user.createdAt.getTime()} form="absolute" /> },
    { label: "Last sign-in", value: user.lastSignInAt ? <Time at={user.lastSignInAt.getTime()} /> : "never" },
    user.disabledAt ? { label: "Disabled", value: <Time at={user.disabledAt.getTime()} form="absolute" /> } : null,
  ];
  return <FactList facts={facts} form="columns" />;
}
