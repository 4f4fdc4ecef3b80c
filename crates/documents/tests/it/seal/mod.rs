//! Seals: made here, checked here and by two other programs.

mod changed;
mod looks;
mod opinions;
mod stamps;
mod trust;

use std::sync::LazyLock;

use weicourt_documents::Fonts;
use weicourt_documents::seal::{
    DemoAuthority, SealError, SealLook, SealOrder, SealPlace, SoftSigner, StampAuthority, StampError,
    TimeStamper, Trust, certificates_from_pem, seal,
};

use crate::files::typed_pdf;

pub(crate) const COURT: &str = "样例市样例区人民法院";

/// The time of these tests, which is that of the machine: other programs ask no other.
pub(crate) static NOW: LazyLock<i64> = LazyLock::new(|| {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time after 1970");
    i64::try_from(since.as_secs()).expect("a time")
});
pub(crate) static AUTHORITY: LazyLock<DemoAuthority> =
    LazyLock::new(|| DemoAuthority::make(COURT, *NOW).expect("an authority"));

/// An authority for time stamps whose clock stands still.
pub(crate) struct Stamper(pub(crate) StampAuthority, pub(crate) i64);

impl TimeStamper for Stamper {
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>, StampError> {
        self.0.answer(request, self.1).map_err(|error| StampError::Unreached(error.to_string()))
    }
}

pub(crate) fn signer(authority: &DemoAuthority) -> SoftSigner {
    SoftSigner::from_pem(&authority.court_key_pem, &authority.court_pem).expect("a key")
}

pub(crate) fn stamper(authority: &DemoAuthority) -> Stamper {
    let stamps = StampAuthority::from_pem(&authority.stamp_key_pem, &authority.stamp_pem).expect("a key");
    Stamper(stamps, *NOW + 5)
}

pub(crate) fn trust() -> Trust {
    Trust { roots: certificates_from_pem(&AUTHORITY.root_pem).expect("a root"), at: *NOW + 60 }
}

pub(crate) fn look() -> SealLook {
    SealLook { court_name: COURT.into(), middle: Some("测试专用".into()) }
}

/// At the foot of the last page of [`summons`].
pub(crate) const PLACE: SealPlace =
    SealPlace { page: 1, x: 380.0, y: 120.0, width: SealPlace::DIAMETER, height: SealPlace::DIAMETER };

/// A file of two pages.
pub(crate) fn summons() -> Vec<u8> {
    typed_pdf(1, |_| "传票\n被传唤人：样例\n到庭时间：二〇二六年十二月一日九时".into())
}

pub(crate) fn sealed_by(
    authority: &DemoAuthority,
    pdf: &[u8],
    place: &SealPlace,
    stamped: bool,
) -> Result<Vec<u8>, SealError> {
    let (look, fonts) = (look(), Fonts::default());
    let order = SealOrder { place, look: &look, fonts: &fonts, reason: "签发传票", at: *NOW, stamped };
    let stamper = stamped.then(|| stamper(authority));
    let stamper = stamper.as_ref().map(|stamper| stamper as &dyn TimeStamper);
    seal(pdf, &order, &signer(authority), stamper)
}

/// Seals at [`PLACE`].
pub(crate) fn sealed(pdf: &[u8], stamped: bool) -> Vec<u8> {
    sealed_by(&AUTHORITY, pdf, &PLACE, stamped).expect("a sealed file")
}
