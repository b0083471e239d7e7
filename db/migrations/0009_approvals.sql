CREATE TABLE "approvals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	"title" text NOT NULL,
	"input" jsonb NOT NULL,
	"basis" jsonb NOT NULL,
	"figures" jsonb,
	"reason" text,
	"proposed_by" text NOT NULL,
	"proposed_by_name" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"approved_by" text,
	"approved_by_name" text,
	"approved_at" timestamp with time zone,
	"ended_how" text,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"ended_by_name" text,
	"ended_why" text
);
--> statement-breakpoint
CREATE INDEX "approvals_time" ON "approvals" USING btree ("proposed_at","id");--> statement-breakpoint
CREATE INDEX "approvals_open" ON "approvals" USING btree ("kind","target_id") WHERE ended_how is null;