//! Sets the samples of templates, for whoever works on them to look at:
//! `cargo run -p weicourt-documents --example samples -- DIRECTORY [ID…]`.

use std::path::PathBuf;

use weicourt_documents::Fonts;
use weicourt_documents::typeset::{Marks, Template, Typesetter};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let directory = PathBuf::from(arguments.next().ok_or("name a directory")?);
    let wanted: Vec<String> = arguments.collect();
    let typesetter = Typesetter::new(&Fonts::default());
    let marks = Marks {
        document_id: "样本-文-20261123-0001".into(),
        issued_on: "2026-11-23".into(),
        verify_url: Some("https://court.invalid/verify/YB-20261123-0001?k=4f2a".into()),
    };
    for template in Template::all().iter().filter(|one| wanted.is_empty() || wanted.contains(&one.id)) {
        match typesetter.set(template, &template.sample(), &marks) {
            Ok(document) => {
                std::fs::write(directory.join(format!("{}.pdf", template.id)), &document.pdf)?;
                eprintln!("{}: {document:?} {:#?}", template.id, document.warnings);
            }
            Err(error) => eprintln!("{}: {error}", template.id),
        }
    }
    Ok(())
}
