import type { ReactNode } from "react";
import { SeverityMark } from "@/components/ui/severity-mark";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { risks } from "@/lib/endpoints/endpoint-choices";
import { riskCriteria } from "@/lib/endpoints/endpoint-risk";
import type { ReviewPeriods } from "@/lib/endpoints/review-periods";

/** The written criteria and how long a review holds; `children` is the act that changes the latter. */
export function RiskCriteria({ days, children }: { days: ReviewPeriods; children: ReactNode }) {
  return (
    <section aria-labelledby="risk-criteria" className="grid gap-2">
      <div className="flex items-center justify-between gap-4">
        <h2 id="risk-criteria" className="font-semibold text-body">
          Risk, and how often it is reviewed
        </h2>
        {children}
      </div>
      <TableFrame label="Criteria of risk">
        <Table>
          <TableHead>
            <tr>
              <TableHeaderCell>Risk</TableHeaderCell>
              <TableHeaderCell isNumber>Review holds</TableHeaderCell>
              <TableHeaderCell>Criteria, the first that fits</TableHeaderCell>
            </tr>
          </TableHead>
          <tbody>
            {risks.map((risk) => (
              <TableRow key={risk}>
                <TableCell>
                  <SeverityMark severity={risk} />
                </TableCell>
                <TableCell isNumber>{days[risk]} days</TableCell>
                <TableCell className="min-w-80 py-1.5 whitespace-normal">{riskCriteria[risk]}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
