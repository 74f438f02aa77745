-- Expand: this release neither reads nor writes the column; the one before still writes it. It is dropped by the next release.
ALTER TABLE `products` ALTER COLUMN `search_text` SET DEFAULT '';
