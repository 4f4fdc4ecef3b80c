-- Devices that acts are signed with, and the exact bytes that were signed. Labels and statements are sealed.
create table device (
  person bigint not null,
  key_digest blob not null,
  spki blob not null,
  label blob not null,
  state text not null,
  added_at bigint not null,
  revoked_at bigint,
  primary key (person, key_digest)
);

alter table session add column device blob;

create table act (
  case_id bigint not null,
  command blob not null,
  statement blob not null,
  primary key (case_id, command)
);
