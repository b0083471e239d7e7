ALTER TABLE "findings" drop column "source";--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "source" text GENERATED ALWAYS AS (case
      when rule like 'fleet.%' then 'fleet'
      when rule like 'api.%' or rule like 'posture.endpoint-%' or rule like 'posture.webhook-%' then 'api'
      when rule like 'external.%' then 'external'
      else 'cluster' end) STORED NOT NULL;