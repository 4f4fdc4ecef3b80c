-- People and their sessions. Personal columns are sealed under sub-keys of the node key; digests are keyed.
create table person (
  person bigint primary key,
  id_digest bytea not null unique,
  phone_digest bytea not null,
  sealed bytea not null,
  created_at bigint not null,
  phone_set_at bigint not null
);
create index person_phone on person (phone_digest, phone_set_at);

create table staff (
  person bigint primary key,
  subject text not null unique,
  court_code text not null,
  duties text not null,
  sealed bytea not null,
  updated_at bigint not null
);
create index staff_court on staff (court_code);

create table session (
  token_digest bytea not null primary key,
  person bigint not null,
  assurance text not null,
  is_staff smallint not null,
  created_at bigint not null,
  expires_at bigint not null,
  last_seen_at bigint not null
);
create index session_person on session (person);
create index session_expires on session (expires_at);

create table phone_code (
  phone_digest bytea not null,
  purpose text not null,
  code_digest bytea not null,
  tries_left integer not null,
  created_at bigint not null,
  expires_at bigint not null,
  primary key (phone_digest, purpose)
);
