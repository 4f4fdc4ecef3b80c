//! The court's seal: a key and its certificates from two files, and the authority that stamps the time.

use std::sync::Arc;
use std::time::Duration;

use weicourt_app::ports::{PortError, SealPlace};
use weicourt_documents::Fonts;
use weicourt_documents::seal::{
    self, SealError, SealLook, SealOrder, Sealed, SignerError, SoftSigner, TimeStampToken,
    read_time_stamp_response, time_stamp_request,
};
use weicourt_domain::instant::Instant;

use crate::adapters::OutsideError;
use crate::adapters::client::{client, read, twice};
use crate::config;

const PARTY: &str = "time-stamping authority";

/// The court's seal. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Seal {
    signer: Arc<SoftSigner>,
    look: SealLook,
    stamps_at: Option<String>,
    client: reqwest::Client,
}

/// Why there is no seal.
#[derive(Debug, thiserror::Error)]
pub enum SealFault {
    /// One of two files is named without the other.
    #[error("seal.certificate and seal.key go together")]
    Half,
    /// A file cannot be read.
    #[error("{key}: {reason}")]
    File {
        /// The key of the configuration.
        key: &'static str,
        /// Why.
        reason: std::io::Error,
    },
    /// The files are no key and certificates that belong together.
    #[error("seal: {0}")]
    Signer(#[from] SignerError),
    /// Nothing says which court's seal it is.
    #[error("seal.court_name: must name the court, because node.court_code names none that is known")]
    NoName,
}

impl Seal {
    /// The seal of the configuration; none when none is configured. `court_name` stands on it unless the
    /// configuration says another.
    ///
    /// # Errors
    ///
    /// [`SealFault`] when what is configured cannot be used.
    pub fn of(settings: &config::Seal, court_name: Option<&str>) -> Result<Option<Self>, SealFault> {
        let (certificate, key) = (&settings.certificate, &settings.key);
        match (certificate.as_os_str().is_empty(), key.as_os_str().is_empty()) {
            (true, true) => return Ok(None),
            (false, false) => {}
            _ => return Err(SealFault::Half),
        }
        let certificates = std::fs::read_to_string(certificate)
            .map_err(|reason| SealFault::File { key: "seal.certificate", reason })?;
        let key =
            std::fs::read_to_string(key).map_err(|reason| SealFault::File { key: "seal.key", reason })?;
        let named = Some(settings.court_name.as_str()).filter(|name| !name.is_empty()).or(court_name);
        let middle = Some(settings.middle.clone()).filter(|middle| !middle.is_empty());
        Ok(Some(Self {
            signer: Arc::new(SoftSigner::from_pem(&key, &certificates)?),
            look: SealLook { court_name: named.ok_or(SealFault::NoName)?.to_owned(), middle },
            stamps_at: Some(settings.tsa_url.clone()).filter(|url| !url.is_empty()),
            client: client(Duration::from_millis(settings.timeout_ms)),
        }))
    }

    /// Whether the time is stamped by somebody else.
    pub(super) fn stamps(&self) -> bool {
        self.stamps_at.is_some()
    }

    /// Puts the seal behind the bytes of a file and signs it.
    pub(super) fn prepare(
        &self,
        pdf: &[u8],
        place: SealPlace,
        at: Instant,
        reason: &str,
        fonts: &Fonts,
    ) -> Result<Sealed, SealError> {
        let place = seal::SealPlace {
            page: usize::try_from(place.page).unwrap_or(usize::MAX),
            x: place.x,
            y: place.y,
            width: place.width,
            height: place.height,
        };
        let order = SealOrder {
            place: &place,
            look: &self.look,
            fonts,
            reason,
            at: at.0.div_euclid(1000),
            stamped: self.stamps(),
        };
        seal::prepare(pdf, &order, &*self.signer)
    }

    /// Asks the authority to attest the time of a signature; it is shown a digest and nothing else.
    pub(super) async fn stamp(&self, signature: &[u8]) -> Result<TimeStampToken, PortError> {
        let stamped = async {
            let url = self.stamps_at.as_deref().ok_or(OutsideError::NotConfigured(PARTY))?;
            let unreadable = |reason: String| OutsideError::Unreadable { party: PARTY, reason };
            let request = time_stamp_request(signature).map_err(|error| unreadable(error.to_string()))?;
            // The same signature makes the same request, so that asking twice is asking once.
            let answer = twice(|| {
                let asked = self.client.post(url).header("content-type", "application/timestamp-query");
                read(PARTY, asked.body(request.clone()))
            });
            let answer = answer.await?;
            read_time_stamp_response(&answer, &request).map_err(|error| unreadable(error.to_string()))
        };
        stamped.await.map_err(|error| error.of("time stamps"))
    }
}
