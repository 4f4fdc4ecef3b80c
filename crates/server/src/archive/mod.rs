//! A case as a folder that can be read and checked without this software: what the e-file system (电子卷宗)
//! takes in when a case is over.
//!
//! ```text
//! README.txt            how to read and check it, in Chinese and English
//! manifest.json         case, heads of both chains, counts, public keys
//! index.html            the case to read and print: register, parties, everything in its order
//! log/front.jsonl       one line for each entry: envelope, hash, signature, salt, body
//! log/court.jsonl
//! blobs/<sha256>.<ext>  files, byte for byte as they were handed in
//! keys/front.pem        public keys that check the signatures
//! keys/court.pem
//! certificates/         receipts of return and certificates of erasure, if there are any
//! internal/             副卷: what only the bench may read; may be left out
//! checksums.sha256      of every file above, for `sha256sum -c`
//! checksums.sig         Ed25519 over it, by the node that made the folder
//! ```
//!
//! Stored for ever in the e-file system: only add files and fields, and raise [`VERSION`] when a reader of
//! today would misunderstand.

mod check;
mod export;
mod folder;
mod key;
mod line;
mod manifest;
mod page;
mod readme;
mod words;

pub use self::check::{Checked, Fault, check};
pub use self::export::{ExportError, Exported, Options, export};
pub use self::key::{OriginKeys, parse as parse_key};

/// Version of the folder's shape.
pub const VERSION: u16 = 1;

/// Name of the format in the manifest.
const FORMAT: &str = "weicourt-archive";
const MANIFEST: &str = "manifest.json";
const CHECKSUMS: &str = "checksums.sha256";
const SIGNATURE: &str = "checksums.sig";
const README: &str = "README.txt";
const INDEX: &str = "index.html";
const BLOBS: &str = "blobs";
const CERTIFICATES: &str = "certificates";
const INTERNAL: &str = "internal";

fn log_name(origin: weicourt_domain::log::Origin) -> &'static str {
    match origin {
        weicourt_domain::log::Origin::Front => "log/front.jsonl",
        weicourt_domain::log::Origin::Court => "log/court.jsonl",
    }
}
