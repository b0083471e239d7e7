"use client";
import "./globals.css";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

/** The last resort: the root itself could not be rendered. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en" data-theme="system">
      <body className="mx-auto grid min-h-dvh max-w-xl content-center p-4 font-sans">
        <title>Muster</title>
        <ErrorState
          title="Muster cannot be shown right now"
          isPage
          reference={error.digest}
          act={<Button onClick={() => retry()}>Try again</Button>}
        >
          The records are safe; what shows them is not working. Most often the database is away for a moment.
        </ErrorState>
      </body>
    </html>
  );
}
