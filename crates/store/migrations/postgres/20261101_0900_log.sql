-- The log. One row per entry, in two chains per case. `body` holds salt and words under the case
-- key and becomes null when they are erased. `chain` is previous hash, body digest, hash (32 bytes
-- each) and the node's signature (64). `stamp` is JSON: role, assurance, schema, class, audience, proof.
create table entry (
  case_id bigint not null,
  origin smallint not null,
  seq bigint not null,
  n bigint not null,
  at bigint not null,
  actor bigint not null,
  kind smallint not null,
  audience smallint not null,
  command bytea not null,
  command_index smallint not null,
  stamp text not null,
  chain bytea not null,
  body bytea
);
create unique index entry_place on entry (case_id, origin, seq);
create unique index entry_command on entry (case_id, command, command_index);

-- Where both chains of a case stand. Derived from `entry`; rebuilt with the projections.
create table head (
  case_id bigint primary key,
  front_seq bigint not null,
  front_hash bytea not null,
  court_seq bigint not null,
  court_hash bytea not null,
  n bigint not null,
  last_at bigint not null
);

-- Data key of a case, wrapped by the node key; null once destroyed.
create table case_key (
  case_id bigint primary key,
  wrapped bytea,
  created_at bigint not null,
  destroyed_at bigint
);

-- Last serial given in a series of case numbers.
create table series (
  series text not null primary key,
  last_serial bigint not null
);
