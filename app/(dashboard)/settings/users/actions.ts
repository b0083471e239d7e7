"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/action";
import { AssignRole } from "@/lib/access/users/assign-role";
import { disableUser } from "@/lib/access/users/disable-user";
import { enableUser } from "@/lib/access/users/enable-user";
import { LinkAccounts, linkAccounts } from "@/lib/access/users/link-accounts";
import { proposeRole } from "@/lib/access/users/propose-role";
import { separateAccount } from "@/lib/access/users/separate-account";
import { UserId } from "@/lib/access/users/user-id";

const OneUser = z.object({ id: UserId });

/** Answers the id of the proposal: a second admin decides. */
export const proposeRoleAction = action("user.write", AssignRole, (ctx, input) => proposeRole(ctx, input));

export const disableUserAction = action("user.write", OneUser, async (ctx, { id }) => {
  await disableUser(ctx, id);
  revalidatePath("/settings/users", "layout");
});

export const enableUserAction = action("user.write", OneUser, async (ctx, { id }) => {
  await enableUser(ctx, id);
  revalidatePath("/settings/users", "layout");
});

export const linkAccountsAction = action("user.write", LinkAccounts, async (ctx, input) => {
  await linkAccounts(ctx, input);
  revalidatePath("/settings/users", "layout");
});

export const separateAccountAction = action("user.write", OneUser, async (ctx, { id }) => {
  await separateAccount(ctx, id);
  revalidatePath("/settings/users", "layout");
});
