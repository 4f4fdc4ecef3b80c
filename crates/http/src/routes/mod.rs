//! The routes, one file for each area, one function for each operation.

pub(crate) mod agenda;
pub(crate) mod applications;
pub(crate) mod case_acts;
pub(crate) mod cases;
pub(crate) mod desk;
pub(crate) mod devices;
pub(crate) mod documents;
pub(crate) mod dossier;
pub(crate) mod drafts;
pub(crate) mod evidence;
pub(crate) mod exchange;
pub(crate) mod filings;
pub(crate) mod identity;
pub(crate) mod node;
pub(crate) mod notices;
pub(crate) mod passkeys;
pub(crate) mod register;
pub(crate) mod serving;
pub(crate) mod space;
pub(crate) mod uploads;
