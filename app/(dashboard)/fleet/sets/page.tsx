import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm, FilterText } from "@/components/ui/filter-form";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { listDeviceSets } from "@/lib/fleet/device-sets/list-device-sets";
import { listSetOverviews } from "@/lib/fleet/device-sets/list-set-overviews";
import { Pager } from "../../pager";
import { CombineDialog } from "./combine-dialog";
import { SetsTable } from "./sets-table";

export const metadata: Metadata = { title: "Device sets" };

const setsAPage = 25;
const setsToChooseFrom = 200;
type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined, most: number) =>
  typeof value === "string" && value !== "" ? value.slice(0, most) : undefined;

export default async function DeviceSetsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireCtx();
  const params = await searchParams;
  const search = { q: one(params.q, 120), cursor: one(params.cursor, 500) };
  const mayWrite = may(ctx.actor, "device-set.write");
  const [{ items, next }, choices] = await Promise.all([
    listSetOverviews(ctx, { search: search.q, cursor: search.cursor, limit: setsAPage }),
    mayWrite ? listDeviceSets(ctx, { limit: setsToChooseFrom }) : { items: [], next: null },
  ]);
  const named = choices.items.map(({ id, name, devices }) => ({ id, name, devices }));
  return (
    <>
      <PageHeader
        title="Device sets"
        acts={named.length > 1 ? <CombineDialog sets={named} hasMore={choices.next !== null} /> : null}
      >
        Devices that somebody kept together. A set stays as it was saved when the fleet changes.
      </PageHeader>
      <FilterForm>
        <FilterText label="Name" name="q" value={search.q} placeholder="Part of a name" />
      </FilterForm>
      {items.length > 0 ? (
        <SetsTable sets={items} mayWrite={mayWrite} />
      ) : (
        <EmptyState title={search.q ? "No set has this in its name" : "No device set is saved"}>
          {search.q ? "Try another part of its name." : "Filter the devices, then press “Save as set”."}
        </EmptyState>
      )}
      <Pager path="/fleet/sets" search={search} next={next} />
    </>
  );
}
