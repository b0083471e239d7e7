import Link from "next/link";
import { UserFacts } from "@/app/(dashboard)/settings/users/[id]/user-facts";
import type { Approval } from "@/lib/access/approvals/approval";
import { AssignRole } from "@/lib/access/users/assign-role";
import { getUser } from "@/lib/access/users/get-user";
import type { Ctx } from "@/lib/context";

/**
 * Whose role, and which: by issuer and subject, since the name in the title is the provider's word, which two people may share and one may
 * choose.
 */
export async function RoleMatter({ approval, ctx }: { approval: Approval; ctx: Ctx }) {
  const [input, user] = [AssignRole.safeParse(approval.input), await getUser(ctx, approval.targetId)];
  return (
    <section aria-labelledby="person" className="grid gap-3">
      <h2 id="person" className="font-semibold">
        <Link href={`/settings/users/${user.id}`} className="underline">
          {user.name}
        </Link>
        {user.email ? <span className="font-normal text-muted"> {user.email}</span> : null}
      </h2>
      {input.success ? (
        <p>
          From <strong>{input.data.expectedRole ?? "none"}</strong> to{" "}
          <strong>{input.data.role ?? "what their groups say"}</strong>. As they stand now:
        </p>
      ) : null}
      <UserFacts user={user} />
    </section>
  );
}
