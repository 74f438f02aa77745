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
CREATE TABLE `intents` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`merchant_reference` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`status` enum('created','authorised','captured','declined','voided') NOT NULL,
	`amount_cents` bigint NOT NULL,
	`currency` varchar(3) character set ascii collate ascii_bin NOT NULL,
	`captured_cents` bigint NOT NULL,
	`refunded_cents` bigint NOT NULL,
	`decline_reason` varchar(100),
	`return_url` varchar(500) NOT NULL,
	`callback_url` varchar(500) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `intents_id` PRIMARY KEY(`id`),
	CONSTRAINT `intents_reference` UNIQUE(`merchant_reference`),
	CONSTRAINT `intents_money` CHECK(0 <= refunded_cents and refunded_cents <= captured_cents and captured_cents <= amount_cents)
);
--> statement-breakpoint
CREATE TABLE `movements` (
	`position` bigint AUTO_INCREMENT NOT NULL,
	`reference` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`type` enum('capture','refund','fee') NOT NULL,
	`intent_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`merchant_reference` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`refund_reference` varchar(64) character set ascii collate ascii_bin,
	`amount_cents` bigint NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `movements_position` PRIMARY KEY(`position`),
	CONSTRAINT `movements_reference` UNIQUE(`reference`),
	CONSTRAINT `movements_refund` UNIQUE(`intent_id`,`refund_reference`)
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`value` json NOT NULL,
	CONSTRAINT `settings_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE INDEX `callbacks_due` ON `callbacks` (`due_at`);--> statement-breakpoint
CREATE INDEX `movements_at` ON `movements` (`at`,`position`);