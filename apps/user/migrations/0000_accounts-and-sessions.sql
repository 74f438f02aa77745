CREATE TABLE `accounts` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`email` varchar(254) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`password_hash` varchar(200) character set ascii collate ascii_bin NOT NULL,
	`grants` json NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `accounts_id` PRIMARY KEY(`id`),
	CONSTRAINT `accounts_email` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE `addresses` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`user_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`name` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`street` varchar(150) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`postal_code` varchar(20) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`city` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`country` varchar(2) character set ascii collate ascii_bin NOT NULL,
	CONSTRAINT `addresses_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `attempts` (
	`key_hash` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`count` int NOT NULL,
	`window_started_at` datetime(3) NOT NULL,
	`locked_until` datetime(3),
	CONSTRAINT `attempts_key_hash` PRIMARY KEY(`key_hash`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`position` bigint AUTO_INCREMENT NOT NULL,
	`id` varchar(36) character set ascii collate ascii_bin NOT NULL,
	`topic` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`aggregate_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`data` json NOT NULL,
	`traceparent` varchar(64) character set ascii collate ascii_bin,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`attempts` int NOT NULL DEFAULT 0,
	`next_attempt_at` datetime(3),
	`last_error` varchar(300),
	CONSTRAINT `outbox_position` PRIMARY KEY(`position`)
);
--> statement-breakpoint
CREATE TABLE `refresh_tokens` (
	`hash` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`session_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`used_at` datetime(3),
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `refresh_tokens_hash` PRIMARY KEY(`hash`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`subject` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`started_at` datetime(3) NOT NULL,
	`last_used_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `sessions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `addresses_user` ON `addresses` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `attempts_started` ON `attempts` (`window_started_at`);--> statement-breakpoint
CREATE INDEX `outbox_aggregate` ON `outbox` (`aggregate_id`,`position`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_attempt_at`,`position`);--> statement-breakpoint
CREATE INDEX `refresh_tokens_expires` ON `refresh_tokens` (`expires_at`);--> statement-breakpoint
CREATE INDEX `sessions_subject` ON `sessions` (`subject`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);