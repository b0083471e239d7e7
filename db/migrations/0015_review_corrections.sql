CREATE TABLE "former_reviews" (
	"review_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"kind" text NOT NULL,
	"reviewed_at" timestamp with time zone NOT NULL,
	"reviewer" text NOT NULL,
	"outcome" text NOT NULL,
	"notes" text NOT NULL,
	"report_name" text,
	"report_type" text,
	"report_bytes" integer,
	"report_sha256" text,
	"reason" text NOT NULL,
	"corrected_by" text NOT NULL,
	"corrected_at" timestamp with time zone NOT NULL,
	CONSTRAINT "former_reviews_review_id_revision_pk" PRIMARY KEY("review_id","revision")
);
--> statement-breakpoint
ALTER TABLE "endpoint_reports" ADD COLUMN "sha256" text;--> statement-breakpoint
-- Until now a review had one report at most, whose hash stands beside its name.
UPDATE "endpoint_reports" SET "sha256" = review."report_sha256"
FROM "endpoint_reviews" review WHERE review."id" = "endpoint_reports"."review_id";--> statement-breakpoint
ALTER TABLE "endpoint_reports" ALTER COLUMN "sha256" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "endpoint_reports" DROP CONSTRAINT "endpoint_reports_pkey";--> statement-breakpoint
ALTER TABLE "endpoint_reports" ADD CONSTRAINT "endpoint_reports_review_id_sha256_pk" PRIMARY KEY("review_id","sha256");--> statement-breakpoint
ALTER TABLE "endpoint_reviews" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "endpoint_reviews" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "endpoint_reviews" ADD COLUMN "withdrawn_by" text;--> statement-breakpoint
ALTER TABLE "endpoint_reviews" ADD COLUMN "withdrawn_reason" text;