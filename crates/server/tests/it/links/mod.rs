//! Links between two nodes, over real directories, real TLS and a real message server.

mod drop;
mod http;
mod nats;
mod settings;
mod traffic;
