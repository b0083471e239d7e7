CREATE TABLE "incident_entries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"incident_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"value" jsonb NOT NULL,
	"earliest" timestamp with time zone NOT NULL,
	"latest" timestamp with time zone NOT NULL,
	"source" text NOT NULL,
	"links" jsonb NOT NULL,
	"is_pinned" boolean DEFAULT false NOT NULL,
	"is_private" boolean DEFAULT false NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "incident_entry_revisions" (
	"entry_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"value" jsonb NOT NULL,
	"source" text NOT NULL,
	"links" jsonb NOT NULL,
	"is_private" boolean NOT NULL,
	"replaced_by" text NOT NULL,
	"replaced_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "incident_entry_revisions_entry_id_revision_pk" PRIMARY KEY("entry_id","revision")
);
--> statement-breakpoint
CREATE TABLE "incident_event_pins" (
	"incident_id" uuid NOT NULL,
	"event_id" bigint NOT NULL,
	"pinned_by" text NOT NULL,
	"pinned_at" timestamp with time zone NOT NULL,
	CONSTRAINT "incident_event_pins_incident_id_event_id_pk" PRIMARY KEY("incident_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "incident_findings" (
	"incident_id" uuid NOT NULL,
	"finding_id" uuid NOT NULL,
	"linked_by" text NOT NULL,
	"linked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "incident_findings_incident_id_finding_id_pk" PRIMARY KEY("incident_id","finding_id")
);
--> statement-breakpoint
CREATE TABLE "incident_moments" (
	"incident_id" uuid NOT NULL,
	"moment" text NOT NULL,
	"value" jsonb NOT NULL,
	"earliest" timestamp with time zone NOT NULL,
	"latest" timestamp with time zone NOT NULL,
	"source" text NOT NULL,
	"reason" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "incident_moments_incident_id_moment_pk" PRIMARY KEY("incident_id","moment")
);
--> statement-breakpoint
CREATE TABLE "incident_roles" (
	"incident_id" uuid NOT NULL,
	"role" text NOT NULL,
	"user_id" uuid NOT NULL,
	"assigned_at" timestamp with time zone NOT NULL,
	CONSTRAINT "incident_roles_incident_id_role_user_id_pk" PRIMARY KEY("incident_id","role","user_id")
);
--> statement-breakpoint
CREATE TABLE "incident_rule_cursor" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"xid" "xid8" NOT NULL,
	"event_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_rules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"least_severity" text NOT NULL,
	"detector" text,
	"severity" smallint NOT NULL,
	"kind" text NOT NULL,
	"tlp" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_by" text
);
--> statement-breakpoint
CREATE TABLE "incident_years" (
	"year" smallint PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"reference" text NOT NULL,
	"title" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"severity" smallint NOT NULL,
	"tlp" text NOT NULL,
	"kind" text NOT NULL,
	"merged_into_id" uuid,
	"root_id" uuid NOT NULL,
	"opened_by_rule" text,
	"opened_by" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "incidents_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE INDEX "incident_entries_time" ON "incident_entries" USING btree ("incident_id","earliest","id");--> statement-breakpoint
CREATE INDEX "incident_findings_finding" ON "incident_findings" USING btree ("finding_id");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_roles_lead" ON "incident_roles" USING btree ("incident_id") WHERE "incident_roles"."role" = 'lead';--> statement-breakpoint
CREATE INDEX "incidents_time" ON "incidents" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "incidents_root" ON "incidents" USING btree ("root_id");--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_open_rule" ON "incidents" USING btree ("opened_by_rule") WHERE "incidents"."state" not in ('closed', 'declined', 'merged');--> statement-breakpoint
CREATE INDEX "domain_events_incident" ON "domain_events" USING btree ((subjects->>'incident')) WHERE subjects ? 'incident';