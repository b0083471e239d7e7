"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { buttonClass } from "@/components/ui/button";

/** What an action that answers `fresh_sign_in_needed` shows: the way to the provider, which leads back to this very page. */
export function FreshSignInNotice() {
  const path = usePathname();
  const query = useSearchParams().toString();
  const back = encodeURIComponent(query ? `${path}?${query}` : path);
  return (
    <div
      role="alert"
      className="grid justify-items-start gap-2 rounded-lg border border-line bg-surface p-4 text-table"
    >
      <p>
        This cannot be left to an open browser: sign in once more, to show that it is you. You come back to this page.
      </p>
      {/* Not a Link: the sign-in page has a policy of its own, which a page that is swapped in would not get. */}
      <a href={`/login?fresh=1&callbackUrl=${back}`} className={buttonClass({})}>
        Sign in once more
      </a>
    </div>
  );
}
