CREATE TABLE "finding_comments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"finding_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "finding_suppressions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"fingerprint" text,
	"rule" text,
	"provider" text,
	"cluster" text,
	"reason" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"held_at_first" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_how" text,
	"ended_by" text
);
--> statement-breakpoint
DROP INDEX "findings_status";--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "source" text GENERATED ALWAYS AS (case
      when rule like 'fleet.%' then 'fleet'
      when rule like 'api.%' or rule like 'posture.endpoint-%' then 'api'
      when rule like 'external.%' then 'external'
      else 'cluster' end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "severity_rank" smallint GENERATED ALWAYS AS (case severity
      when 'critical' then 5 when 'high' then 4 when 'medium' then 3 when 'low' then 2 else 1 end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "provider" text GENERATED ALWAYS AS (subjects->>'provider') STORED;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "cluster" text GENERATED ALWAYS AS (subjects->>'cluster') STORED;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "assignee_id" uuid;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "acknowledged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "acknowledged_by" uuid;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "suppression_id" uuid;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "resolved_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "finding_comments_finding" ON "finding_comments" USING btree ("finding_id","at","id");--> statement-breakpoint
CREATE INDEX "finding_suppressions_time" ON "finding_suppressions" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "finding_suppressions_until" ON "finding_suppressions" USING btree ("until") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "finding_suppressions_fingerprint" ON "finding_suppressions" USING btree ("fingerprint") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "domain_events_finding" ON "domain_events" USING btree ((subjects->>'finding'),"recorded_at","id") WHERE subjects ? 'finding';--> statement-breakpoint
CREATE INDEX "findings_open" ON "findings" USING btree ("severity_rank","started_at","id") WHERE status in ('new', 'in_progress');--> statement-breakpoint
CREATE INDEX "findings_open_rule" ON "findings" USING btree ("rule","severity_rank","started_at","id") WHERE status in ('new', 'in_progress');--> statement-breakpoint
CREATE INDEX "findings_open_provider" ON "findings" USING btree ("provider","severity_rank","started_at","id") WHERE provider is not null and status in ('new', 'in_progress');--> statement-breakpoint
CREATE INDEX "findings_open_cluster" ON "findings" USING btree ("cluster","severity_rank","started_at","id") WHERE cluster is not null and status in ('new', 'in_progress');--> statement-breakpoint
CREATE INDEX "findings_open_assignee" ON "findings" USING btree ("assignee_id","severity_rank","started_at","id") WHERE assignee_id is not null and status in ('new', 'in_progress');--> statement-breakpoint
CREATE INDEX "findings_suppression" ON "findings" USING btree ("suppression_id") WHERE suppression_id is not null;--> statement-breakpoint
CREATE INDEX "findings_status" ON "findings" USING btree ("status","started_at","id");--> statement-breakpoint
UPDATE "findings" SET "resolved_at" = coalesce("ended_at", "updated_at") WHERE "status" = 'resolved';
