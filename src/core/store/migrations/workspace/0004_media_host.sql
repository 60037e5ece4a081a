CREATE TABLE `hosted_file` (
	`key` text PRIMARY KEY NOT NULL,
	`host_id` text NOT NULL,
	`delivery_id` text,
	`sha256` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`url` text,
	`url_until` integer,
	`created_at` integer NOT NULL,
	`keep_until` integer,
	`removed_at` integer,
	`abandoned_at` integer,
	`tries` integer DEFAULT 0 NOT NULL,
	`next_try_at` integer NOT NULL,
	`problem` text,
	FOREIGN KEY (`host_id`) REFERENCES `media_host`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`delivery_id`) REFERENCES `delivery`(`id`) ON UPDATE no action ON DELETE set null
) STRICT;
--> statement-breakpoint
CREATE INDEX `hosted_file_delivery` ON `hosted_file` (`delivery_id`);--> statement-breakpoint
CREATE INDEX `hosted_file_there` ON `hosted_file` (`host_id`,`next_try_at`) WHERE removed_at is null and abandoned_at is null;--> statement-breakpoint
CREATE TABLE `media_host` (
	`id` text PRIMARY KEY NOT NULL,
	`place` text NOT NULL,
	`test` text,
	`created_at` integer NOT NULL,
	`retired_at` integer
) STRICT;
