"use server";
import { revalidatePath } from "next/cache";
import { action } from "@/app/action";
import { UpdateProvider, updateProvider } from "@/lib/fleet/providers/update-provider";

export const updateProviderAction = action("provider.write", UpdateProvider, async (ctx, input) => {
  await updateProvider(ctx, input);
  revalidatePath("/fleet/providers", "layout");
});
