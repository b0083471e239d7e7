import { BrandMark } from "@/components/layout/brand-mark";
import { buttonClass } from "@/components/ui/button";
import type { SignInError } from "./sign-in-error";

type Props = { target: string; error: SignInError | null; canSignIn: boolean; isLocal: boolean; isFresh: boolean };

/** One button; a plain form, so that it works without scripts. */
export function SignInCard({ target, error, canSignIn, isLocal, isFresh }: Props) {
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
        {isFresh ? (
          <p>
            What you are about to do cannot be left to an open browser. Sign in once more, to show that it is you; you
            come back to where you were.
          </p>
        ) : null}
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
            {isFresh ? <input type="hidden" name="fresh" value="1" /> : null}
            <button type="submit" className={`${buttonClass({ variant: "primary" })} h-10`}>
              {isFresh ? "Sign in once more" : "Sign in with single sign-on"}
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
