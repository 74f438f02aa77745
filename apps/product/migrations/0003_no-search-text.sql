-- Contract: the release before does not use the column.
ALTER TABLE `products` DROP COLUMN `search_text`;
