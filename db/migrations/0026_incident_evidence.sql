CREATE TABLE "evidence_blocks" (
	"evidence_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "evidence_blocks_evidence_id_position_pk" PRIMARY KEY("evidence_id","position")
);
--> statement-breakpoint
CREATE TABLE "evidence_uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"place" text NOT NULL,
	"begun_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"name" text NOT NULL,
	"note" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"place" text NOT NULL,
	"added_by_id" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" text,
	"withdrawn_reason" text
);
--> statement-breakpoint
CREATE TABLE "incident_indicators" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"incident_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"note" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" text,
	"withdrawn_reason" text
);
--> statement-breakpoint
CREATE INDEX "evidence_uploads_begun" ON "evidence_uploads" USING btree ("begun_at");--> statement-breakpoint
CREATE INDEX "incident_evidence_time" ON "incident_evidence" USING btree ("incident_id","added_at","id");--> statement-breakpoint
CREATE INDEX "incident_evidence_sha256" ON "incident_evidence" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "incident_indicators_time" ON "incident_indicators" USING btree ("incident_id","added_at","id");--> statement-breakpoint
CREATE INDEX "incident_indicators_value" ON "incident_indicators" USING btree ("kind",md5("value"));--> statement-breakpoint
CREATE UNIQUE INDEX "incident_indicators_live" ON "incident_indicators" USING btree ("incident_id","kind",md5("value")) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "audit_log_address" ON "audit_log" USING btree ("address","at") WHERE "audit_log"."address" is not null;--> statement-breakpoint
CREATE INDEX "sessions_user_agent" ON "sessions" USING btree (md5("user_agent")) WHERE "sessions"."user_agent" is not null;