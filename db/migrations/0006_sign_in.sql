CREATE TABLE "logout_tokens" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "auth_time" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "provider_sid" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "sealed_id_token" "bytea";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "group_role" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "assigned_role" text;--> statement-breakpoint
CREATE INDEX "sessions_provider_sid" ON "sessions" USING btree ("provider_sid");--> statement-breakpoint
UPDATE "users" SET "group_role" = "role";
