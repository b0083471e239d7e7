"use client";
import { useState, useTransition } from "react";
import type { ActionError, ActionResult } from "@/app/action";

/** Several buttons of which one is pressed at a time: its error, and which of them waits. */
export function usePressedAct<Act extends string>() {
  const [error, setError] = useState<ActionError>();
  const [pressed, setPressed] = useState<Act>();
  const [isPending, start] = useTransition();
  const run = <Value>(act: Act, call: () => Promise<ActionResult<Value>>, done: (value: Value) => void) => {
    setPressed(act);
    start(async () => {
      const result = await call();
      setError(result.ok ? undefined : result.error);
      if (result.ok) done(result.value);
    });
  };
  /** Only the one that was pressed waits; the others take no press meanwhile. */
  const pendingOf = (act: Act) => ({
    isPending: isPending && pressed === act,
    disabled: isPending && pressed !== act,
  });
  return { error, run, pendingOf };
}
