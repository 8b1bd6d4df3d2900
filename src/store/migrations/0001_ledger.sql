ALTER TABLE "subscription" ALTER COLUMN "late_within_hours" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "tells" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "job" uuid;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "done" text DEFAULT 'tick' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "language" text DEFAULT 'zh' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "told" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_done" CHECK ("subscription"."done" in ('omit', 'tick'));--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_language" CHECK ("subscription"."language" in ('zh', 'en'));--> statement-breakpoint
ALTER TABLE "subscription" DROP COLUMN "concluded_at";