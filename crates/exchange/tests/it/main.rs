//! Two nodes and a bad link; bundles that were changed; peers that lie.

mod bundles;
mod chains;
mod dice;
mod hostile;
mod lanes;
mod pair;
mod sessions;
mod simulation;
