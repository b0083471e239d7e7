"use client";
import dynamic from "next/dynamic";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

export type ToastMessage = {
  title: string;
  tone?: "neutral" | "bad";
  /** Undo, or the way to what was made. */
  act?: { label: string; onAct: () => void };
};

export type ShownToast = ToastMessage & { id: number };

const ToastContext = createContext<(message: ToastMessage) => void>(() => {});

/** `const toast = useToast(); toast({ title: "Set saved" })` */
export const useToast = () => useContext(ToastContext);

// Nobody needs its code before the first message.
const ToastStack = dynamic(() => import("./toast-stack").then((module) => module.ToastStack), { ssr: false });

let nextId = 0;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<readonly ShownToast[]>([]);
  const [hasShown, setHasShown] = useState(false);
  const show = useCallback((message: ToastMessage) => {
    nextId += 1;
    const shown = { ...message, id: nextId };
    setHasShown(true);
    setMessages((before) => [...before.slice(-2), shown]);
  }, []);
  const remove = useCallback(
    (id: number) => setMessages((before) => before.filter((message) => message.id !== id)),
    [],
  );
  return (
    <ToastContext.Provider value={show}>
      {children}
      {hasShown ? <ToastStack messages={messages} onRemove={remove} /> : null}
    </ToastContext.Provider>
  );
}
