CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`kind` text NOT NULL,
	`external_id` text NOT NULL,
	`handle` text NOT NULL,
	`name` text NOT NULL,
	`display_handle` text NOT NULL,
	`url` text,
	`avatar` text,
	`server` text NOT NULL,
	`method` text NOT NULL,
	`limits` text NOT NULL,
	`defaults` text NOT NULL,
	`health` text DEFAULT 'ok' NOT NULL,
	`health_reason` text,
	`checked_at` integer,
	`expires_at` integer,
	`quota_remaining` integer,
	`quota_limit` integer,
	`quota_resets_at` integer,
	`paused_until` integer,
	`created_at` integer NOT NULL,
	`disconnected_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `account_handle` ON `account` (`handle`);--> statement-breakpoint
CREATE TABLE `asset` (
	`id` text PRIMARY KEY NOT NULL,
	`sha256` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`width` integer,
	`height` integer,
	`duration_ms` integer,
	`codec` text,
	`animated` integer DEFAULT false NOT NULL,
	`alt` text DEFAULT '' NOT NULL,
	`labels` text NOT NULL,
	`created_at` integer NOT NULL,
	`deleted_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `asset_sha256` ON `asset` (`sha256`);--> statement-breakpoint
CREATE INDEX `asset_created` ON `asset` (`created_at`,`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE TABLE `attempt` (
	`id` text PRIMARY KEY NOT NULL,
	`delivery_id` text NOT NULL,
	`number` integer NOT NULL,
	`owner` text NOT NULL,
	`fingerprint` text,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`outcome` text,
	`phases` text NOT NULL,
	`reason_code` text,
	`reason_message` text,
	`reason_words` text,
	FOREIGN KEY (`delivery_id`) REFERENCES `delivery`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `attempt_delivery` ON `attempt` (`delivery_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `delivery` (
	`id` text PRIMARY KEY NOT NULL,
	`post_id` text NOT NULL,
	`account_id` text NOT NULL,
	`occurrence` integer DEFAULT 0 NOT NULL,
	`status` text NOT NULL,
	`due_at` integer NOT NULL,
	`wall_time` text NOT NULL,
	`zone` text NOT NULL,
	`next_at` integer,
	`deadline_at` integer NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`attempt` integer DEFAULT 0 NOT NULL,
	`owner` text,
	`commit_started_at` integer,
	`commit_part` integer DEFAULT 0 NOT NULL,
	`handle` text,
	`frozen` text,
	`reason_code` text,
	`reason_message` text,
	`reason_words` text,
	`published_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`post_id`) REFERENCES `post`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "delivery_status_known" CHECK(status in ('scheduled','publishing','retrying','published','failed','unknown','handed_off','missed','canceled'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `delivery_once` ON `delivery` (`post_id`,`account_id`,`occurrence`);--> statement-breakpoint
CREATE INDEX `delivery_next` ON `delivery` (`next_at`,`due_at`,`id`) WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX `delivery_account` ON `delivery` (`account_id`,`status`);--> statement-breakpoint
CREATE INDEX `delivery_status` ON `delivery` (`status`,`due_at`);--> statement-breakpoint
CREATE INDEX `delivery_publishing` ON `delivery` (`owner`) WHERE status = 'publishing';--> statement-breakpoint
CREATE TABLE `delivery_part` (
	`delivery_id` text NOT NULL,
	`part` integer NOT NULL,
	`account_id` text NOT NULL,
	`remote_id` text NOT NULL,
	`url` text,
	`data` text,
	`at` integer NOT NULL,
	`removed_at` integer,
	PRIMARY KEY(`delivery_id`, `part`),
	FOREIGN KEY (`delivery_id`) REFERENCES `delivery`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `delivery_part_remote` ON `delivery_part` (`account_id`,`remote_id`);--> statement-breakpoint
CREATE TABLE `delivery_step` (
	`delivery_id` text NOT NULL,
	`name` text NOT NULL,
	`result` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`delivery_id`, `name`),
	FOREIGN KEY (`delivery_id`) REFERENCES `delivery`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `post` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`parts` text NOT NULL,
	`link` text,
	`review` text NOT NULL,
	`review_note` text,
	`approved_revision` integer,
	`planned_at` integer,
	`wall_time` text,
	`zone` text,
	`revision` integer DEFAULT 1 NOT NULL,
	`edited_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	CONSTRAINT "post_when" CHECK((planned_at is null) = (wall_time is null) and (planned_at is null) = (zone is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `post_planned` ON `post` (`planned_at`,`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `post_updated` ON `post` (`updated_at`,`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `post_review` ON `post` (`review`,`updated_at`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `post_deleted` ON `post` (`deleted_at`) WHERE deleted_at is not null;--> statement-breakpoint
CREATE TABLE `post_asset` (
	`post_id` text NOT NULL,
	`asset_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`post_id`, `asset_id`),
	FOREIGN KEY (`post_id`) REFERENCES `post`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`asset_id`) REFERENCES `asset`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `post_asset_asset` ON `post_asset` (`asset_id`);--> statement-breakpoint
CREATE TABLE `post_label` (
	`post_id` text NOT NULL,
	`label` text NOT NULL,
	PRIMARY KEY(`post_id`, `label`),
	FOREIGN KEY (`post_id`) REFERENCES `post`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `post_label_label` ON `post_label` (`label`,`post_id`);--> statement-breakpoint
CREATE TABLE `post_version` (
	`post_id` text NOT NULL,
	`number` integer NOT NULL,
	`reason` text NOT NULL,
	`content` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`post_id`, `number`),
	FOREIGN KEY (`post_id`) REFERENCES `post`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `practice_failure` (
	`account_id` text PRIMARY KEY NOT NULL,
	`failure` text NOT NULL,
	`times` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `practice_post` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`key` text NOT NULL,
	`text` text NOT NULL,
	`media` text NOT NULL,
	`reply_to` text,
	`at` integer NOT NULL,
	`edited_at` integer,
	`visible_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `practice_post_key` ON `practice_post` (`account_id`,`key`);--> statement-breakpoint
CREATE INDEX `practice_post_at` ON `practice_post` (`account_id`,`at`);--> statement-breakpoint
CREATE TABLE `secret` (
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`sealed` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`owner`, `name`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `slot` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text,
	`weekday` integer NOT NULL,
	`time` text NOT NULL,
	`zone` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `variant` (
	`post_id` text NOT NULL,
	`account_id` text NOT NULL,
	`position` integer NOT NULL,
	`parts` text,
	`settings` text NOT NULL,
	PRIMARY KEY(`post_id`, `account_id`),
	FOREIGN KEY (`post_id`) REFERENCES `post`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `variant_account` ON `variant` (`account_id`,`post_id`);--> statement-breakpoint
CREATE VIRTUAL TABLE `post_search` USING fts5(title, body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
