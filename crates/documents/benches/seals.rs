//! What sealing a file costs, and checking one.

#[path = "../tests/it/files.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
mod files;

use std::sync::LazyLock;

use divan::Bencher;
use weicourt_documents::Fonts;
use weicourt_documents::seal::{
    DemoAuthority, SealLook, SealOrder, SealPlace, SoftSigner, StampAuthority, StampError, TimeStamper,
    Trust, certificates_from_pem, seal, verify,
};

use crate::files::typed_pdf;

/// 2026-11-29.
const NOW: i64 = 1_795_910_400;

fn main() {
    divan::main();
}

struct Stamps(StampAuthority);

impl TimeStamper for Stamps {
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>, StampError> {
        self.0.answer(request, NOW).map_err(|error| StampError::Unreached(error.to_string()))
    }
}

static AUTHORITY: LazyLock<DemoAuthority> =
    LazyLock::new(|| DemoAuthority::make("样例市样例区人民法院", NOW).expect("an authority"));
static SIGNER: LazyLock<SoftSigner> =
    LazyLock::new(|| SoftSigner::from_pem(&AUTHORITY.court_key_pem, &AUTHORITY.court_pem).expect("a key"));
static STAMPS: LazyLock<Stamps> = LazyLock::new(|| {
    Stamps(StampAuthority::from_pem(&AUTHORITY.stamp_key_pem, &AUTHORITY.stamp_pem).expect("a key"))
});

fn typed(n_pages: usize) -> Vec<u8> {
    let line = "原告与被告于二〇二五年一月签订借款合同，约定借款金额人民币二十万元，期限一年。";
    typed_pdf(n_pages, |n| format!("第{n}页\n{}", [line; 16].join("\n")))
}

fn sealed(pdf: &[u8], stamped: bool) -> Vec<u8> {
    let place =
        SealPlace { page: 0, x: 380.0, y: 120.0, width: SealPlace::DIAMETER, height: SealPlace::DIAMETER };
    let look =
        SealLook { court_name: "样例市样例区人民法院".into(), middle: Some("测试专用".into()) };
    let fonts = Fonts::default();
    let order = SealOrder { place: &place, look: &look, fonts: &fonts, reason: "签发", at: NOW, stamped };
    let stamper = stamped.then_some(&*STAMPS as &dyn TimeStamper);
    seal(pdf, &order, &*SIGNER, stamper).expect("a sealed file")
}

#[divan::bench(args = [1, 20, 500])]
fn seal_pages(bencher: Bencher<'_, '_>, n_pages: usize) {
    let pdf = typed(n_pages);
    bencher.bench(|| sealed(&pdf, false));
}

#[divan::bench]
fn seal_a_page_with_a_time_stamp(bencher: Bencher<'_, '_>) {
    let pdf = typed(1);
    bencher.bench(|| sealed(&pdf, true));
}

#[divan::bench(args = [1, 20, 500])]
fn verify_pages(bencher: Bencher<'_, '_>, n_pages: usize) {
    let pdf = sealed(&typed(n_pages), true);
    let trust = Trust { roots: certificates_from_pem(&AUTHORITY.root_pem).expect("a root"), at: NOW };
    bencher.bench(|| verify(&pdf, &trust));
}

#[divan::bench]
fn verify_five_seals_on_20_pages(bencher: Bencher<'_, '_>) {
    let pdf = (0..5).fold(typed(20), |pdf, _| sealed(&pdf, true));
    let trust = Trust { roots: certificates_from_pem(&AUTHORITY.root_pem).expect("a root"), at: NOW };
    bencher.bench(|| verify(&pdf, &trust));
}
