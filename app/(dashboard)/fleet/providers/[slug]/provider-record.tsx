import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Time } from "@/components/ui/time";
import { permissions } from "@/lib/access/permissions";
import type { Provider } from "@/lib/fleet/providers/provider";
import { EditProvider } from "./edit-provider";

const channelWords = { email: "E-mail", webhook: "Webhook", phone: "Telephone" } as const;

/** How the provider is reached. A role that does not read contacts is told who does. */
export function ProviderRecord({ provider, mayEdit }: { provider: Provider; mayEdit: boolean }) {
  const { contact } = provider;
  return (
    <section aria-labelledby="record" className="grid gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex items-center justify-between gap-2">
        <h2 id="record" className="font-semibold text-body">
          Record
        </h2>
        {mayEdit ? <EditProvider provider={provider} /> : null}
      </div>
      <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-1.5 text-table">
        <Row label="Slug">
          <code className="font-mono">{provider.slug}</code>
        </Row>
        {contact ? (
          <>
            <Row label="Contact">{contact.name ?? missing}</Row>
            <Row label="E-mail">
              {contact.email ? (
                <a href={`mailto:${contact.email}`} className="underline">
                  {contact.email}
                </a>
              ) : (
                missing
              )}
            </Row>
            <Row label="Telephone">{contact.phone ?? missing}</Row>
          </>
        ) : (
          <Row label="Contact">
            <span className="inline-flex items-center gap-1.5 text-muted">
              <Lock className="size-3.5" aria-hidden="true" />
              for {permissions["provider.read-contact"].join(", ")}
            </span>
          </Row>
        )}
        <Row label="Channel">{channelWords[provider.channel]}</Row>
        <Row label="Language">{provider.language}</Row>
        <Row label="Time zone">{provider.timeZone}</Row>
        <Row label="Heartbeats">every {provider.heartbeatIntervalSeconds ?? 30} s expected</Row>
        <Row label="Entered">
          <Time at={provider.createdAt} form="absolute" />
        </Row>
      </dl>
    </section>
  );
}

const missing = <span className="text-muted">not given</span>;

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
