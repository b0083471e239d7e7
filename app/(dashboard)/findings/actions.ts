"use server";
import { z } from "zod";
import { action } from "@/app/action";
import { countInScope, MakeSuppression, makeSuppression } from "@/lib/findings/suppression/make-suppression";
import { RevokeSuppressions, revokeSuppressions } from "@/lib/findings/suppression/revoke-suppressions";
import { SuppressFindings, suppressFindings } from "@/lib/findings/suppression/suppress-findings";
import { SuppressionScope } from "@/lib/findings/suppression/suppression-scope";
import { AcknowledgeFindings, acknowledgeFindings, releaseFindings } from "@/lib/findings/triage/acknowledge-findings";
import { AssignFindings, assignFindings } from "@/lib/findings/triage/assign-findings";
import { CommentOnFinding, commentOnFinding } from "@/lib/findings/triage/comment-on-finding";
import {
  ReopenFindings,
  ResolveFindings,
  reopenFindings,
  resolveFindings,
} from "@/lib/findings/triage/resolve-findings";

// Pages draw themselves anew when they hear of the change: an answer is not kept waiting for that.

export const acknowledgeFindingsAction = action("finding.write", AcknowledgeFindings, (ctx, input) =>
  acknowledgeFindings(ctx, input),
);

export const releaseFindingsAction = action("finding.write", AcknowledgeFindings, (ctx, input) =>
  releaseFindings(ctx, input),
);

export const assignFindingsAction = action("finding.write", AssignFindings, (ctx, input) => assignFindings(ctx, input));

export const resolveFindingsAction = action("finding.write", ResolveFindings, (ctx, input) =>
  resolveFindings(ctx, input),
);

export const reopenFindingsAction = action("finding.write", ReopenFindings, (ctx, input) => reopenFindings(ctx, input));

export const suppressFindingsAction = action("finding.write", SuppressFindings, (ctx, input) =>
  suppressFindings(ctx, input),
);

export const makeSuppressionAction = action("finding.write", MakeSuppression, (ctx, input) =>
  makeSuppression(ctx, input),
);

/** Answers how many findings came back. */
export const revokeSuppressionsAction = action("finding.write", RevokeSuppressions, (ctx, input) =>
  revokeSuppressions(ctx, input),
);

/** Answers how many open findings a suppression of the scope would take at once. */
export const countInScopeAction = action("finding.read", z.object({ scope: SuppressionScope }), (ctx, { scope }) =>
  countInScope(ctx, scope),
);

export const commentOnFindingAction = action("finding.write", CommentOnFinding, async (ctx, input) => {
  const { at, ...comment } = await commentOnFinding(ctx, input);
  return { ...comment, at: at.getTime() };
});
