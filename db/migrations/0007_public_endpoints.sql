CREATE TABLE "endpoint_reports" (
	"review_id" uuid PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "endpoint_review_periods" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"days" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "endpoint_reviews" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"reviewed_at" timestamp with time zone NOT NULL,
	"reviewer" text NOT NULL,
	"outcome" text NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"report_name" text,
	"report_type" text,
	"report_bytes" integer,
	"report_sha256" text,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_endpoints" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"host" text NOT NULL,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"owner" text DEFAULT '' NOT NULL,
	"exposure" text NOT NULL,
	"authentication" text NOT NULL,
	"data_class" text NOT NULL,
	"risk" text NOT NULL,
	"risk_reason" text,
	"is_deprecated" boolean DEFAULT false NOT NULL,
	"source" text NOT NULL,
	"document" text,
	"last_reviewed_at" timestamp with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "reviewed_endpoints" (
	"endpoint_id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	CONSTRAINT "reviewed_endpoints_endpoint_id_review_id_pk" PRIMARY KEY("endpoint_id","review_id")
);
--> statement-breakpoint
CREATE INDEX "endpoint_reviews_time" ON "endpoint_reviews" USING btree ("reviewed_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "public_endpoints_address" ON "public_endpoints" USING btree ("host","method","path");--> statement-breakpoint
CREATE INDEX "reviewed_endpoints_review" ON "reviewed_endpoints" USING btree ("review_id");