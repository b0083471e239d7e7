"use client";
import { Search } from "lucide-react";
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { Input } from "@/components/ui/input";
import { useFleetUrl } from "./use-fleet-url";

const pauseMs = 400;

/** A search that is in the address as q: after a pause in typing, or at once with Enter. */
export function SearchField({ label, placeholder, value }: { label: string; placeholder: string; value: string }) {
  const { change } = useFleetUrl();
  const [text, setText] = useState(value);
  // What the address held when the text was last made to agree with it.
  const [agreed, setAgreed] = useState(value);
  if (value !== agreed) {
    setAgreed(value);
    // "Clear all" and the back button change the address; what is typed on meanwhile stays.
    if (text.trim() === agreed) setText(value);
  }
  const asked = useRef(value);
  useEffect(() => {
    asked.current = value;
  }, [value]);
  const search = useEffectEvent((wanted: string) => {
    if (wanted === asked.current) return;
    // One step back leaves the search, whatever was typed on the way.
    const replace = asked.current !== "" && wanted !== "";
    asked.current = wanted;
    change({ q: wanted || null }, { replace });
  });
  const wanted = text.trim();
  useEffect(() => {
    const timer = setTimeout(() => search(wanted), pauseMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    search(wanted);
  };
  return (
    <search className="col-span-full w-full sm:w-72">
      <form onSubmit={onSubmit} className="relative">
        <Search
          className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2.5 size-4 text-muted"
          aria-hidden="true"
        />
        <Input
          type="search"
          aria-label={label}
          placeholder={placeholder}
          className="pl-8"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </search>
  );
}
