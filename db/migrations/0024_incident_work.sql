CREATE TABLE "incident_handovers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"incident_id" uuid NOT NULL,
	"body" text NOT NULL,
	"figures" jsonb NOT NULL,
	"for_id" uuid,
	"written_by_id" text NOT NULL,
	"written_by_name" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"taken_by_id" text,
	"taken_by_name" text,
	"taken_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "incident_looks" (
	"incident_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"looked_at" timestamp with time zone NOT NULL,
	"seen" "pg_snapshot" NOT NULL,
	CONSTRAINT "incident_looks_incident_id_user_id_pk" PRIMARY KEY("incident_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "incident_playbooks" (
	"incident_id" uuid NOT NULL,
	"playbook_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	CONSTRAINT "incident_playbooks_incident_id_playbook_id_pk" PRIMARY KEY("incident_id","playbook_id")
);
--> statement-breakpoint
CREATE TABLE "incident_tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"incident_id" uuid NOT NULL,
	"title" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"blocked_by" text DEFAULT '' NOT NULL,
	"owner_id" uuid,
	"due_at" timestamp with time zone,
	"act" text,
	"playbook_id" uuid,
	"playbook_version" integer,
	"step" smallint DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "playbook_versions" (
	"playbook_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"description" text NOT NULL,
	"steps" jsonb NOT NULL,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "playbook_versions_playbook_id_version_pk" PRIMARY KEY("playbook_id","version")
);
--> statement-breakpoint
CREATE TABLE "playbooks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "playbooks_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "incident" jsonb;--> statement-breakpoint
CREATE INDEX "incident_handovers_time" ON "incident_handovers" USING btree ("incident_id","written_at","id");--> statement-breakpoint
CREATE INDEX "incident_tasks_order" ON "incident_tasks" USING btree ("incident_id","created_at","step","id");--> statement-breakpoint
CREATE INDEX "incident_tasks_owner" ON "incident_tasks" USING btree ("owner_id","due_at") WHERE "incident_tasks"."state" <> 'done';--> statement-breakpoint
CREATE INDEX "playbooks_time" ON "playbooks" USING btree ("created_at","id");