import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectSql, type Sql } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { parseEnv } from "@/lib/env";
import { startTestGateway } from "@/lib/ingest/testing/gateway-fixture";

const run = promisify(execFile);
const pages = ["README.md", ...readdirSync("docs").flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : []))];

type Section = { page: string; heading: string; text: string };
const sections = pages.flatMap((page): Section[] =>
  readFileSync(page, "utf8")
    .split(/^#{2,3} /m)
    .map((text) => ({ page, heading: text.split("\n", 1)[0] ?? "", text })),
);
const blockOf = /^```(\w*)\n([\s\S]*?)^```$/gm;

function sectionOf(heading: string): string {
  const found = sections.find((section) => section.heading === heading);
  if (!found) throw new Error(`The documentation has no section ${heading}.`);
  return found.text;
}
const commandsOf = (heading: string) =>
  sectionOf(heading)
    .split("\n")
    .filter((line) => /^ {4}(npm|curl) /.test(line))
    .map((line) => line.slice(4));

test("each section of the documentation that shows commands, SQL or settings is tried by a test", () => {
  const isTried = ({ text }: Section) => /^ {4}(npm|curl|[A-Z]+=\$\()/m.test(text) || /^```\w*$/m.test(text);
  expect(sections.filter(isTried).map(({ page, heading }) => `${page}: ${heading}`)).toEqual([
    "README.md: Run it", // scripts/start.long.test.ts
    "README.md: Connect a fleet", // e2e/readme.spec.ts
    "README.md: Send alerts",
    "README.md: Import what you have",
    "docs/database-roles.md: On a server of your own",
    "docs/database-roles.md: The audit trail",
    ...["Okta", "Auth0", "Keycloak", "Microsoft Entra ID", "Google"].map((name) => `docs/sso.md: ${name}`),
    "docs/webhooks.md: Verify a message", // lib/notify/webhooks/docs.test.ts
  ]);
});

test.each(["Okta", "Auth0", "Keycloak", "Microsoft Entra ID", "Google"])("the settings for %s are accepted", (name) => {
  const blocks = [...sectionOf(name).matchAll(blockOf)].filter(([, language]) => language === "");
  expect(blocks).toHaveLength(1);
  const lines = (blocks[0]?.[2] ?? "").trim().split("\n");
  const shown = Object.fromEntries(lines.map((line) => [line.split("=", 1)[0], line.slice(line.indexOf("=") + 1)]));
  const usual = { PUBLIC_URL: "https://muster.example.com", AUTH_CLIENT_ID: "muster", AUTH_CLIENT_SECRET: "secret" };
  const env = parseEnv({ ...usual, ...shown, AUTH_ISSUER: shown.AUTH_ISSUER?.replace("<tenant id>", "4711") });
  expect(env.AUTH_ISSUER).toMatch(/^https:/);
});

describe("on a fleet of its own", () => {
  let database: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), "muster-documentation-"));
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });
  const shell = async (script: string) => {
    const env = { ...process.env, DATABASE_URL: database.url, MUSTER_DATA: folder };
    return (await run("bash", ["-euo", "pipefail", "-c", script], { env })).stdout;
  };

  test("the README's imports take files of the shape that it describes", async () => {
    const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();
    const files = {
      "providers.csv": "slug,name,contact_email\nacme,Acme,ada@acme.example\n",
      "inventory.csv": "node_id,model,gpus\ngpu-1,H100,8\ngpu-2,H100,8\n",
      "checks.csv": `host,checked_at,result\ngpu-1,${at(180)},up\ngpu-1,${at(170)},down\ngpu-2,${at(175)},ok\n`,
    };
    const commands = commandsOf("Import what you have");
    expect(commands).toHaveLength(Object.keys(files).length);
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
      const command = commands.find((line) => line.includes(name)) ?? name;
      await shell(command.replace(name, join(folder, name)));
    }
    const rows = await database.sql<{ device: string; gpus: number }[]>`
      select device_id as device, gpu_count as gpus from devices order by device_id`;
    expect(rows).toEqual([
      { device: "gpu-1", gpus: 8 },
      { device: "gpu-2", gpus: 8 },
    ]);
    const [provider] = await database.sql`select name, contact_email from providers where slug = 'acme'`;
    expect(provider).toEqual({ name: "Acme", contact_email: "ada@acme.example" });
  });

  test("a token is rotated as the README says", async () => {
    const rotation = /`(npm run -s token -- --rotate PREFIX[^`]*)`/.exec(sectionOf("Connect a fleet"))?.[1] ?? "";
    const token = (await shell("npm run -s token -- --kind provider --provider acme")).trim();
    const successor = (await shell(rotation.replace("PREFIX", token.slice(0, 20)))).trim();
    expect(successor).toMatch(/^muster_/);
    expect(successor).not.toBe(token);
  });

  test("the README's alerts become findings, and the last one's end resolves its own", async () => {
    const gateway = await startTestGateway(database.ingestUrl);
    const section = sectionOf("Send alerts");
    const commands = [...section.matchAll(/^ {4}(?:npm|curl|ALERT=).*(?:(?<=\\)\n.*)*$/gm)].map(([command]) => command);
    expect(commands.map((command) => /v1\/alerts\/\w+|token/.exec(command)?.[0])).toEqual([
      ...["token", "v1/alerts/alertmanager", "v1/alerts/falco"],
      ...Array.from({ length: 3 }, () => "v1/alerts/cloudevents"),
    ]);
    const script = [];
    for (const command of commands) script.push(command.trim(), "echo");
    const answers = await shell(script.join("\n").replaceAll("localhost:4000", `127.0.0.1:${gateway.port}`));
    await gateway.stop();
    expect(answers.trim().split(/\s+/)).toEqual(Array.from({ length: 5 }, () => '{"accepted":1,"rejected":[]}'));
    const rows = await database.sql`select rule, status from findings order by rule, status`;
    expect(rows).toEqual([
      { rule: "external.alertmanager.MetadataWriteSurge", status: "new" },
      { rule: "external.cloudevents.com.example.miner", status: "new" },
      { rule: "external.cloudevents.com.example.miner", status: "resolved" },
      { rule: "external.falco.Terminal-shell-in-container", status: "new" },
    ]);
  });
});

describe("on a server of one's own", () => {
  const mark = randomBytes(4).toString("hex");
  const roles = ["muster_owner", "muster_application", "muster_ingest"];
  let admin: Sql;
  const own = (name: string) => `${name}_${mark}`;
  const urlOf = (role: string) => {
    const url = new URL(process.env.MUSTER_TEST_SERVER ?? "");
    Object.assign(url, { username: own(role), password: "secret", pathname: `/${own("muster")}` });
    return url.href;
  };
  const variables = {
    DATABASE_URL_MIGRATE: urlOf("muster_owner"),
    DATABASE_URL: urlOf("muster_application"),
    DATABASE_URL_INGEST: urlOf("muster_ingest"),
    MUSTER_DATA: mkdtempSync(join(tmpdir(), "muster-documentation-")),
  };
  const shell = (command: string) => run("bash", ["-c", command], { env: { ...process.env, ...variables } });

  beforeAll(async () => {
    admin = connectSql(process.env.MUSTER_TEST_SERVER ?? "", { max: 1, name: "muster-documentation" });
    const [[, , sql = ""] = []] = [...sectionOf("On a server of your own").matchAll(blockOf)];
    const statements = sql.replaceAll("…", "secret").replaceAll(/\bmuster\w*/g, own);
    for (const statement of statements.replaceAll(/^--.*$/gm, "").split(";")) {
      if (statement.trim()) await admin.unsafe(statement);
    }
  });
  afterAll(async () => {
    await admin.unsafe(`drop database if exists ${own("muster")} with (force)`);
    for (const name of roles) await admin.unsafe(`drop role if exists ${own(name)}`);
    await admin.end();
    rmSync(variables.MUSTER_DATA, { recursive: true });
  });

  test("the roles' SQL, what `npm run -s roles` prints, and the check of the audit trail work one after the other", async () => {
    await migrateDatabase(variables.DATABASE_URL_MIGRATE, new Date());
    const { stdout } = await shell("npm run -s roles");
    const owner = connectSql(variables.DATABASE_URL_MIGRATE, { max: 1 });
    await owner.unsafe(stdout);
    await owner.end();
    const application = connectSql(variables.DATABASE_URL, { max: 1 });
    await application`select 1 from providers`;
    await expect(application`delete from audit_log`).rejects.toMatchObject({ code: "42501" });
    await application.end();
    const ingest = connectSql(variables.DATABASE_URL_INGEST, { max: 1 });
    await expect(ingest`select 1 from users`).rejects.toMatchObject({ code: "42501" });
    await ingest.end();
    for (const command of commandsOf("The audit trail")) expect((await shell(command)).stdout).toMatch(/^0 rows/);
  });
});
