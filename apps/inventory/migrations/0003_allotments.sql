CREATE TABLE `allotment_places` (
	`allotment_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`warehouse` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`pieces_left` int NOT NULL,
	CONSTRAINT `allotment_places_allotment_id_warehouse_pk` PRIMARY KEY(`allotment_id`,`warehouse`),
	CONSTRAINT `allotment_bounds` CHECK(0 <= pieces_left)
);
--> statement-breakpoint
CREATE TABLE `allotments` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`sale_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`sku` varchar(16) character set ascii collate ascii_bin NOT NULL,
	`pieces` int NOT NULL,
	`hold_seconds` int NOT NULL,
	`status` enum('open','closed') NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `allotments_id` PRIMARY KEY(`id`),
	CONSTRAINT `allotments_sale` UNIQUE(`sale_id`)
);
--> statement-breakpoint
ALTER TABLE `movements` ADD `allotment_id` varchar(40) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `reservations` ADD `allotment_id` varchar(40) character set ascii collate ascii_bin;