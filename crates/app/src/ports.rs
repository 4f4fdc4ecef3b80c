//! The outside world as the use cases see it; adapters live with the executable.

mod documents;
mod mail;
mod pages;

use std::collections::BTreeSet;

use async_trait::async_trait;
use weicourt_domain::actor::Duty;
use weicourt_domain::court::CourtCode;
use weicourt_domain::instant::Instant;
use weicourt_domain::personal_data::{IdNumber, Pii};

pub use documents::{
    BlockField, CourtDocuments, DocumentBlocks, DocumentError, DocumentTemplate, FieldColumn, FieldFault,
    FieldOption, FieldType, SealPlace, SetOrder, SetPaper, TemplateField,
};
pub use mail::{Mail, MailAttachment, MailFate, MailReport, MailTaken, OutgoingMail, WechatMessages};
pub use pages::{
    BookFiles, BookLeaf, BookPart, BookPlan, BoundBook, PageImage, PageLook, PageOfWords, PageRefusal, Pages,
    PagesError,
};

/// Something outside did not answer, or answered nonsense. Never carries personal data.
#[derive(Debug, thiserror::Error)]
#[error("{port} failed: {what}")]
pub struct PortError {
    /// Which port.
    pub port: &'static str,
    /// What happened.
    pub what: String,
    /// Whether trying again later can help.
    pub passing: bool,
}

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;
}

/// What the identity register says of a name and a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityAnswer {
    /// They belong together.
    Match,
    /// The number exists and belongs to another name.
    NameDiffers,
    /// The register does not know the number.
    Unknown,
}

/// The identity register (实名核验).
#[async_trait]
pub trait IdentityRegister: Send + Sync {
    /// Asks whether `name` and `id` belong together.
    async fn check(&self, name: &Pii<String>, id: &IdNumber) -> Result<IdentityAnswer, PortError>;
}

/// Which text a short message carries; the words belong to the template at the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SmsText {
    /// A code to prove the phone.
    Code {
        /// Six digits.
        code: String,
        /// Minutes it is good for.
        minutes: u32,
    },
    /// An invitation into a case, with a one-time link.
    Invitation {
        /// Name of the court.
        court_name: String,
        /// The link.
        link: String,
    },
    /// A member asks them to come to the space. No names, no words of the case.
    Called {
        /// Name of the court.
        court_name: String,
        /// The case number.
        case_number: String,
    },
    /// Something happened to a filing or a case.
    Event {
        /// Name of the court.
        court_name: String,
        /// What happened, in general words.
        what: String,
    },
    /// Something happened in a case. No names, no words of the case.
    CaseNews {
        /// Name of the court.
        court_name: String,
        /// The case number.
        case_number: String,
        /// What happened, in general words.
        what: String,
    },
    /// Papers wait to be looked at; the notice to look that goes along with a service.
    Papers {
        /// Name of the court.
        court_name: String,
        /// The case number.
        case_number: String,
        /// Where they are looked at.
        link: String,
    },
    /// What can wait, gathered once a day.
    Digest {
        /// Name of the court.
        court_name: String,
        /// How much of what, such as `举证质证2项`.
        what: Vec<String>,
    },
}

/// Short messages.
#[async_trait]
pub trait Sms: Send + Sync {
    /// Sends `text` to the mobile number `to`. The same `key` is sent at most once by the gateway.
    async fn send(&self, to: &Pii<String>, text: &SmsText, key: &str) -> Result<(), PortError>;
}

/// A sign-on that was begun: where to send the browser, and what to remember until it returns.
#[derive(Debug, Clone)]
pub struct SignOnStart {
    /// Where the browser goes.
    pub url: String,
    /// What the provider gives back unchanged.
    pub state: String,
    /// What the identity token must contain.
    pub nonce: String,
    /// Proof key for the code exchange.
    pub pkce_verifier: String,
}

/// Who the court's directory says has signed on.
#[derive(Debug, Clone)]
pub struct StaffIdentity {
    /// Stable identity at the provider.
    pub subject: String,
    /// Name.
    pub name: Pii<String>,
    /// Duties.
    pub duties: BTreeSet<Duty>,
    /// Court they work for.
    pub court_code: CourtCode,
    /// Title, such as 一级法官.
    pub title: String,
}

/// Staff sign-on through OpenID Connect.
#[async_trait]
pub trait SignOn: Send + Sync {
    /// Begins a sign-on.
    async fn begin(&self) -> Result<SignOnStart, PortError>;

    /// Exchanges `code` for the identity.
    async fn finish(&self, code: &str, started: &SignOnStart) -> Result<StaffIdentity, PortError>;
}

/// A smaller picture without EXIF.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The picture.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: String,
    /// Width, in pixels.
    pub width: u32,
    /// Height, in pixels.
    pub height: u32,
    /// Width of the original as it is looked at, in pixels.
    pub original_width: u32,
    /// Height of the original as it is looked at, in pixels.
    pub original_height: u32,
}

/// Why a picture is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MediaRefusal {
    /// The bytes are not what they claim to be.
    #[error("the bytes are {found}, not {claimed}")]
    NotWhatItClaims {
        /// Claimed media type.
        claimed: String,
        /// Found media type.
        found: String,
    },
    /// This kind of file is not taken.
    #[error("files of type {media_type} are not taken")]
    NotTaken {
        /// The media type.
        media_type: String,
    },
    /// The picture cannot be decoded.
    #[error("the picture is damaged")]
    Damaged,
    /// The picture would need too much memory.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// The archive would unpack to far more than it is.
    #[error("the archive swells when it is unpacked")]
    Swells,
}

/// Looks at handed-in bytes.
pub trait Media: Send + Sync {
    /// Media type of the bytes themselves. `head` is the beginning of the content, 8 KiB or all of it.
    fn sniff(&self, head: &[u8], claimed: &str) -> Result<String, MediaRefusal>;

    /// Refuses an archive that would fill the disk of whoever unpacks it. Nothing is unpacked here.
    fn check_archive(&self, bytes: &[u8]) -> Result<(), MediaRefusal>;

    /// A preview of a picture, at most 1280 pixels on the longer side, without EXIF.
    fn preview(&self, bytes: &[u8], media_type: &str) -> Result<Preview, MediaRefusal>;

    /// Length of a recording, in milliseconds, when the container tells it.
    fn duration_ms(&self, bytes: &[u8], media_type: &str) -> Option<u32>;
}
