"use client";
import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { buttonClass } from "./button";

export type ToastMessage = {
  title: string;
  tone?: "neutral" | "bad";
  /** Undo, or the way to what was made. */
  act?: { label: string; onAct: () => void };
};

type Shown = ToastMessage & { id: number };
const ToastContext = createContext<(message: ToastMessage) => void>(() => {});

/** `const toast = useToast(); toast({ title: "Set saved" })` */
export const useToast = () => useContext(ToastContext);

let nextId = 0;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<Shown[]>([]);
  const show = useCallback((message: ToastMessage) => {
    nextId += 1;
    const shown = { ...message, id: nextId };
    setMessages((before) => [...before.slice(-2), shown]);
  }, []);
  const remove = (id: number) => setMessages((before) => before.filter((message) => message.id !== id));
  return (
    <ToastContext.Provider value={show}>
      <Radix.Provider duration={6_000} swipeDirection="right">
        {children}
        {messages.map((message) => (
          <Radix.Root
            key={message.id}
            onOpenChange={(isOpen) => !isOpen && remove(message.id)}
            className={`flex animate-appear items-center gap-3 rounded-md border bg-surface py-2 pr-2 pl-3 text-table shadow-overlay ${message.tone === "bad" ? "border-bad" : "border-line"}`}
          >
            <Radix.Title className="grow">{message.title}</Radix.Title>
            {message.act ? (
              <Radix.Action
                altText={message.act.label}
                className={buttonClass({ size: "sm" })}
                onClick={message.act.onAct}
              >
                {message.act.label}
              </Radix.Action>
            ) : null}
            <Radix.Close className={buttonClass({ variant: "ghost", size: "icon" })} aria-label="Dismiss">
              <X className="size-4" aria-hidden="true" />
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport className="fixed right-4 bottom-16 z-50 grid w-[min(24rem,calc(100vw-2rem))] gap-2 outline-none sm:bottom-4" />
      </Radix.Provider>
    </ToastContext.Provider>
  );
}
