CREATE TABLE `book_lines` (
	`movement_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`account` enum('bank-receivable','bank-account','customer-deposits','bank-fees') NOT NULL,
	`amount_cents` bigint NOT NULL,
	CONSTRAINT `book_lines_movement_id_account_pk` PRIMARY KEY(`movement_id`,`account`)
);
--> statement-breakpoint
CREATE TABLE `book_movements` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`reason` enum('captured','refunded','settled','fee','corrected') NOT NULL,
	`payment_id` varchar(40) character set ascii collate ascii_bin,
	`reference` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `book_movements_id` PRIMARY KEY(`id`),
	CONSTRAINT `book_movements_reference` UNIQUE(`reference`,`reason`)
);
--> statement-breakpoint
CREATE TABLE `inbox` (
	`consumer` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`event_id` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`seen_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `inbox_pk` PRIMARY KEY(`consumer`,`event_id`)
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
CREATE TABLE `payments` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`order_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`return_url` varchar(500) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`status` enum('requires-confirmation','authorised','captured','declined','cancelled') NOT NULL,
	`amount_cents` bigint NOT NULL,
	`captured_cents` bigint NOT NULL,
	`refunded_cents` bigint NOT NULL,
	`reserved_cents` bigint NOT NULL,
	`capture_requested` boolean NOT NULL,
	`cancel_requested` boolean NOT NULL,
	`suspect` boolean NOT NULL,
	`intent_id` varchar(100) character set utf8mb4 collate utf8mb4_bin,
	`confirmation_url` varchar(2000) character set utf8mb4 collate utf8mb4_bin,
	`decline_reason` varchar(200) character set utf8mb4 collate utf8mb4_bin,
	`due_at` datetime(3),
	`attempts` int NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `payments_id` PRIMARY KEY(`id`),
	CONSTRAINT `payments_order` UNIQUE(`order_id`),
	CONSTRAINT `payments_bounds` CHECK(0 <= refunded_cents and refunded_cents <= reserved_cents and reserved_cents <= captured_cents and captured_cents <= amount_cents)
);
--> statement-breakpoint
CREATE TABLE `reconciliations` (
	`date` varchar(10) character set ascii collate ascii_bin NOT NULL,
	`result` json NOT NULL,
	CONSTRAINT `reconciliations_date` PRIMARY KEY(`date`)
);
--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`payment_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`idempotency_key` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`amount_cents` bigint NOT NULL,
	`reason` varchar(200) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`cause` enum('command','cancelled','late') NOT NULL,
	`status` enum('requested','succeeded','refused') NOT NULL,
	CONSTRAINT `refunds_id` PRIMARY KEY(`id`),
	CONSTRAINT `refunds_key` UNIQUE(`payment_id`,`idempotency_key`)
);
--> statement-breakpoint
CREATE INDEX `book_lines_account` ON `book_lines` (`account`,`amount_cents`);--> statement-breakpoint
CREATE INDEX `book_movements_payment` ON `book_movements` (`payment_id`,`id`);--> statement-breakpoint
CREATE INDEX `book_movements_at` ON `book_movements` (`at`);--> statement-breakpoint
CREATE INDEX `inbox_seen` ON `inbox` (`seen_at`);--> statement-breakpoint
CREATE INDEX `outbox_aggregate` ON `outbox` (`aggregate_id`,`position`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_attempt_at`,`position`);--> statement-breakpoint
CREATE INDEX `payments_due` ON `payments` (`due_at`);