CREATE TABLE `ai_cadence` (
	`id` text PRIMARY KEY NOT NULL,
	`fields` text NOT NULL,
	`turn` integer DEFAULT 0 NOT NULL,
	`next_at` integer,
	`created_at` integer NOT NULL,
	`removed_at` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `ai_cadence_run` (
	`id` text PRIMARY KEY NOT NULL,
	`cadence_id` text NOT NULL,
	`topic` text NOT NULL,
	`due_at` integer NOT NULL,
	`at` integer NOT NULL,
	`outcome` text NOT NULL,
	`post_id` text,
	`job_id` text,
	`told` text,
	FOREIGN KEY (`cadence_id`) REFERENCES `ai_cadence`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `ai_cadence_run_at` ON `ai_cadence_run` (`at`,`id`);--> statement-breakpoint
CREATE TABLE `ai_call` (
	`id` text PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`task` text NOT NULL,
	`means` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`model` text NOT NULL,
	`state` text NOT NULL,
	`nano` integer,
	`estimated` integer NOT NULL,
	`input_tokens` integer,
	`output_tokens` integer,
	`images` integer DEFAULT 0 NOT NULL,
	`seconds` real DEFAULT 0 NOT NULL,
	`post_id` text,
	`account_id` text,
	`asset_id` text,
	`job_id` text,
	`told` text,
	`sent` text,
	`received` text,
	`day` text NOT NULL,
	`at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`endpoint_id`) REFERENCES `ai_endpoint`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `ai_call_day` ON `ai_call` (`day`);--> statement-breakpoint
CREATE INDEX `ai_call_run` ON `ai_call` (`run`);--> statement-breakpoint
CREATE INDEX `ai_call_at` ON `ai_call` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `ai_call_open` ON `ai_call` (`id`) WHERE ended_at is null;--> statement-breakpoint
CREATE TABLE `ai_endpoint` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`base_url` text NOT NULL,
	`free` integer NOT NULL,
	`timeout_seconds` integer NOT NULL,
	`responses` integer,
	`structured` integer,
	`completion_tokens` integer DEFAULT false NOT NULL,
	`test` text,
	`created_at` integer NOT NULL,
	`removed_at` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `ai_made` (
	`asset_id` text PRIMARY KEY NOT NULL,
	`prompt` text NOT NULL,
	`model` text NOT NULL,
	`ratio` text NOT NULL,
	`call_id` text NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `ai_made_at` ON `ai_made` (`at`,`asset_id`);--> statement-breakpoint
CREATE TABLE `ai_video` (
	`job_id` text PRIMARY KEY NOT NULL,
	`call_id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`model` text NOT NULL,
	`prompt` text NOT NULL,
	`size` text NOT NULL,
	`ratio` text NOT NULL,
	`seconds` integer NOT NULL,
	`remote_id` text,
	`asked_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`endpoint_id`) REFERENCES `ai_endpoint`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
