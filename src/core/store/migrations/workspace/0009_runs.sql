CREATE TABLE `run` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`mode` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`zone` text NOT NULL,
	`key_id` text,
	`created_at` integer NOT NULL,
	`published_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `run_once` ON `run` (`idempotency_key`);--> statement-breakpoint
CREATE INDEX `run_created` ON `run` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `run_step` (
	`post_id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`row` integer NOT NULL,
	`campaign` text,
	`step` text,
	`interaction` text NOT NULL,
	`parent_post_id` text,
	`slot` integer NOT NULL,
	FOREIGN KEY (`post_id`) REFERENCES `post`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`parent_post_id`) REFERENCES `post`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `run_step_row` ON `run_step` (`run_id`,`row`);--> statement-breakpoint
CREATE INDEX `run_step_parent` ON `run_step` (`parent_post_id`);