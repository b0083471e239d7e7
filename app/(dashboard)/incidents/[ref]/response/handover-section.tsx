import { Count } from "@/components/ui/count";
import { Time } from "@/components/ui/time";
import { stateLabels } from "@/lib/incidents/incident-choices";
import { changeSubjectLabels, changeSubjects } from "@/lib/incidents/response/describe-change";
import type { Handover } from "@/lib/incidents/response/handover";
import type { IncidentChanges } from "@/lib/incidents/response/read-changes";
import { PlainText } from "../../plain-text";
import { HandoverDialog } from "./handover-dialog";
import { LookButton } from "./look-button";
import { TakeButton } from "./take-button";
import type { Candidate } from "./task-fields";

type Props = {
  incidentId: string;
  changes: IncidentChanges;
  /** null: the viewer may not read them. */
  handovers: readonly Handover[] | null;
  candidates: readonly Candidate[];
  mayWrite: boolean;
};

export function HandoverSection({ incidentId, changes, handovers, candidates, mayWrite }: Props) {
  const counted = changeSubjects.filter((subject) => changes.counts[subject]);
  const total = counted.reduce((sum, subject) => sum + (changes.counts[subject] ?? 0), 0);
  const [latest, ...former] = handovers ?? [];
  return (
    <section aria-labelledby="handover" className="grid gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="handover" className="font-semibold text-body">
          Hand-over
        </h2>
        {mayWrite ? <HandoverDialog incidentId={incidentId} candidates={candidates} /> : null}
      </div>
      {latest ? <Note note={latest} mayWrite={mayWrite} /> : null}
      {handovers && !latest ? <p className="text-muted text-table">No note of a former shift.</p> : null}
      {former.length > 0 ? (
        <details>
          <summary className="cursor-pointer text-table">Earlier notes: {former.length}</summary>
          <div className="mt-2 grid gap-3">
            {former.map((note) => (
              <Note key={note.id} note={note} mayWrite={mayWrite} />
            ))}
          </div>
        </details>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-table">
        {changes.lookedAt ? (
          <span>
            Since you last looked, <Time at={changes.lookedAt} />: {total === 0 ? "nothing new." : null}
          </span>
        ) : (
          <span>You have not looked at it before: all of it is new.</span>
        )}
        {counted.map((subject) => (
          <span key={subject} className="text-muted">
            {changeSubjectLabels[subject]} <Count value={changes.counts[subject] ?? 0} />
          </span>
        ))}
        {total > 0 ? <LookButton incidentId={incidentId} seen={changes.seen} /> : null}
      </div>
      {total > 0 ? (
        <details>
          <summary className="cursor-pointer text-table">
            What changed{total > changes.changes.length ? `: the latest ${changes.changes.length} of ${total}` : ""}
          </summary>
          <ol aria-label="What changed" className="mt-2 grid max-h-80 gap-1 overflow-y-auto text-table">
            {changes.changes.map(({ id, at, actor, text }) => (
              <li key={id} className="flex flex-wrap gap-x-2">
                <span className="text-muted">
                  <Time at={at} />
                </span>
                <span>
                  {actor ? `${actor} ` : null}
                  <PlainText>{text}</PlainText>
                </span>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </section>
  );
}

function Note({ note, mayWrite }: { note: Handover; mayWrite: boolean }) {
  const { id, body, figures, forName, writtenByName, writtenAt, takenByName, takenAt } = note;
  const { todo, in_progress, blocked, done } = figures.tasks;
  return (
    <article aria-label={`Note of ${writtenByName}`} className="grid gap-1 border-line border-l-2 pl-3 text-table">
      <p className="max-w-3xl whitespace-pre-wrap">
        <PlainText>{body}</PlainText>
      </p>
      <p className="text-caption text-muted">
        {writtenByName}
        {forName ? ` for ${forName}` : null}, <Time at={writtenAt} />. Then: {stateLabels[figures.state]}, SEV{" "}
        {figures.severity}; tasks {todo} to do, {in_progress} in progress, {blocked} blocked, {done} done.
      </p>
      {takenAt ? (
        <p className="text-caption text-muted">
          Taken over by {takenByName}, <Time at={takenAt} />.
        </p>
      ) : mayWrite ? (
        <TakeButton id={id} />
      ) : (
        <p className="text-caption text-muted">Nobody has taken over yet.</p>
      )}
    </article>
  );
}
