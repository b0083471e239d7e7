"use client";
import { type FormEvent, useEffect, useId, useState } from "react";
import { Input } from "@/components/ui/input";
import type { ProviderSuggestion } from "@/lib/fleet/providers/suggest-providers";
import { suggestProvidersAction } from "./actions";

const waitMs = 150;

/** Takes a part of a provider's name; a suggestion that is chosen, or typed whole, is added to the filter. */
export function ProviderField({ onPick }: { onPick: (slug: string) => void }) {
  const listId = useId();
  const [text, setText] = useState("");
  const [suggestions, setSuggestions] = useState<ProviderSuggestion[]>([]);
  useEffect(() => {
    if (text.trim() === "") return;
    const timer = setTimeout(async () => setSuggestions(await suggest(text)), waitMs);
    return () => clearTimeout(timer);
  }, [text]);
  const pick = (slug: string) => {
    setText("");
    onPick(slug);
  };
  const onChange = (value: string) => {
    // A choice from the list comes at once, not letter by letter.
    const chosen = value.length - text.length > 1 ? slugOf(value, suggestions) : undefined;
    if (chosen) pick(chosen);
    else setText(value);
  };
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    // Enter may come before the suggestions do.
    const found = await suggest(text);
    const slug = slugOf(text.trim(), found) ?? (found.length === 1 ? found[0]?.slug : undefined);
    if (slug) pick(slug);
    else setSuggestions(found);
  };
  return (
    <form onSubmit={onSubmit} className="col-span-full">
      <Input
        aria-label="Filter by provider"
        placeholder="Provider"
        list={listId}
        className="sm:max-w-40"
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {suggestions.map(({ slug, name }) => (
          <option key={slug} value={name} />
        ))}
      </datalist>
    </form>
  );
}

async function suggest(text: string): Promise<ProviderSuggestion[]> {
  const result = text.trim() === "" ? null : await suggestProvidersAction({ text });
  return result?.ok ? result.value : [];
}

const slugOf = (text: string, suggestions: readonly ProviderSuggestion[]): string | undefined =>
  suggestions.find(({ slug, name }) => text === name || text === slug)?.slug;
