-- The tables of a database that iam-collect writes, with the columns it gives them.
CREATE TABLE resource_metadata (
  partition TEXT NOT NULL, account_id TEXT NOT NULL, arn TEXT NOT NULL, metadata_type TEXT NOT NULL,
  data TEXT NOT NULL, service TEXT NOT NULL, region TEXT, resource_type TEXT, arn_account TEXT,
  PRIMARY KEY (partition, account_id, arn, metadata_type));
CREATE TABLE account_metadata (
  partition TEXT NOT NULL, account_id TEXT NOT NULL, metadata_type TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (partition, account_id, metadata_type));
CREATE TABLE organization_metadata (
  partition TEXT NOT NULL, organization_id TEXT NOT NULL, metadata_type TEXT NOT NULL,
  data TEXT NOT NULL, PRIMARY KEY (partition, organization_id, metadata_type));
CREATE TABLE organizational_unit_metadata (
  partition TEXT NOT NULL, organization_id TEXT NOT NULL, ou_id TEXT NOT NULL,
  metadata_type TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (partition, organization_id, ou_id, metadata_type));
CREATE TABLE organization_policy_metadata (
  partition TEXT NOT NULL, organization_id TEXT NOT NULL, policy_type TEXT NOT NULL,
  policy_id TEXT NOT NULL, metadata_type TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (partition, organization_id, policy_type, policy_id, metadata_type));
CREATE TABLE ram_resources (
  partition TEXT NOT NULL, account_id TEXT NOT NULL, region TEXT NOT NULL, arn TEXT NOT NULL,
  data TEXT NOT NULL, PRIMARY KEY (partition, account_id, region, arn));
CREATE TABLE indexes (
  partition TEXT NOT NULL, index_name TEXT NOT NULL, data TEXT NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (partition, index_name));
CREATE TABLE metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL);
