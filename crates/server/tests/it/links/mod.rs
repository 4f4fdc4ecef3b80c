//! Links between two nodes, over real directories, real TLS and a real message server.

mod credentials;
mod documented;
mod drop;
pub(crate) mod http;
pub(crate) mod nats;
mod pairing;
mod settings;
mod traffic;
