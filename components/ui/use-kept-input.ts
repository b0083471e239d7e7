"use client";
import { useEffect, useState } from "react";

/**
 * What was typed into a form, kept in this tab while the person is away to sign in once more; null forgets it. `name` is the
 * form's. Only for what may lie in a browser's storage: never a secret.
 */
export function useKeptInput<Values extends object>(
  name: string,
  initial: Values,
): [Values, (values: Values | null) => void] {
  const key = `muster.input.${name}`;
  const [values, setValues] = useState(initial);
  // After the first rendering, which the server has made without it.
  useEffect(() => {
    const kept = readKept(key);
    if (kept) setValues((before) => ({ ...before, ...kept }));
  }, [key]);
  const keep = (next: Values | null) => {
    if (next) {
      setValues(next);
      sessionStorage.setItem(key, JSON.stringify(next));
    } else {
      sessionStorage.removeItem(key);
    }
  };
  return [values, keep];
}

function readKept(key: string): object | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return typeof kept === "object" ? kept : null;
  } catch {
    return null;
  }
}
