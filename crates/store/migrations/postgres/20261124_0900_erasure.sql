-- What is being destroyed, so that a node that was killed goes on with it. `sealed` is JSON under a
-- sub-key of the node key: even the id of a case that is gone does not stand here in clear.
create table erasure (
  id bigint primary key,
  sealed bytea not null
);

-- Rows of a case are found without reading the whole table.
create index notice_case on notice (case_id) where case_id is not null;
create index upload_case on upload (case_id);

-- 案号 is sealed under the case key; a keyed digest finds it. The numbers that stand in clear are sealed
-- by `migrations.rs` after this, and their column goes.
drop index case_register_number;
alter table case_register add column number bytea;
alter table case_register add column number_digest bytea;
create unique index case_register_number on case_register (number_digest) where number_digest is not null;
