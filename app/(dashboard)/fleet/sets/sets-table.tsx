import Link from "next/link";
import { Count } from "@/components/ui/count";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SetOverview } from "@/lib/fleet/device-sets/list-set-overviews";
import { serializeFleetFilter } from "@/lib/fleet/filter";
import { isoMinute } from "../changed-query";
import { DeleteSetDialog } from "./delete-set-dialog";
import { describeDefinition } from "./describe-definition";
import { RenameSetDialog } from "./rename-set-dialog";

const setHref = (id: string) => `/fleet/devices?set=${id}`;

export function SetsTable({ sets, mayWrite }: { sets: readonly SetOverview[]; mayWrite: boolean }) {
  return (
    <TableFrame label="Device sets">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>Name</TableHeaderCell>
            <TableHeaderCell isNumber>Devices now</TableHeaderCell>
            <TableHeaderCell isNumber>When saved</TableHeaderCell>
            <TableHeaderCell>Made from</TableHeaderCell>
            <TableHeaderCell>Made by</TableHeaderCell>
            <TableHeaderCell>Made</TableHeaderCell>
            <TableHeaderCell>Used in</TableHeaderCell>
            {mayWrite ? (
              <TableHeaderCell>
                <span className="sr-only">Act</span>
              </TableHeaderCell>
            ) : null}
          </tr>
        </TableHead>
        <tbody>
          {sets.map((set) => (
            <SetRow key={set.id} set={set} mayWrite={mayWrite} />
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function SetRow({ set, mayWrite }: { set: SetOverview; mayWrite: boolean }) {
  const { id, name, description, devices, devicesNow, createdBy, createdAt } = set;
  return (
    <TableRow>
      <TableCell className="max-w-56 truncate">
        <Link href={setHref(id)} className="font-medium hover:underline" title={description ?? name}>
          {name}
        </Link>
      </TableCell>
      <TableCell isNumber>
        <Count value={devicesNow} />
      </TableCell>
      <TableCell isNumber className="text-muted">
        <Count value={devices} />
      </TableCell>
      <TableCell className="max-w-64 truncate">
        <MadeFrom set={set} />
      </TableCell>
      <TableCell>{createdBy}</TableCell>
      <TableCell>
        <Time at={createdAt} form="absolute" />
      </TableCell>
      <TableCell className="max-w-48 truncate">
        <UsedIn set={set} />
      </TableCell>
      {mayWrite ? (
        <TableCell>
          <div className="flex justify-end gap-1">
            <RenameSetDialog id={id} name={name} />
            <DeleteSetDialog id={id} name={name} devices={devicesNow} />
          </div>
        </TableCell>
      ) : null}
    </TableRow>
  );
}

/** A filter leads to what it found, at the minute of the set. */
function MadeFrom({ set: { definition, minute } }: { set: SetOverview }) {
  const words = describeDefinition(definition);
  if ("op" in definition) return <span title={words}>{words}</span>;
  const query = serializeFleetFilter(definition.filter);
  query.set("at", isoMinute(minute));
  return (
    <Link href={`/fleet/devices?${query}`} className="hover:underline" title={words} prefetch={false}>
      {words}
    </Link>
  );
}

function UsedIn({ set: { usedIn, hasMoreUses } }: { set: SetOverview }) {
  if (usedIn.length === 0) return <span className="text-muted">no other set</span>;
  return (
    <>
      {usedIn.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 ? ", " : ""}
          <Link href={setHref(id)} className="hover:underline" prefetch={false}>
            {name}
          </Link>
        </span>
      ))}
      {hasMoreUses ? " and more" : ""}
    </>
  );
}
