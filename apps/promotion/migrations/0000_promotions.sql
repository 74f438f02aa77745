CREATE TABLE `buyers` (
	`person_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`since` datetime(3) NOT NULL,
	CONSTRAINT `buyers_person_id` PRIMARY KEY(`person_id`)
);
--> statement-breakpoint
CREATE TABLE `grants` (
	`promotion_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`account_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`given_at` datetime(3) NOT NULL,
	CONSTRAINT `grants_promotion_id_account_id_pk` PRIMARY KEY(`promotion_id`,`account_id`)
);
--> statement-breakpoint
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
CREATE TABLE `people` (
	`subject` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`became` varchar(40) character set ascii collate ascii_bin,
	`erased_at` datetime(3),
	CONSTRAINT `people_subject` PRIMARY KEY(`subject`)
);
--> statement-breakpoint
CREATE TABLE `promotion_history` (
	`number` bigint AUTO_INCREMENT NOT NULL,
	`promotion_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`at` datetime(3) NOT NULL,
	`what` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`who` varchar(60) character set ascii collate ascii_bin NOT NULL,
	`why` varchar(200) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `promotion_history_number` PRIMARY KEY(`number`)
);
--> statement-breakpoint
CREATE TABLE `promotions` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`kind` enum('coupon','rule') NOT NULL,
	`name` varchar(80) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`code` varchar(32) character set ascii collate ascii_bin,
	`only_given` boolean NOT NULL,
	`benefit` json NOT NULL,
	`terms` json NOT NULL,
	`priority` int NOT NULL,
	`combines` boolean NOT NULL,
	`starts_at` datetime(3) NOT NULL,
	`ends_at` datetime(3) NOT NULL,
	`most_uses` int,
	`per_person` int,
	`budget_cents` bigint,
	`state` enum('draft','active','paused','ended') NOT NULL,
	`held` int NOT NULL DEFAULT 0,
	`used` int NOT NULL DEFAULT 0,
	`held_cents` bigint NOT NULL DEFAULT 0,
	`used_cents` bigint NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `promotions_id` PRIMARY KEY(`id`),
	CONSTRAINT `promotions_code` UNIQUE(`code`),
	CONSTRAINT `figure_bounds` CHECK(0 <= held and 0 <= used and 0 <= held_cents and 0 <= used_cents),
	CONSTRAINT `uses_bounds` CHECK(most_uses is null or held + used <= most_uses),
	CONSTRAINT `budget_bounds` CHECK(budget_cents is null or held_cents + used_cents <= budget_cents)
);
--> statement-breakpoint
CREATE TABLE `use_lines` (
	`order_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`promotion_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`person_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`discount_cents` bigint NOT NULL,
	CONSTRAINT `use_lines_order_id_promotion_id_pk` PRIMARY KEY(`order_id`,`promotion_id`)
);
--> statement-breakpoint
CREATE TABLE `uses` (
	`order_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`owner_id` varchar(40) character set ascii collate ascii_bin,
	`content` varchar(64) character set ascii collate ascii_bin,
	`status` enum('held','used','back') NOT NULL,
	`quote` json,
	`created_at` datetime(3) NOT NULL,
	`due_at` datetime(3),
	`attempts` int NOT NULL DEFAULT 0,
	CONSTRAINT `uses_order_id` PRIMARY KEY(`order_id`)
);
--> statement-breakpoint
CREATE INDEX `grants_account` ON `grants` (`account_id`);--> statement-breakpoint
CREATE INDEX `idempotency_expires` ON `idempotency` (`expires_at`);--> statement-breakpoint
CREATE INDEX `inbox_seen` ON `inbox` (`seen_at`);--> statement-breakpoint
CREATE INDEX `promotion_history_promotion` ON `promotion_history` (`promotion_id`,`number`);--> statement-breakpoint
CREATE INDEX `promotions_state` ON `promotions` (`state`,`kind`);--> statement-breakpoint
CREATE INDEX `use_lines_promotion` ON `use_lines` (`promotion_id`,`person_id`);--> statement-breakpoint
CREATE INDEX `uses_owner` ON `uses` (`owner_id`);--> statement-breakpoint
CREATE INDEX `uses_due` ON `uses` (`due_at`);