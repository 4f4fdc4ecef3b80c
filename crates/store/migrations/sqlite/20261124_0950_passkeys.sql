-- Passkeys of staff, with which they log in and sign acts of the court outside its network. Labels are sealed.
create table passkey (
  credential_id blob not null primary key,
  person bigint not null,
  spki blob not null,
  sign_count bigint not null,
  label blob not null,
  added_at bigint not null
);
create index passkey_person on passkey (person);
