CREATE TABLE `people` (
	`subject` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`became` varchar(40) character set ascii collate ascii_bin,
	`erased_at` datetime(3),
	CONSTRAINT `people_subject` PRIMARY KEY(`subject`)
);
--> statement-breakpoint
ALTER TABLE `orders` ADD `placement_key` varchar(43) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `orders` ADD `placement_hash` varchar(43) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `orders` ADD `pieces` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `earlier_payments` varchar(800) character set ascii collate ascii_bin DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `attention` varchar(60) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `orders` ADD CONSTRAINT `orders_placement` UNIQUE(`shopper_id`,`placement_key`);--> statement-breakpoint
CREATE INDEX `orders_unpaid` ON `orders` (`shopper_id`,`status`,`pieces`);--> statement-breakpoint
CREATE INDEX `orders_attempts` ON `orders` (`attempts`);--> statement-breakpoint
CREATE INDEX `orders_attention` ON `orders` (`attention`);