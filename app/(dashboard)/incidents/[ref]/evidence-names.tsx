"use client";
import { createContext, type ReactNode, useContext, useMemo } from "react";

type Names = ReadonlyMap<string, string>;
const Context = createContext<Names>(new Map());

/** What the files of the incident are called, by id, for links to them. */
export const useEvidenceNames = (): Names => useContext(Context);

type Props = { files: readonly (readonly [id: string, name: string])[]; children: ReactNode };

export function EvidenceNames({ files, children }: Props) {
  const names = useMemo(() => new Map(files), [files]);
  return <Context value={names}>{children}</Context>;
}
