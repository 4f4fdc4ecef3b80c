//! One run of Typst.

use std::sync::Arc;

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde_json::{Value, json};
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Label, Smart};
use typst::introspection::Introspector as _;
use typst::layout::{Frame, FrameItem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::check::day;
use super::desk::{Desk, Faces};
use super::printed::printed;
use super::{Marks, Template, Typeset, TypesetError};
use crate::Fonts;
use crate::SealPlace;

/// Side of the seal, in points: 42 mm.
const SEAL: f64 = 42.0 / 25.4 * 72.0;

pub(super) fn set(
    fonts: &Fonts,
    faces: &Arc<Faces>,
    template: &Template,
    data: &Value,
    marks: &Marks,
) -> Result<Typeset, TypesetError> {
    let issued_on = day(&marks.issued_on).ok_or(TypesetError::Mark("issued_on"))?;
    template.check(data).map_err(TypesetError::Faults)?;
    let no_glyph = |character, path| TypesetError::NoGlyph { character, field: Some(path) };
    if let Some(character) = fonts.missing(&marks.document_id).first() {
        return Err(no_glyph(*character, "document_id".into()));
    }
    let data = printed(template, data, &marks.issued_on, fonts)
        .map_err(|missing| no_glyph(missing.character, missing.path))?;
    let inputs = json!({
        "data": data,
        "template": { "id": template.id, "title": template.title, "version": template.version, "kind": template.kind },
        "document_id": marks.document_id,
        "qr": marks.verify_url.as_deref().map(qr).transpose()?,
        "faces": { "text": faces.text, "title": faces.title, "has_title_face": faces.has_title_face },
    });
    let desk = Desk::new(faces.clone(), template.source, inputs.to_string()).ok_or(TypesetError::Broken)?;
    let outcome = run(&desk, marks, issued_on);
    // What Typst keeps of a run would grow with every document, and belongs to the parties.
    comemo::evict(0);
    outcome
}

fn run(desk: &Desk, marks: &Marks, issued_on: jiff::civil::Date) -> Result<Typeset, TypesetError> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(desk);
    let document = output.map_err(|errors| TypesetError::Template(say(desk, &errors)))?;
    for page in document.pages() {
        if let Some(character) = gap(&page.frame) {
            return Err(TypesetError::NoGlyph { character, field: None });
        }
    }
    let month = u8::try_from(issued_on.month()).unwrap_or(1);
    let date = u8::try_from(issued_on.day()).unwrap_or(1);
    let noon = Datetime::from_ymd_hms(issued_on.year().into(), month, date, 0, 0, 0);
    let options = PdfOptions {
        ident: Smart::Custom(marks.document_id.clone()),
        creator: Smart::Custom(Some("WeiCourt".into())),
        timestamp: noon.and_then(|at| Timestamp::new_local(at, 8 * 60)),
        standards: PdfStandards::new(&[PdfStandard::A_2b]).map_err(|_| TypesetError::Broken)?,
        ..PdfOptions::default()
    };
    let pdf =
        typst_pdf::pdf(&document, &options).map_err(|errors| TypesetError::Template(say(desk, &errors)))?;
    Ok(Typeset {
        pdf,
        n_pages: u32::try_from(document.pages().len()).unwrap_or(u32::MAX),
        seal: seal(&document),
        warnings: warnings.iter().map(|warning| say_one(desk, warning)).collect(),
    })
}

/// Where the template put `<seal>`: the upper left corner of the square.
fn seal(document: &PagedDocument) -> Option<SealPlace> {
    let label = Label::new(PicoStr::intern("seal"))?;
    let introspector = document.introspector();
    let mark = introspector.query_label(label).ok()?;
    let place = introspector.position(mark.location()?)?;
    let page = document.pages().get(place.page.get() - 1)?;
    let bottom = page.frame.height().to_pt() - place.point.y.to_pt() - SEAL;
    Some(SealPlace {
        page: place.page.get() - 1,
        x: place.point.x.to_pt() as f32,
        y: bottom as f32,
        width: SEAL as f32,
        height: SEAL as f32,
    })
}

/// A character that was set as the glyph of no character.
fn gap(frame: &Frame) -> Option<char> {
    frame.items().find_map(|(_, item)| match item {
        FrameItem::Group(group) => gap(&group.frame),
        FrameItem::Text(text) => {
            let glyph = text.glyphs.iter().find(|glyph| glyph.id == 0)?;
            text.text.get(glyph.range())?.chars().next()
        }
        _ => None,
    })
}

/// The code as a drawing; black on nothing.
fn qr(url: &str) -> Result<String, TypesetError> {
    let code =
        QrCode::with_error_correction_level(url, EcLevel::M).map_err(|_| TypesetError::Mark("verify_url"))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(false).build())
}

fn say(desk: &Desk, messages: &[SourceDiagnostic]) -> String {
    messages.iter().map(|message| say_one(desk, message)).collect::<Vec<_>>().join("; ")
}

fn say_one(desk: &Desk, message: &SourceDiagnostic) -> String {
    let trace = message.trace.iter().map(|point| point.span.into());
    let places: Vec<_> =
        std::iter::once(message.span).chain(trace).filter_map(|span| desk.place(span)).collect();
    format!("{} ({})", message.message, places.join(", from "))
}
