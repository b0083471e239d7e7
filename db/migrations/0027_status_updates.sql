CREATE TABLE "status_recipients" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"update_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"user_id" uuid,
	"provider_id" integer
);
--> statement-breakpoint
CREATE TABLE "status_updates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"audience" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"facts" jsonb NOT NULL,
	"recipients" integer NOT NULL,
	"next_promised_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	"sent_by_id" text NOT NULL,
	"sent_by_name" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "status_recipients_user" ON "status_recipients" USING btree ("update_id","purpose","user_id") WHERE user_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "status_recipients_provider" ON "status_recipients" USING btree ("update_id","purpose","provider_id") WHERE provider_id is not null;--> statement-breakpoint
CREATE INDEX "status_updates_incident" ON "status_updates" USING btree ("incident_id","sent_at","id");--> statement-breakpoint
CREATE INDEX "status_updates_due" ON "status_updates" USING btree ("next_promised_at") WHERE next_promised_at is not null and reminded_at is null;