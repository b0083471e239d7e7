import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { expectRefused, SignInStand } from "./testing/sign-in-stand";

const stand = new SignInStand();

test("a sign-in must have been as strong as is set, by the id token alone, whatever was asked for", async () => {
  const sub = randomUUID();
  const wanted = { AUTH_ACR_VALUES: "phr urn:okta:loa:2fa:any", AUTH_AMR_VALUES: "mfa" };
  const strong = { acr: "urn:okta:loa:2fa:any", amr: ["pwd", "mfa"] };
  const as = (claims: Record<string, unknown>, userinfo: Record<string, unknown> = {}) => {
    stand.provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub, ...claims });
    stand.provider.userinfo = { sub, ...userinfo };
  };
  for (const claims of [
    {},
    { acr: strong.acr },
    { amr: strong.amr },
    { acr: "urn:okta:loa:1fa:any", amr: strong.amr },
  ]) {
    as({ ...claims, roles: ["admin"] });
    const visitor = stand.browser(wanted);
    await expectRefused(visitor, await stand.signIn(visitor), "WeakSignIn");
  }
  as({}, { roles: ["admin"], ...strong });
  const told = stand.browser(wanted);
  await expectRefused(told, await stand.signIn(told), "WeakSignIn");
  expect(await stand.database.sql`select 1 from users where subject = ${sub}`).toHaveLength(0);
  as({ roles: ["admin"], ...strong });
  const visitor = stand.browser(wanted);
  expect((await visitor.begin()).searchParams.get("acr_values")).toBe(wanted.AUTH_ACR_VALUES);
  await stand.signIn(visitor);
  expect((await visitor.session())?.user.role).toBe("admin");
});

test("when somebody signed in the userinfo endpoint does not say", async () => {
  const sub = randomUUID();
  stand.provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub });
  stand.provider.userinfo = { sub, roles: ["viewer"], auth_time: Math.floor(Date.now() / 1_000) };
  const visitor = stand.browser();
  await stand.signIn(visitor);
  const id = (await visitor.session())?.sessionId ?? "";
  expect(await stand.database.sql`select auth_time from sessions where id = ${id}`).toEqual([{ auth_time: null }]);
});

test("whoever is in more groups than the provider lists gets none of their roles, and is told why", async () => {
  const sub = randomUUID();
  const visitor = stand.browser({
    AUTH_ROLE_CLAIM: "groups",
    AUTH_ROLE_MAP: "0760b6cf-170e-4a14-91b3-4b78e0739963=admin",
  });
  const as = (claims: Record<string, unknown>) => {
    stand.provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub, ...claims });
    stand.provider.userinfo = { sub };
  };
  as({ groups: ["0760b6cf-170e-4a14-91b3-4b78e0739963", "3b2b0c93-acd8-4208-8eba-7a48db1cd4c0"] });
  await stand.signIn(visitor);
  expect((await visitor.session())?.user.role).toBe("admin");
  // As Microsoft Entra ID writes it from the 201st group on.
  const endpoint = `${stand.provider.issuer}/getMemberObjects`;
  as({ _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint } } });
  await expectRefused(visitor, await stand.signIn(visitor), "TooManyGroups");
  as({ hasgroups: true });
  await expectRefused(visitor, await stand.signIn(visitor), "TooManyGroups");
});

test.each<[string, Record<string, unknown>, Record<string, string>, string]>([
  ["a text", { roles: "responder" }, {}, "responder"],
  ["a list", { roles: ["x", "relations"] }, {}, "relations"],
  ["nested", { realm_access: { roles: ["admin"] } }, { AUTH_ROLE_CLAIM: "realm_access.roles" }, "admin"],
  ["an address", { "https://a.example/roles": ["viewer"] }, { AUTH_ROLE_CLAIM: "https://a.example/roles" }, "viewer"],
  ["groups", { groups: ["SOC"] }, { AUTH_ROLE_CLAIM: "groups", AUTH_ROLE_MAP: "SOC=responder" }, "responder"],
])("a role claim that is %s", async (_, claims, variables, role) => {
  stand.provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub: randomUUID(), ...claims });
  const visitor = stand.browser(variables);
  expect((await stand.signIn(visitor)).pathname).toBe("/fleet");
  expect((await visitor.session())?.user.role).toBe(role);
});

