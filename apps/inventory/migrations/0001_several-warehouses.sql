-- Expand only: the previous version goes on working. Everything it has written lies in the north, by the columns' default.
ALTER TABLE `stock` ADD `warehouse` varchar(20) character set ascii collate ascii_bin DEFAULT 'north' NOT NULL, DROP PRIMARY KEY, ADD PRIMARY KEY(`sku`,`warehouse`);--> statement-breakpoint
ALTER TABLE `reservation_lines` ADD `warehouse` varchar(20) character set ascii collate ascii_bin DEFAULT 'north' NOT NULL, DROP PRIMARY KEY, ADD PRIMARY KEY(`reservation_id`,`sku`,`warehouse`);--> statement-breakpoint
ALTER TABLE `movements` ADD `warehouse` varchar(20) character set ascii collate ascii_bin DEFAULT 'north' NOT NULL, ADD `note` varchar(200), ADD `actor` varchar(40) character set ascii collate ascii_bin, MODIFY COLUMN `reason` enum('stocked','reserved','committed','released','expired','returned','counted') NOT NULL;--> statement-breakpoint
ALTER TABLE `reservations` MODIFY COLUMN `status` enum('held','committed','released','expired','returned') NOT NULL;--> statement-breakpoint
-- The name `stock` stays, as a view of the north's rows that can be written to. A view needs its table when it is made, so there
-- is an empty one for a moment; then both names change in one statement, and the previous version never finds `stock` missing.
CREATE TABLE `warehouse_stock` LIKE `stock`;--> statement-breakpoint
CREATE SQL SECURITY INVOKER VIEW `stock_of_north` AS SELECT `sku`, `on_hand`, `reserved` FROM `warehouse_stock` WHERE `warehouse` = 'north';--> statement-breakpoint
DROP TABLE `warehouse_stock`;--> statement-breakpoint
RENAME TABLE `stock` TO `warehouse_stock`, `stock_of_north` TO `stock`;
