"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Role } from "@/lib/access/permissions";
import { proposeRoleAction } from "../actions";

type Props = { id: string; role: Role | null; assignedRole: Role | null; groupRole: Role | null };
const choices: readonly Role[] = ["viewer", "relations", "responder", "admin"];

export function RoleForm({ id, role, assignedRole, groupRole }: Props) {
  const [chosen, setChosen] = useState<Role | "">(assignedRole ?? "");
  const [failure, setFailure] = useState<{ code: string; message: string }>();
  const [isPending, start] = useTransition();
  const router = useRouter();
  const save = () =>
    start(async () => {
      const result = await proposeRoleAction({ id, role: chosen || null, expectedRole: role });
      setFailure(result.ok ? undefined : result.error);
      if (result.ok) router.push(`/approvals/${result.value}`);
    });
  return (
    <form
      className="grid max-w-md gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field
        label="Role in Muster"
        hint="It holds in place of what the groups name, until it is lifted. A second admin has to approve it."
        error={failure && failure.code !== "fresh_sign_in_needed" ? failure.message : undefined}
      >
        {(control) => (
          <Select {...control} value={chosen} onChange={(event) => setChosen(event.target.value as Role | "")}>
            <option value="">as the groups say{groupRole ? `: ${groupRole}` : ""}</option>
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </Select>
        )}
      </Field>
      {failure?.code === "fresh_sign_in_needed" ? <FreshSignInNotice /> : null}
      <div>
        <Button type="submit" isPending={isPending} disabled={(chosen || null) === assignedRole}>
          Propose the change
        </Button>
      </div>
    </form>
  );
}
