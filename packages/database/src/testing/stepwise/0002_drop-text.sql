ALTER TABLE `notes` DROP COLUMN `text`;
