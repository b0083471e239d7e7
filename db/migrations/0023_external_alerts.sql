CREATE TABLE "external_alerts" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"finding_id" uuid NOT NULL,
	"fired_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"recent" text[] NOT NULL
);
