-- What the policy lets stand outside is remembered for each case, so that a change of it is found and acted on.
-- `shape`: how each class stands outside. `front_upto`: the last entry of the front chain that stands there in
-- that shape; later ones stand there as they were made. `review_at`: when the case is to be compared again.
alter table outside add column shape text;
alter table outside add column front_upto bigint not null default 0;
alter table outside add column review_at bigint;
create index outside_review on outside (review_at) where review_at is not null;

-- The policy that was last in force; one row.
create table policy_in_force (
  one bigint primary key,
  digest bytea not null,
  since bigint not null
);

-- What was taken back and is not certified yet. `content` is sealed.
create table withdrawal (
  case_id bigint not null,
  answers bytea not null,
  asked_at bigint not null,
  ask_again_at bigint,
  content bytea not null,
  primary key (case_id, answers)
);
create index withdrawal_asked on withdrawal (asked_at);
