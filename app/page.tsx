import { redirect } from "next/navigation";
import { requireCtx } from "@/lib/access/session";

export default async function Home() {
  await requireCtx();
  redirect("/fleet");
}
