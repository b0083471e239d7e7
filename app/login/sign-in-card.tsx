import { BrandMark } from "@/components/layout/brand-mark";
import { buttonClass } from "@/components/ui/button";
import type { SignInError } from "./sign-in-error";

type Props = { target: string; error: SignInError | null; canSignIn: boolean; isLocal: boolean };

/** One button; a plain form, so that it works without scripts. */
export function SignInCard({ target, error, canSignIn, isLocal }: Props) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="grid w-full max-w-sm gap-6">
        <div className="grid gap-1">
          <h1 className="flex items-center gap-2 font-semibold text-title">
            <BrandMark />
            Muster
          </h1>
          <p className="text-muted">Which GPUs are connected, which are not, since when, and why.</p>
        </div>
        {error ? (
          <div role="alert" className="grid gap-1 rounded-lg border border-bad bg-surface p-4">
            <p className="font-medium">{error.title}</p>
            <p className="text-muted text-table">{error.detail}</p>
            {error.reference ? (
              <p className="text-caption">
                Reference <code className="font-mono">{error.reference}</code>
              </p>
            ) : null}
          </div>
        ) : null}
        {canSignIn ? (
          <form method="post" action="/login/sign-in" className="grid gap-3">
            <input type="hidden" name="callbackUrl" value={target} />
            <button type="submit" className={`${buttonClass({ variant: "primary" })} h-10`}>
              Sign in with single sign-on
            </button>
            {isLocal ? (
              <p className="text-caption text-muted">
                The sign-in of this machine alone: you choose a persona, and no password is asked.
              </p>
            ) : null}
          </form>
        ) : null}
      </div>
    </main>
  );
}
