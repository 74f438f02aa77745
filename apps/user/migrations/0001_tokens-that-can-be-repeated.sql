CREATE TABLE `joined_guests` (
	`guest_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`user_id` varchar(40) character set ascii collate ascii_bin,
	`joined_at` datetime(3) NOT NULL,
	`erased_at` datetime(3),
	CONSTRAINT `joined_guests_guest_id` PRIMARY KEY(`guest_id`)
);
--> statement-breakpoint
ALTER TABLE `refresh_tokens` ADD `successor_salt` varchar(64) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `sessions` ADD `formerly` varchar(40) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `sessions` ADD `family_hash` varchar(64) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `sessions` ADD CONSTRAINT `sessions_family` UNIQUE(`family_hash`);--> statement-breakpoint
CREATE INDEX `joined_guests_user` ON `joined_guests` (`user_id`,`joined_at`);--> statement-breakpoint
CREATE INDEX `joined_guests_erased` ON `joined_guests` (`erased_at`);--> statement-breakpoint
CREATE INDEX `refresh_tokens_session` ON `refresh_tokens` (`session_id`);