//! One story, told on SQLite always and on PostgreSQL when `WEICOURT_TEST_PG` names a server.

mod agenda;
mod appending;
mod backup;
mod blobs;
mod canary;
mod court;
mod crash;
mod erasing;
mod erasing_crash;
mod imported;
mod pairing;
mod people;
mod policy_in_force;
mod register;
mod rekeying;
mod tampering;
mod work_in_progress;