test.each<[string, Record<string, unknown>, Record<string, string>]>([
  ["absent", {}, {}],
  ["empty", { roles: [] }, {}],
  ["of no role", { roles: ["root"] }, {}],
  ["an object", { roles: { admin: true } }, {}],
  ["many in one text", { roles: "viewer,admin" }, {}],
  ["a role's name where groups are mapped", { roles: ["admin"] }, { AUTH_ROLE_MAP: "SOC=responder" }],
  ["an e-mail that nobody verified", { email: "a@b.c" }, { AUTH_ROLE_CLAIM: "email", AUTH_ROLE_MAP: "a@b.c=admin" }],
])("a role claim that is %s opens nothing and makes nobody", async (_, claims, variables) => {
  const sub = randomUUID();
  stand.provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub, ...claims });
  stand.provider.userinfo = { sub };
  const visitor = stand.browser(variables);
  await expectRefused(visitor, await stand.signIn(visitor), "NoRole");
  expect(await stand.database.sql`select 1 from users where subject = ${sub}`).toHaveLength(0);
  const noted = await stand.database.sql`select 1 from audit_log where target_id = 'sign-in without a role'`;
  expect(noted.length).toBeGreaterThan(0);
});

test("whoever has lost every group is out in each of their browsers, and whoever comes back finds the role again", async () => {
  const sub = randomUUID();
  const withRoles = (roles: string[]) => {
    stand.provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub, roles });
  };
  withRoles(["admin"]);
  const [left, again] = [stand.browser(), stand.browser()];
  await stand.signIn(left);
  expect((await left.session())?.user.role).toBe("admin");
  withRoles([]);
  await expectRefused(again, await stand.signIn(again), "NoRole");
  expect(await left.session()).toBeNull();
  const [row] = await stand.database.sql`select id, role, group_role from users where subject = ${sub}`;
  expect(row).toMatchObject({ role: "none", group_role: null });
  const actions = await stand.database.sql`select action from audit_log where target_id = ${row?.id} order by id`;
  expect(actions.map(({ action }) => action)).toEqual(["user.create", "user.lose-role"]);
  await expectRefused(again, await stand.signIn(again), "NoRole");
  withRoles(["viewer"]);
  await stand.signIn(again);
  expect((await again.session())?.user.role).toBe("viewer");
  expect(await left.session()).toBeNull();
});

test("groups that the userinfo endpoint alone names count; those of somebody else do not", async () => {
  const sub = randomUUID();
  stand.provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub });
  stand.provider.userinfo = { sub, roles: ["responder"], iss: "https://evil.example" };
  const visitor = stand.browser();
  expect((await stand.signIn(visitor)).pathname).toBe("/fleet");
  expect((await visitor.session())?.user.role).toBe("responder");
  stand.provider.userinfo = { sub: "somebody else", roles: ["admin"] };
  const other = stand.browser();
  await expectRefused(other, await stand.signIn(other));
});

test("an e-mail that changes, or that another has, changes nothing about who it is; groups are read each time", async () => {
  const [one, two] = [randomUUID(), randomUUID()];
  const as = async (claims: Record<string, unknown>) => {
    stand.provider.claims = (honest) => ({ ...honest, ...claims });
    const visitor = stand.browser();
    await stand.signIn(visitor);
    return (await visitor.session())?.user;
  };
  const first = await as({ sub: one, email: "ada@x.invalid", roles: ["admin"] });
  const renamed = await as({ sub: one, email: "new@x.invalid", roles: ["viewer"] });
  const another = await as({ sub: two, email: "ada@x.invalid", roles: ["viewer"] });
  expect(renamed).toMatchObject({ id: first?.id, role: "viewer" });
  expect(another?.id).not.toBe(first?.id);
});

test("somebody who was disabled stays out", async () => {
  const sub = randomUUID();
  stand.provider.claims = (honest) => ({ ...honest, sub });
  const visitor = stand.browser();
  await stand.signIn(visitor);
  await stand.database.sql`update users set disabled_at = now() where subject = ${sub}`;
  expect(await visitor.session()).toBeNull();
  await expectRefused(visitor, await stand.signIn(visitor), "Disabled");
});
