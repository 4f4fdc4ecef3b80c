//! Use cases over a real store, with a clock that the test moves and an outside world that it plays.

mod acts;
mod agenda;
mod court;
mod devices;
mod documents;
mod dossier;
mod drafts;
mod evidence;
mod identity;
mod invitations;
mod notices;
mod passkeys;
mod registration;
mod service;
mod uploads;
mod zones;
