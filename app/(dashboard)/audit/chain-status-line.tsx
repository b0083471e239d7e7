import { Count } from "@/components/ui/count";
import { Time } from "@/components/ui/time";
import { type ChainStatus, mostCounted } from "@/lib/audit/chain-status";

const lateMs = 60_000;

/** How far the trail is linked, anchored and verified, as it was told last. */
export function ChainStatusLine({ status, now }: { status: ChainStatus; now: Date }) {
  const { head, unlinked, anchor, verification } = status;
  const isLate = unlinked.oldestAt !== null && now.getTime() - unlinked.oldestAt.getTime() > lateMs;
  const isBroken = verification?.isSound === false;
  return (
    <section aria-label="Chain" className="grid gap-2">
      <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-3">
        <Item label="Linked">
          {head ? (
            <>
              through row <Count value={head.position} />, <Time at={head.linkedAt} />
            </>
          ) : (
            "nothing yet"
          )}
          {unlinked.rows > 0 ? (
            <span className={isLate ? "font-medium text-bad" : "text-muted"}>
              {" "}
              · {unlinked.rows === mostCounted ? "more than " : ""}
              <Count value={unlinked.rows} /> wait{isLate ? ": does the worker run, or is a transaction open?" : ""}
            </span>
          ) : null}
        </Item>
        <Item label="Anchored outside">
          {anchor?.last ? (
            <>
              row <Count value={anchor.last.position} />, <Time at={anchor.last.time} />
            </>
          ) : (
            "not yet"
          )}
          {anchor?.failedAt ? (
            <span className="font-medium text-bad">
              {" "}
              · failed <Time at={anchor.failedAt} />
            </span>
          ) : null}
          {anchor ? <span className="block font-mono text-caption text-muted break-all">{anchor.place}</span> : null}
        </Item>
        <Item label="Verified">
          {verification ? (
            <span className={isBroken ? "font-medium text-bad" : undefined}>
              {isBroken ? "Broken" : "unbroken"}; <Count value={verification.verified} /> rows fit,{" "}
              <Time at={verification.at} />
            </span>
          ) : (
            "never"
          )}
          <code className="block font-mono text-caption text-muted">npm run -s audit</code>
        </Item>
      </dl>
      {isBroken ? (
        <div role="alert" className="grid gap-1 rounded border border-bad p-3 text-table">
          <ul>
            {verification.breaks.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <p className="text-muted">
            The database was changed past Muster, or an older copy of it restored. Keep the anchor and a copy of the
            database as they are, and compare them with a backup.
          </p>
        </div>
      ) : null}
    </section>
  );
}

function Item({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-caption text-muted">{label}</dt>
      <dd className="text-table">{children}</dd>
    </div>
  );
}
