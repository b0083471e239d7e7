"use client";
import { type FormEvent, useState, useTransition } from "react";
import type { ActionError } from "@/app/action";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import type { Provider } from "@/lib/fleet/providers/provider";
import { updateProviderAction } from "../actions";

const fields = [
  { name: "name", label: "Name", type: "text" },
  { name: "contactName", label: "Contact", type: "text" },
  { name: "contactEmail", label: "E-mail", type: "email" },
  { name: "contactPhone", label: "Telephone", type: "tel" },
  { name: "language", label: "Language", type: "text", hint: "For example en or pt-BR." },
  { name: "timeZone", label: "Time zone", type: "text", hint: "For example Europe/Lisbon." },
] as const;
type Values = Record<(typeof fields)[number]["name"], string> & { channel: Provider["channel"] };

const valuesOf = ({ name, contact, language, timeZone, channel }: Provider): Values => ({
  name,
  contactName: contact?.name ?? "",
  contactEmail: contact?.email ?? "",
  contactPhone: contact?.phone ?? "",
  language,
  timeZone,
  channel,
});

export function ProviderForm({ provider, onDone }: { provider: Provider; onDone: () => void }) {
  const [values, setValues] = useState(() => valuesOf(provider));
  const [error, setError] = useState<ActionError | null>(null);
  const [isPending, start] = useTransition();
  const toast = useToast();
  const set = (part: Partial<Values>) => setValues({ ...values, ...part });
  const save = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const result = await updateProviderAction({ slug: provider.slug, updatedAt: provider.updatedAt, ...values });
      if (!result.ok) return setError(result.error);
      toast({ title: "The record is saved" });
      onDone();
    });
  };
  return (
    <form onSubmit={save} className="grid gap-4 sm:grid-cols-2">
      {fields.map(({ name, label, type, ...rest }) => (
        <Field key={name} label={label} hint={"hint" in rest ? rest.hint : undefined}>
          {(control) => (
            <Input
              {...control}
              type={type}
              value={values[name]}
              onChange={(event) => set({ [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Field label="Channel">
        {(control) => (
          <Select
            {...control}
            value={values.channel}
            onChange={(event) => set({ channel: event.target.value as Provider["channel"] })} // one of the options
          >
            <option value="email">E-mail</option>
            <option value="webhook">Webhook</option>
            <option value="phone">Telephone</option>
          </Select>
        )}
      </Field>
      {error ? (
        <p role="alert" className="text-bad-text text-table sm:col-span-2">
          {error.message}
        </p>
      ) : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start sm:col-span-2">
        Save
      </Button>
    </form>
  );
}
