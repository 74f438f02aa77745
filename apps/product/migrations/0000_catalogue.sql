CREATE TABLE `categories` (
	`slug` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`name` varchar(80) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`position` smallint NOT NULL,
	CONSTRAINT `categories_slug` PRIMARY KEY(`slug`)
);
--> statement-breakpoint
CREATE TABLE `products` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`sku` varchar(16) character set ascii collate ascii_bin NOT NULL,
	`name` varchar(120) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`tagline` varchar(200) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`description` varchar(2000) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`category` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`price_cents` int unsigned NOT NULL,
	`facts` json NOT NULL,
	`search_text` varchar(2500) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `products_id` PRIMARY KEY(`id`),
	CONSTRAINT `products_sku` UNIQUE(`sku`)
);
--> statement-breakpoint
ALTER TABLE `products` ADD CONSTRAINT `products_category_categories_slug_fk` FOREIGN KEY (`category`) REFERENCES `categories`(`slug`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `products_category` ON `products` (`category`,`id`);