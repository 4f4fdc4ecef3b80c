//! What a court document costs.

use divan::Bencher;
use weicourt_documents::Fonts;
use weicourt_documents::typeset::{Marks, Template, Typesetter};

fn main() {
    divan::main();
}

#[divan::bench(args = ["summons", "fee_notice", "e_service_certificate", "judgment"])]
fn a_document(bencher: Bencher<'_, '_>, id: &str) {
    let template = Template::find(id).expect("a template");
    let (data, typesetter) = (template.sample(), Typesetter::new(&Fonts::default()));
    let marks = Marks {
        document_id: "样本-1".into(),
        issued_on: "2026-11-23".into(),
        verify_url: Some("https://court.invalid/verify/1".into()),
    };
    bencher.bench_local(|| typesetter.set(template, &data, &marks).expect("a document").pdf.len());
}

#[divan::bench]
fn the_faces_are_read_at_the_start(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Typesetter::new(&Fonts::default()));
}
