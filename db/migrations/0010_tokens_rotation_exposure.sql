CREATE TABLE "exposed_identifiers" (
	"hmac" "bytea" PRIMARY KEY NOT NULL,
	"list_id" uuid NOT NULL,
	"is_secret" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exposed_uses" (
	"minute" integer NOT NULL,
	"subject" text NOT NULL,
	"is_accepted" boolean NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "exposed_uses_minute_subject_is_accepted_pk" PRIMARY KEY("minute","subject","is_accepted")
);
--> statement-breakpoint
CREATE TABLE "exposure_lists" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "revoked_by" text;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "revocation_approval_id" uuid;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "predecessor_id" uuid;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "rotated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "expires_before_rotation" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "exposed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "exposure_list_id" uuid;--> statement-breakpoint
CREATE INDEX "exposed_identifiers_secret" ON "exposed_identifiers" USING btree ("hmac") WHERE "exposed_identifiers"."is_secret";--> statement-breakpoint
CREATE INDEX "exposure_lists_time" ON "exposure_lists" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "tokens_revoked" ON "tokens" USING btree ("revoked_by","revoked_at") WHERE "tokens"."revoked_by" is not null;--> statement-breakpoint
CREATE INDEX "tokens_exposed" ON "tokens" USING btree ("exposure_list_id") WHERE "tokens"."exposure_list_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "tokens_successor" ON "tokens" USING btree ("predecessor_id") WHERE "tokens"."revoked_at" is null;--> statement-breakpoint
CREATE VIEW "public"."exposure_key" AS (select value from settings where key = 'exposure/hmac-key' and is_secret);