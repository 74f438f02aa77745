ALTER TABLE `sales` ADD `allotment_asked_at` datetime(3);--> statement-breakpoint
UPDATE `sales` SET `allotment_asked_at` = `created_at` WHERE `phase` = 'draft';