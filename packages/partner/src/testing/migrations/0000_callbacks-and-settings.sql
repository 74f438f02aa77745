CREATE TABLE `callbacks` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`url` varchar(500) NOT NULL,
	`body` mediumtext NOT NULL,
	`attempts` int NOT NULL,
	`due_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `callbacks_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`value` json NOT NULL,
	CONSTRAINT `settings_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE INDEX `callbacks_due` ON `callbacks` (`due_at`);