CREATE TABLE `commands` (
	`release` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`at` datetime(3) NOT NULL,
	`actor` varchar(41) character set ascii collate ascii_bin NOT NULL,
	`command` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`reason` varchar(300) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`entry` int,
	CONSTRAINT `commands_release_at_pk` PRIMARY KEY(`release`,`at`)
);
--> statement-breakpoint
CREATE TABLE `entries` (
	`release` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`position` int NOT NULL,
	`line` mediumtext NOT NULL,
	CONSTRAINT `entries_release_position_pk` PRIMARY KEY(`release`,`position`)
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
CREATE TABLE `leases` (
	`name` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`holder` varchar(80) character set ascii collate ascii_bin NOT NULL,
	`until` datetime(3) NOT NULL,
	CONSTRAINT `leases_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `outcomes` (
	`release` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`number` int NOT NULL,
	`outcome` enum('done','failed') NOT NULL,
	`reason` varchar(300) character set utf8mb4 collate utf8mb4_bin,
	`actor` varchar(41) character set ascii collate ascii_bin NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `outcomes_release_number_pk` PRIMARY KEY(`release`,`number`)
);
--> statement-breakpoint
CREATE TABLE `releases` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`service` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`under_way` varchar(40) character set ascii collate ascii_bin,
	`reason` varchar(300) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`view` json NOT NULL,
	`entries` int NOT NULL,
	`head` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`stopped` varchar(500) character set utf8mb4 collate utf8mb4_bin,
	`revision` int NOT NULL,
	`started_at` datetime(3) NOT NULL,
	`started_by` varchar(41) character set ascii collate ascii_bin NOT NULL,
	`changed_at` datetime(3) NOT NULL,
	`ended_at` datetime(3),
	CONSTRAINT `releases_id` PRIMARY KEY(`id`),
	CONSTRAINT `releases_under_way` UNIQUE(`under_way`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_expires` ON `idempotency` (`expires_at`);--> statement-breakpoint
CREATE INDEX `releases_service` ON `releases` (`service`,`id`);--> statement-breakpoint
CREATE INDEX `releases_changed` ON `releases` (`changed_at`);