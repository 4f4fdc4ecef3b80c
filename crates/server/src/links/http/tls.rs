//! TLS 1.3 with certificates on both sides, and who counts as the peer.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::version::TLS13;
use rustls::{ClientConfig, Error, RootCertStore, ServerConfig};

use super::peer::{NamedClient, NamedServer, Pinned};
use crate::config::Exchange;

/// A setting of `[exchange]` with which no connection can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("exchange.{key}: {reason}")]
pub struct TlsProblem {
    /// The key in the section.
    pub key: &'static str,
    /// What is wrong and what to do.
    pub reason: String,
}

/// Who the peer must be.
#[derive(Debug, Clone)]
enum Peer {
    /// The holder of exactly this certificate. Its dates and issuer are not looked at.
    Pinned(CertificateDer<'static>),
    /// Who has a certificate of this issuer for this name; without a name that of the address dialled.
    Issued(Arc<RootCertStore>, Option<ServerName<'static>>),
}

/// What a node needs for its side of the connection.
pub struct Tls {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    peer: Peer,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls(***)")
    }
}

impl Tls {
    /// Reads the files that `config` names and looks whether they belong together.
    ///
    /// # Errors
    ///
    /// The first setting that cannot be used.
    pub fn read(config: &Exchange) -> Result<Tls, TlsProblem> {
        let chain = certificates("http_certificate", &config.http_certificate)?;
        let key = private_key("http_key", &config.http_key)?;
        let signs = ring::sign::any_supported_type(&key).map_err(|_| TlsProblem {
            key: "http_key",
            reason: "is of a kind that TLS 1.3 does not use; make an EC P-256 key".into(),
        })?;
        rustls::sign::CertifiedKey::new(chain.clone(), signs).keys_match().map_err(|_| TlsProblem {
            key: "http_key",
            reason: "does not belong to http_certificate; name the two files that were made together".into(),
        })?;
        Ok(Tls { chain, key, peer: peer(config)? })
    }

    /// For the node that listens: who has no right certificate gets no answer, not even a refusal in HTTP.
    pub(super) fn server(&self) -> Result<ServerConfig, Error> {
        let provider = Arc::new(ring::default_provider());
        let verifier: Arc<dyn ClientCertVerifier> = match &self.peer {
            Peer::Pinned(peer) => Arc::new(Pinned { peer: peer.clone(), provider: provider.clone() }),
            Peer::Issued(roots, name) => {
                let issued = WebPkiClientVerifier::builder_with_provider(roots.clone(), provider.clone());
                let issued = issued.build().map_err(|error| Error::General(error.to_string()))?;
                let Some(name) = name.clone() else {
                    return Err(Error::General("a listener needs the name of its peer".into()));
                };
                Arc::new(NamedClient { issued, name })
            }
        };
        let builder = ServerConfig::builder_with_provider(provider).with_protocol_versions(&[&TLS13])?;
        let mut config = builder
            .with_client_cert_verifier(verifier)
            .with_single_cert(self.chain.clone(), self.key.clone_key())?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    /// For the node that dials.
    pub(super) fn client(&self) -> Result<ClientConfig, Error> {
        let provider = Arc::new(ring::default_provider());
        let verifier: Arc<dyn ServerCertVerifier> = match &self.peer {
            Peer::Pinned(peer) => Arc::new(Pinned { peer: peer.clone(), provider: provider.clone() }),
            Peer::Issued(roots, name) => {
                let issued = WebPkiServerVerifier::builder_with_provider(roots.clone(), provider.clone());
                let issued = issued.build().map_err(|error| Error::General(error.to_string()))?;
                match name.clone() {
                    Some(name) => Arc::new(NamedServer { issued, name }),
                    None => issued,
                }
            }
        };
        let builder = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[&TLS13])?;
        builder
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_client_auth_cert(self.chain.clone(), self.key.clone_key())
    }
}

fn peer(config: &Exchange) -> Result<Peer, TlsProblem> {
    let pinned = !config.http_peer_certificate.as_os_str().is_empty();
    let issued = !config.http_peer_ca.as_os_str().is_empty();
    let wrong = |key, reason: &str| Err(TlsProblem { key, reason: reason.into() });
    match (pinned, issued) {
        (true, true) => {
            wrong("http_peer_ca", "and http_peer_certificate are both set; leave one of them out")
        }
        (false, false) => wrong(
            "http_peer_certificate",
            "is missing: name a file with the certificate of the other node, or set http_peer_ca",
        ),
        (true, false) => {
            let mut found = certificates("http_peer_certificate", &config.http_peer_certificate)?;
            Ok(Peer::Pinned(found.swap_remove(0)))
        }
        (false, true) => {
            let mut roots = RootCertStore::empty();
            for root in certificates("http_peer_ca", &config.http_peer_ca)? {
                roots.add(root).map_err(|error| TlsProblem {
                    key: "http_peer_ca",
                    reason: format!("holds a certificate that cannot be used: {error}"),
                })?;
            }
            let name = match config.http_peer_name.as_str() {
                "" if config.http_url.is_empty() => {
                    return wrong(
                        "http_peer_name",
                        "is missing: without it every certificate of http_peer_ca would pass as the other \
                         node; write the DNS name in the certificate of the other node",
                    );
                }
                "" => None,
                name => Some(ServerName::try_from(name.to_owned()).map_err(|_| TlsProblem {
                    key: "http_peer_name",
                    reason: "is no DNS name; write it as in the certificate of the other node".into(),
                })?),
            };
            Ok(Peer::Issued(Arc::new(roots), name))
        }
    }
}

fn certificates(key: &'static str, path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsProblem> {
    let pem = file(key, path)?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => {
            let reason = format!("{} holds no certificate in PEM form", path.display());
            Err(TlsProblem { key, reason })
        }
    }
}

fn private_key(key: &'static str, path: &Path) -> Result<PrivateKeyDer<'static>, TlsProblem> {
    let pem = zeroize::Zeroizing::new(file(key, path)?);
    PrivateKeyDer::from_pem_slice(&pem).map_err(|_| {
        let reason = format!("{} holds no private key in PEM form without a password", path.display());
        TlsProblem { key, reason }
    })
}

fn file(key: &'static str, path: &Path) -> Result<Vec<u8>, TlsProblem> {
    if path.as_os_str().is_empty() {
        let reason = "is missing: name a PEM file; docs/operate/exchange.md shows how to make one";
        return Err(TlsProblem { key, reason: reason.into() });
    }
    std::fs::read(path).map_err(|error| {
        let reason = format!("cannot read {}: {error}", path.display());
        TlsProblem { key, reason }
    })
}
