import type { Permission } from "@/lib/access/permissions";
import { ownEndpoints } from "@/lib/endpoints/own-endpoints";

/** Pages that answer without an account: of the design's list, as far as it exists. */
export const openPages: readonly string[] = ["/login"];

/** Which permission a page asks for before it shows anything; a page of the build that stands neither here nor above fails the spec. */
export const pageRules: Record<string, Permission> = {
  "/": "fleet.read",
  "/approvals": "approval.read",
  "/approvals/[id]": "approval.read",
  "/audit": "audit.read",
  "/findings": "finding.read",
  "/findings/[id]": "finding.read",
  "/fleet": "fleet.read",
  "/fleet/devices": "device.read",
  "/fleet/devices/[id]": "device.read",
  "/fleet/policy": "policy.read",
  "/fleet/policy/new": "policy.write",
  "/fleet/providers": "provider.read",
  "/fleet/providers/[slug]": "provider.read",
  "/fleet/sets": "device-set.read",
  "/settings": "session.read",
  "/settings/api": "fleet.read",
  "/settings/endpoints": "endpoint.read",
  "/settings/endpoints/[id]": "endpoint.read",
  "/settings/exposed": "token.write",
  "/settings/roles": "session.read",
  "/settings/sessions": "session.read",
  "/settings/sign-in": "settings.read",
  "/settings/tokens": "token.read",
  "/settings/users": "user.read",
  "/settings/users/[id]": "user.read",
};

/** The same for the server actions, by the name that they are exported under. */
export const actionRules: Record<string, Permission> = {
  carryOutAction: "approval.read",
  checkProviderAction: "settings.read",
  combineDeviceSetsAction: "device-set.write",
  countDeviceSetsAction: "device-set.read",
  createChangeAction: "change.write",
  createEndpointAction: "endpoint.write",
  createTokenAction: "token.write",
  decideApprovalAction: "approval.read",
  deleteChangeAction: "change.write",
  deleteDeviceSetAction: "device-set.write",
  disableUserAction: "user.write",
  enableUserAction: "user.write",
  endOtherSessionsAction: "session.end",
  endSessionAction: "session.end",
  estimatePolicyAction: "policy.read",
  linkAccountsAction: "user.write",
  moveDeviceAction: "device.move",
  proposePolicyAction: "policy.write",
  proposeRoleAction: "user.write",
  proposeRevocationAction: "token.write",
  quarantineDevicesAction: "device.quarantine",
  releaseDevicesAction: "device.quarantine",
  removeEndpointAction: "endpoint.write",
  renameDeviceSetAction: "device-set.write",
  retireDevicesAction: "device.retire",
  revokeTokensAction: "token.write",
  rotateTokenAction: "token.write",
  saveDeviceSetAction: "device-set.write",
  savePolicyAction: "policy.write",
  selectLiveTokensAction: "token.read",
  separateAccountAction: "user.write",
  setReviewPeriodsAction: "settings.write",
  suggestProvidersAction: "provider.read",
  updateChangeAction: "change.write",
  updateEndpointAction: "endpoint.write",
  updateProviderAction: "provider.write",
  withdrawPolicyAction: "policy.write",
  withdrawProposalAction: "approval.read",
  withdrawReviewAction: "endpoint.write",
};

/** Route handlers of the web server, each method: the rules stand in the list of Muster's own endpoints. */
export const webRules = ownEndpoints.filter(({ server }) => server === "web");
export const gatewayRules = ownEndpoints.filter(({ server }) => server === "gateway");
