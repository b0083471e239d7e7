"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/action";
import { AssignRole, assignRole } from "@/lib/access/users/assign-role";
import { disableUser } from "@/lib/access/users/disable-user";
import { enableUser } from "@/lib/access/users/enable-user";
import { UserId } from "@/lib/access/users/user-id";

const OneUser = z.object({ id: UserId });

export const assignRoleAction = action("user.write", AssignRole, async (ctx, input) => {
  await assignRole(ctx, input);
  revalidatePath("/settings/users", "layout");
});

export const disableUserAction = action("user.write", OneUser, async (ctx, { id }) => {
  await disableUser(ctx, id);
  revalidatePath("/settings/users", "layout");
});

export const enableUserAction = action("user.write", OneUser, async (ctx, { id }) => {
  await enableUser(ctx, id);
  revalidatePath("/settings/users", "layout");
});
