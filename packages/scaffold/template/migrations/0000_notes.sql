CREATE TABLE `idempotency` (
	`id` varchar(43) character set ascii collate ascii_bin NOT NULL,
	`request_hash` varchar(43) character set ascii collate ascii_bin NOT NULL,
	`resource_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`owner` varchar(36) character set ascii collate ascii_bin NOT NULL,
	`lease_until` datetime(3),
	`response_status` smallint,
	`response_body` mediumtext,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `idempotency_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `inbox` (
	`consumer` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`event_id` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`seen_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `inbox_pk` PRIMARY KEY(`consumer`,`event_id`)
);
--> statement-breakpoint
CREATE TABLE `notes` (
	`id` varchar(41) character set ascii collate ascii_bin NOT NULL,
	`text` varchar(500) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`status` enum('draft','published') NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`announced_at` datetime(3),
	CONSTRAINT `notes_id` PRIMARY KEY(`id`)
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
CREATE INDEX `idempotency_expires` ON `idempotency` (`expires_at`);--> statement-breakpoint
CREATE INDEX `inbox_seen` ON `inbox` (`seen_at`);--> statement-breakpoint
CREATE INDEX `outbox_aggregate` ON `outbox` (`aggregate_id`,`position`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_attempt_at`,`position`);