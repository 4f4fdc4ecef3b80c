-- Entries of the other node's chain that stay at home: only their place is known here.
create table withheld (
  case_id bigint not null,
  origin smallint not null,
  seq bigint not null,
  n bigint not null,
  hash bytea not null,
  primary key (case_id, origin, seq)
);

-- Cases that stand open on the other side, and how far the peer has their chains.
-- `history` is the last entry of the front chain that the court's node sends out again.
create table outside (
  case_id bigint primary key,
  phase text not null,
  since bigint not null,
  front_acked bigint not null,
  court_acked bigint not null,
  history bigint not null,
  return_due bigint
);
create index outside_due on outside (return_due) where return_due is not null;

-- Files that the peer does not have whole yet. `name` is sealed under the case key.
create table blob_out (
  case_id bigint not null,
  digest bytea not null,
  content bytea not null,
  size_bytes bigint not null,
  acked bigint not null,
  primary key (case_id, digest)
);

-- The control stream to the peer: everything that is no entry of a log. Rows go once acknowledged.
create table control_out (
  seq bigint primary key,
  case_id bigint,
  payload bytea not null,
  created_at bigint not null
);

-- Where both directions of the control stream stand; one row.
create table control_head (
  one bigint primary key,
  sent bigint not null,
  acked bigint not null,
  applied bigint not null
);
insert into control_head (one, sent, acked, applied) values (1, 0, 0, 0);

-- What the desk shows of the link: returns, certificates, refusals. `detail` is sealed.
create table exchange_event (
  id bigint primary key,
  case_id bigint,
  kind text not null,
  at bigint not null,
  detail bytea not null
);
create index exchange_event_at on exchange_event (at);
