-- Daily partitions are made and dropped by the worker and the gateway, whose roles own no table: these two functions act for
-- the owner, on these three tables alone. A fixed search_path, so that nothing of the caller's is ever called.
CREATE FUNCTION "make_partition"("parent" text, "day" integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  partition_name text := parent || '_' || to_char(date '1970-01-01' + day, 'YYYYMMDD');
BEGIN
  IF parent NOT IN ('presence', 'transitions', 'fleet_minutes') THEN
    RAISE EXCEPTION 'no table with daily partitions: %', parent;
  END IF;
  -- Every merge of a minute leaves its old bits behind: vacuumed at a fifth of the table, as by default, a day is a fifth larger.
  EXECUTE format(
    'CREATE TABLE IF NOT EXISTS public.%I PARTITION OF public.%I FOR VALUES FROM (%s) TO (%s) %s',
    partition_name, parent, day::bigint * 1440, (day::bigint + 1) * 1440,
    CASE parent WHEN 'presence' THEN 'WITH (toast.autovacuum_vacuum_scale_factor = 0.05)' ELSE '' END
  );
  IF parent = 'presence' THEN
    EXECUTE format('ALTER TABLE public.%I ALTER COLUMN bits SET STORAGE EXTERNAL', partition_name);
  END IF;
END
$$;--> statement-breakpoint
-- True when it is gone; with `minutes` and `bits` only if a day of presence holds exactly as many.
CREATE FUNCTION "drop_partition"("parent" text, "day" integer, "minutes" bigint, "bits" bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  partition_name text := parent || '_' || to_char(date '1970-01-01' + day, 'YYYYMMDD');
  found_minutes bigint;
  found_bits bigint;
BEGIN
  IF parent NOT IN ('presence', 'transitions', 'fleet_minutes') THEN
    RAISE EXCEPTION 'no table with daily partitions: %', parent;
  END IF;
  IF to_regclass('public.' || quote_ident(partition_name)) IS NULL THEN
    RETURN true;
  END IF;
  IF minutes IS NOT NULL THEN
    EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', partition_name);
    EXECUTE format('SELECT count(*), coalesce(sum(bit_count(bits)), 0)::bigint FROM public.%I', partition_name)
      INTO found_minutes, found_bits;
    IF found_minutes <> minutes OR found_bits <> bits THEN
      RETURN false;
    END IF;
  END IF;
  EXECUTE format('DROP TABLE IF EXISTS public.%I', partition_name);
  RETURN true;
END
$$;
