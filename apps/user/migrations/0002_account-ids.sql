CREATE ALGORITHM = undefined
SQL SECURITY definer
VIEW `account_ids` AS (select `id` from `accounts`);