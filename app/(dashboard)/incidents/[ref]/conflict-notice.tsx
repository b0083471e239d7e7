"use client";
import { Button } from "@/components/ui/button";
import { PlainText } from "../plain-text";

export type Difference = { label: string; theirs: string; mine: string };
type Props = { message: string; differences: readonly Difference[]; onKeepMine: () => void; onTakeTheirs: () => void };

/** Somebody else was faster: what stands there now beside what was typed, and nothing is lost either way. */
export function ConflictNotice({ message, differences, onKeepMine, onTakeTheirs }: Props) {
  return (
    <div role="alert" className="grid gap-3 rounded-md border border-warn-text bg-warn-soft p-3 text-table">
      <p>{message}</p>
      {differences.length > 0 ? (
        <table className="w-full border-collapse text-left">
          <thead className="text-caption">
            <tr>
              <th scope="col" className="pr-3 font-medium">
                Field
              </th>
              <th scope="col" className="pr-3 font-medium">
                There now
              </th>
              <th scope="col" className="font-medium">
                Yours
              </th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ label, theirs, mine }) => (
              <tr key={label} className="align-top">
                <th scope="row" className="pr-3 font-normal">
                  {label}
                </th>
                <td className="pr-3">
                  <PlainText>{theirs}</PlainText>
                </td>
                <td>
                  <PlainText>{mine}</PlainText>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p>What you typed does not differ from it.</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTakeTheirs}>Take what is there</Button>
        <Button onClick={onKeepMine}>Save mine over it</Button>
      </div>
    </div>
  );
}
