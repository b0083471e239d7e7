CREATE SEQUENCE "public"."device_ordinals" INCREMENT BY 1 MINVALUE 0 MAXVALUE 2147483647 START WITH 0 CACHE 1;--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"address" "inet"
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"user_agent" text,
	CONSTRAINT "sessions_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"provider_id" integer,
	"cluster" text,
	"role" text,
	"is_read_only" boolean DEFAULT true NOT NULL,
	"interval_seconds" integer,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"name" text,
	"email" text,
	"role" text NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_sign_in_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "domain_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "domain_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"happened_at" timestamp with time zone NOT NULL,
	"happened_until" timestamp with time zone,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"subjects" jsonb NOT NULL,
	"figures" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"rule" text NOT NULL,
	"fingerprint" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"severity" text NOT NULL,
	"confidence" double precision NOT NULL,
	"status" text DEFAULT 'new' NOT NULL,
	"attack" text[] DEFAULT '{}' NOT NULL,
	"subjects" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"detected_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"occurrences" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "admission_policies" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "admission_policies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"minimum_agent" text,
	"agent_mode" text DEFAULT 'off' NOT NULL,
	"legacy_token_mode" text DEFAULT 'off' NOT NULL,
	"verification_mode" text DEFAULT 'off' NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	"note" text,
	"estimate" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"policy_id" integer,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "device_decisions" (
	"shard" smallint NOT NULL,
	"ordinal" integer NOT NULL,
	"from_minute" integer NOT NULL,
	"to_minute" integer,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	CONSTRAINT "device_decisions_shard_ordinal_kind_from_minute_pk" PRIMARY KEY("shard","ordinal","kind","from_minute")
);
--> statement-breakpoint
CREATE TABLE "device_history" (
	"shard" smallint NOT NULL,
	"ordinal" integer NOT NULL,
	"field" text NOT NULL,
	"from" timestamp with time zone NOT NULL,
	"to" timestamp with time zone NOT NULL,
	"value" text,
	CONSTRAINT "device_history_shard_ordinal_field_to_pk" PRIMARY KEY("shard","ordinal","field","to")
);
--> statement-breakpoint
CREATE TABLE "device_ids" (
	"id" text PRIMARY KEY NOT NULL,
	"ordinal" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "device_sets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"definition" jsonb NOT NULL,
	"minute" integer NOT NULL,
	"devices" integer NOT NULL,
	"gpus" integer NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "device_states" (
	"shard" smallint NOT NULL,
	"ordinal" integer NOT NULL,
	"state" smallint NOT NULL,
	"since" integer NOT NULL,
	"last_seen" integer,
	CONSTRAINT "device_states_shard_ordinal_pk" PRIMARY KEY("shard","ordinal")
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
CREATE TABLE "devices" (
	"shard" smallint NOT NULL,
	"ordinal" integer NOT NULL,
	"device_id" text NOT NULL,
	"name" text,
	"provider_id" integer NOT NULL,
	"region" text,
	"gpu_model" text,
	"gpu_count" smallint DEFAULT 1 NOT NULL,
	"agent" text,
	"boot" text,
	"cluster" text,
	"node" text,
	"interval_seconds" smallint DEFAULT 30 NOT NULL,
	"enrolled_at" timestamp with time zone NOT NULL,
	"decision" text,
	"decision_reason" text,
	"verified_at" timestamp with time zone,
	"verified_until" timestamp with time zone,
	"version" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "devices_shard_ordinal_pk" PRIMARY KEY("shard","ordinal")
) WITH (fillfactor = 85);
--> statement-breakpoint
CREATE TABLE "gateways" (
	"id" smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "gateways_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 32767 START WITH 1 CACHE 1),
	"instance" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"merged_through" integer NOT NULL,
	"stopped_at" timestamp with time zone,
	"metrics" text
);
--> statement-breakpoint
CREATE TABLE "gpu_models" (
	"name" text PRIMARY KEY NOT NULL,
	"vendor" text NOT NULL,
	"memory_gib" integer,
	"class" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ingest_rejections" (
	"minute" integer NOT NULL,
	"token_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "ingest_rejections_minute_token_id_reason_pk" PRIMARY KEY("minute","token_id","reason")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"epoch" bigint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "provider_hours" (
	"provider_id" integer NOT NULL,
	"hour" integer NOT NULL,
	"enrolled_device_minutes" bigint NOT NULL,
	"connected_device_minutes" bigint NOT NULL,
	"blocked_device_minutes" bigint NOT NULL,
	"enrolled_gpu_minutes" bigint NOT NULL,
	"connected_gpu_minutes" bigint NOT NULL,
	"blocked_gpu_minutes" bigint NOT NULL,
	"verified_gpu_minutes" bigint NOT NULL,
	"covered_minutes" smallint NOT NULL,
	CONSTRAINT "provider_hours_provider_id_hour_pk" PRIMARY KEY("provider_id","hour")
);
--> statement-breakpoint
CREATE TABLE "providers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "providers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"contact_name" text,
	"contact_email" text,
	"contact_phone" text,
	"channel" text DEFAULT 'email' NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"heartbeat_interval_seconds" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "providers_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"is_secret" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"shard" smallint NOT NULL,
	"ordinal" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"result" text NOT NULL,
	"method" text,
	"digest" text,
	"duration_ms" double precision,
	"valid_until" timestamp with time zone,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "verifications_shard_ordinal_at_pk" PRIMARY KEY("shard","ordinal","at")
);
--> statement-breakpoint
CREATE TABLE "coverage" (
	"minute" integer PRIMARY KEY NOT NULL,
	"status" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "device_set_bits" (
	"shard" smallint NOT NULL,
	"set_id" uuid NOT NULL,
	"bits" bit(65536) NOT NULL,
	CONSTRAINT "device_set_bits_shard_set_id_pk" PRIMARY KEY("shard","set_id")
);
--> statement-breakpoint
CREATE TABLE "fleet_minutes" (
	"dimension" text NOT NULL,
	"key" text NOT NULL,
	"minute" integer NOT NULL,
	"devices_connected" integer NOT NULL,
	"devices_outdated_agent" integer NOT NULL,
	"devices_legacy_token" integer NOT NULL,
	"devices_unverified" integer NOT NULL,
	"devices_silent" integer NOT NULL,
	"devices_quarantined" integer NOT NULL,
	"devices_unknown" integer NOT NULL,
	"devices_seen" integer NOT NULL,
	"devices_verified" integer NOT NULL,
	"gpus_connected" integer NOT NULL,
	"gpus_outdated_agent" integer NOT NULL,
	"gpus_legacy_token" integer NOT NULL,
	"gpus_unverified" integer NOT NULL,
	"gpus_silent" integer NOT NULL,
	"gpus_quarantined" integer NOT NULL,
	"gpus_unknown" integer NOT NULL,
	"gpus_seen" integer NOT NULL,
	"gpus_verified" integer NOT NULL,
	"revised_at" timestamp with time zone,
	CONSTRAINT "fleet_minutes_dimension_key_minute_pk" PRIMARY KEY("dimension","key","minute")
) PARTITION BY RANGE ("minute");
--> statement-breakpoint
CREATE TABLE "presence" (
	"plane" smallint NOT NULL,
	"shard" smallint NOT NULL,
	"minute" integer NOT NULL,
	"bits" bit(65536) NOT NULL,
	CONSTRAINT "presence_plane_shard_minute_pk" PRIMARY KEY("plane","shard","minute")
) PARTITION BY RANGE ("minute");
--> statement-breakpoint
CREATE TABLE "presence_blocks" (
	"plane" smallint NOT NULL,
	"shard" smallint NOT NULL,
	"hour" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "presence_blocks_plane_shard_hour_pk" PRIMARY KEY("plane","shard","hour")
);
--> statement-breakpoint
CREATE TABLE "presence_journal" (
	"gateway" smallint NOT NULL,
	"seq" bigint NOT NULL,
	"minute" integer NOT NULL,
	"plane" smallint NOT NULL,
	"shard" smallint NOT NULL,
	"ordinals" "bytea" NOT NULL,
	CONSTRAINT "presence_journal_gateway_seq_minute_plane_shard_pk" PRIMARY KEY("gateway","seq","minute","plane","shard")
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
CREATE TABLE "pulses" (
	"slot" integer NOT NULL,
	"gateway" smallint NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "pulses_slot_gateway_pk" PRIMARY KEY("slot","gateway")
);
--> statement-breakpoint
CREATE TABLE "roll_calls" (
	"minute" integer PRIMARY KEY NOT NULL,
	"rolled_at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"transitions" integer NOT NULL,
	"revised_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "roll_queue" (
	"shard" smallint NOT NULL,
	"minute" integer NOT NULL,
	"queued_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "roll_queue_shard_minute_pk" PRIMARY KEY("shard","minute")
);
--> statement-breakpoint
CREATE TABLE "shard_rolls" (
	"shard" smallint PRIMARY KEY NOT NULL,
	"rolled_through" integer NOT NULL,
	"epoch" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transitions" (
	"shard" smallint NOT NULL,
	"ordinal" integer NOT NULL,
	"minute" integer NOT NULL,
	"from_state" smallint NOT NULL,
	"to_state" smallint NOT NULL,
	CONSTRAINT "transitions_shard_ordinal_minute_pk" PRIMARY KEY("shard","ordinal","minute")
) PARTITION BY RANGE ("minute");
--> statement-breakpoint
CREATE INDEX "audit_log_time" ON "audit_log" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_log_target" ON "audit_log" USING btree ("target_kind","target_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "tokens_prefix" ON "tokens" USING btree ("prefix");--> statement-breakpoint
CREATE INDEX "tokens_provider" ON "tokens" USING btree ("provider_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_identity" ON "users" USING btree ("issuer","subject");--> statement-breakpoint
CREATE INDEX "domain_events_feed" ON "domain_events" USING btree ("xid","id");--> statement-breakpoint
CREATE INDEX "domain_events_time" ON "domain_events" USING btree ("happened_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "findings_open_fingerprint" ON "findings" USING btree ("fingerprint") WHERE "findings"."status" <> 'resolved';--> statement-breakpoint
CREATE INDEX "findings_time" ON "findings" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "findings_status" ON "findings" USING btree ("status","started_at");--> statement-breakpoint
CREATE INDEX "changes_time" ON "changes" USING btree ("starts_at","id");--> statement-breakpoint
CREATE INDEX "device_decisions_open" ON "device_decisions" USING btree ("shard","ordinal") WHERE "device_decisions"."to_minute" is null;--> statement-breakpoint
CREATE INDEX "device_decisions_minutes" ON "device_decisions" USING btree ("from_minute");--> statement-breakpoint
CREATE INDEX "device_history_to" ON "device_history" USING btree ("to","field");--> statement-breakpoint
CREATE INDEX "devices_version" ON "devices" USING btree ("version","ordinal");--> statement-breakpoint
CREATE INDEX "devices_provider" ON "devices" USING btree ("provider_id","ordinal");--> statement-breakpoint
CREATE UNIQUE INDEX "gateways_instance" ON "gateways" USING btree ("instance");--> statement-breakpoint
CREATE INDEX "device_set_bits_set" ON "device_set_bits" USING btree ("set_id");--> statement-breakpoint
-- Bitmaps are rewritten whole and do not compress well enough to be worth the time.
ALTER TABLE "presence" ALTER COLUMN "bits" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "presence_blocks" ALTER COLUMN "data" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "device_set_bits" ALTER COLUMN "bits" SET STORAGE EXTERNAL;
