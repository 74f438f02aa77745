-- Expand only: the release before writes none of these columns, and a line without a discount is one at list price.
ALTER TABLE `order_lines` ADD `discount_cents` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `benefits` json, ADD `benefit_use` enum('held','used','back');--> statement-breakpoint
CREATE INDEX `orders_benefits` ON `orders` (`benefit_use`,`status`);
