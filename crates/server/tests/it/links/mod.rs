//! Links between two nodes, over real directories, real TLS and a real message server.

mod credentials;
mod documented;
mod drop;
mod http;
mod nats;
mod pairing;
mod settings;
mod traffic;
