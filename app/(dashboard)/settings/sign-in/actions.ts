"use server";
import { z } from "zod";
import { action } from "@/app/action";
import { checkProvider } from "@/lib/access/sign-in/check-provider";
import { readEnv } from "@/lib/env";

export const checkProviderAction = action("settings.read", z.object({}), async (ctx) => checkProvider(ctx, readEnv()));
