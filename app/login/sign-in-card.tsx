import type { SignInError } from "./sign-in-error";

type Props = { target: string; error: SignInError | null; canSignIn: boolean; isLocal: boolean };

/** One button; a plain form, so that it works without scripts. */
export function SignInCard({ target, error, canSignIn, isLocal }: Props) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="w-full max-w-sm">
        <h1 className="text-2xl font-semibold tracking-tight">Muster</h1>
        <p className="mt-1 text-sm text-muted-foreground">
          Which GPUs are connected, which are not, since when, and why.
        </p>
        {error && (
          <div role="alert" className="mt-6 rounded-md border border-bad/40 p-4 text-sm">
            <p className="font-medium">{error.title}</p>
            <p className="mt-1 text-muted-foreground">{error.detail}</p>
            {error.reference && <p className="mt-2 font-mono text-xs">Reference {error.reference}</p>}
          </div>
        )}
        {canSignIn && (
          <form method="post" action="/login/sign-in" className="mt-6">
            <input type="hidden" name="callbackUrl" value={target} />
            <button
              type="submit"
              className="h-10 w-full rounded-md bg-primary px-4 text-sm font-medium text-primary-foreground hover:opacity-90 focus-visible:outline-2 focus-visible:outline-offset-2"
            >
              Sign in with single sign-on
            </button>
          </form>
        )}
        {canSignIn && isLocal && (
          <p className="mt-3 text-xs text-muted-foreground">
            The sign-in of this machine alone: you choose a persona, and no password is asked.
          </p>
        )}
      </div>
    </main>
  );
}
