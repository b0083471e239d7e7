import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { StateBadge } from "@/components/ui/state-badge";
import { TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Transition } from "@/lib/fleet/devices/list-transitions";
import { isoOfMinute } from "@/lib/fleet/minute";
import { deviceStateOf, type StateCode } from "@/lib/fleet/states";
import { SectionTable } from "./section-table";

export function Transitions({ id, items, next }: { id: string; items: Transition[]; next: number | null }) {
  const older = next === null ? null : `/fleet/devices/${encodeURIComponent(id)}?before=${isoOfMinute(next)}`;
  return (
    <SectionTable
      title="Transitions"
      columns={["From minute", "Was", "Became"]}
      isEmpty={items.length === 0}
      empty="Its state has not changed in the 90 days that transitions are kept."
      below={
        older ? (
          <Link href={older} className={`${buttonClass({ size: "sm" })} justify-self-start`} scroll={false}>
            Older
          </Link>
        ) : null
      }
    >
      {items.map((item) => (
        <TableRow key={item.minute}>
          <TableCell>
            <Time at={item.minute * 60_000} form="absolute" />
          </TableCell>
          <TableCell>
            <State code={item.from} />
          </TableCell>
          <TableCell>
            <State code={item.to} />
          </TableCell>
        </TableRow>
      ))}
    </SectionTable>
  );
}

function State({ code }: { code: StateCode }) {
  const state = deviceStateOf(code);
  return state ? (
    <StateBadge state={state.state} reason={state.reason} />
  ) : (
    <span className="text-muted">not enrolled</span>
  );
}
