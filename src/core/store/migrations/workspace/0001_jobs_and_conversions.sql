CREATE TABLE `conversion` (
	`source_id` text NOT NULL,
	`target` text NOT NULL,
	`asset_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`source_id`, `target`),
	FOREIGN KEY (`source_id`) REFERENCES `asset`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`asset_id`) REFERENCES `asset`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `conversion_asset` ON `conversion` (`asset_id`);--> statement-breakpoint
CREATE TABLE `job` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`about` text NOT NULL,
	`result` text,
	`error` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `job_created` ON `job` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `job_open` ON `job` (`id`) WHERE ended_at is null;--> statement-breakpoint
ALTER TABLE `asset` ADD `video_codec` text;--> statement-breakpoint
ALTER TABLE `asset` ADD `audio_codec` text;--> statement-breakpoint
ALTER TABLE `asset` ADD `fps` real;--> statement-breakpoint
ALTER TABLE `asset` ADD `bitrate` integer;--> statement-breakpoint
ALTER TABLE `asset` ADD `probed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `asset` SET `video_codec` = `codec` WHERE `kind` = 'video';--> statement-breakpoint
UPDATE `asset` SET `audio_codec` = `codec` WHERE `kind` = 'audio';--> statement-breakpoint
ALTER TABLE `asset` DROP COLUMN `codec`;