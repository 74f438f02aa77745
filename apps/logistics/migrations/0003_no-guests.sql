-- Contract: the release before does not use the table.
DROP TABLE `guests`;
