"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import type { Webhook } from "@/lib/notify/webhooks/webhook";
import { type WebhookEventKind, webhookEventKinds, webhookEvents } from "@/lib/notify/webhooks/webhook-events";
import { createWebhookAction, updateWebhookAction } from "./actions";

type Props = { webhook?: Webhook | undefined; onCreated: (secret: string) => void; onSaved: () => void };

export function WebhookForm({ webhook, onCreated, onSaved }: Props) {
  const [events, setEvents] = useState<ReadonlySet<WebhookEventKind>>(new Set(webhook?.events ?? usual));
  const [failure, setFailure] = useState<{ field: string; message: string }>();
  const [isPending, start] = useTransition();
  const submit = (form: FormData) =>
    start(async () => {
      const fields = { name: String(form.get("name")), url: String(form.get("url")), events: [...events] };
      const result = webhook
        ? await updateWebhookAction({ id: webhook.id, revision: webhook.revision, webhook: fields })
        : await createWebhookAction(fields);
      if (!result.ok) return setFailure(failureOf(result.error));
      if (result.value) onCreated(result.value.secret);
      else onSaved();
    });
  const errorOf = (field: string) => (failure?.field === field ? failure.message : undefined);
  return (
    <form
      className="grid gap-4"
      // Not `action`: React would empty the fields, also after an error.
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="Name" hint="By which people find it again" error={errorOf("name")}>
        {(control) => (
          <Input {...control} name="name" defaultValue={webhook?.name} required maxLength={100} autoComplete="off" />
        )}
      </Field>
      <Field label="Address" hint="Over https; what is sent is POSTed there" error={errorOf("url")}>
        {(control) => (
          <Input
            {...control}
            {...{ name: "url", defaultValue: webhook?.url, required: true, maxLength: 2_000, autoComplete: "off" }}
            placeholder="https://hooks.example.com/muster"
            className="font-mono"
          />
        )}
      </Field>
      <EventFields chosen={events} onChange={setEvents} />
      {failure && !typed.includes(failure.field) ? <FormError>{failure.message}</FormError> : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        {webhook ? "Save" : "Create webhook"}
      </Button>
    </form>
  );
}

const usual: readonly WebhookEventKind[] = ["finding.opened", "finding.reopened", "finding.resolved"];
const typed = ["name", "url"];

type EventProps = { chosen: ReadonlySet<WebhookEventKind>; onChange: (chosen: ReadonlySet<WebhookEventKind>) => void };

function EventFields({ chosen, onChange }: EventProps) {
  const toggle = (kind: WebhookEventKind) => {
    const next = new Set(chosen);
    if (!next.delete(kind)) next.add(kind);
    onChange(next);
  };
  return (
    <fieldset className="grid gap-1">
      <legend className="font-medium text-table">Events</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {webhookEventKinds.map((kind) => (
          <Checkbox
            key={kind}
            label={webhookEvents[kind].label}
            checked={chosen.has(kind)}
            onChange={() => toggle(kind)}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** The field may be named with the object that it is in. */
function failureOf(error: { message: string; details: Record<string, unknown> }) {
  const [issue] = Array.isArray(error.details.issues) ? error.details.issues : [];
  const field = String(issue?.field ?? error.details.field ?? "").replace(/^webhook\./, "");
  return { field, message: String(issue?.message ?? error.message).replace(/^(webhook\.)?(url|name): /, "") };
}
