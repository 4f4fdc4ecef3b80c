//! Court documents on paper: a template and the data of a case in, a PDF/A file out.
//!
//! A document is two files that [`Template`] reads (fields in TOML, paper in Typst) and a sample; what a
//! template author must know stands in `templates/README.md`.
//!
//! Invariants:
//! - The same template, data, marks and faces make the same bytes.
//! - Data are never part of a program: Typst gets them as one string of JSON, and has no files, no
//!   network and no clock.
//! - A character that no face has is an error, never a gap or a box ([`TypesetError::NoGlyph`]).
//! - The seal is not drawn: [`Typeset::seal`] says where it belongs, and whoever signs the file draws it
//!   there, so that what was read before signing is what is signed.
//!
//! ```
//! use weicourt_documents::Fonts;
//! use weicourt_documents::typeset::{Marks, Template, Typesetter};
//!
//! let summons = Template::find("summons").expect("a template");
//! let data = summons.sample();
//! assert_eq!(summons.check(&data), Ok(()));
//! let marks = Marks { document_id: "样本-1".into(), issued_on: "2026-11-23".into(), verify_url: None };
//! let set = Typesetter::new(&Fonts::default()).set(summons, &data, &marks)?;
//! assert!(set.pdf.starts_with(b"%PDF-") && set.seal.is_some());
//! # Ok::<(), weicourt_documents::typeset::TypesetError>(())
//! ```

mod check;
mod desk;
mod printed;
mod registry;
mod schema;
mod set;
pub mod words;

use std::sync::Arc;

pub use check::{FaultReason, FieldFault};
pub use schema::{Blocks, Field, FieldOption, FieldType, Issuer, Kind, Signer, Template};

use crate::Fonts;
use crate::guard::guarded_or;

/// What stands on a document besides its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// The number that the document is looked up by; in its foot, and the source of its PDF identifier.
    pub document_id: String,
    /// The day it is issued, `2026-11-23`: the date of the file, and the date of its foot when the data
    /// have no `issued_on`.
    pub issued_on: String,
    /// What the QR code says; none is drawn without it.
    pub verify_url: Option<String>,
}

/// A document on paper.
#[derive(Clone, PartialEq)]
pub struct Typeset {
    /// A PDF/A-2b file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub n_pages: u32,
    /// Where the court's seal goes; `None` when the template has no place for one.
    pub seal: Option<crate::SealPlace>,
    /// What Typst would have a template author look at; empty for every template and sample here.
    pub warnings: Vec<String>,
}

impl std::fmt::Debug for Typeset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { pdf, n_pages, seal, warnings } = self;
        f.debug_struct("Typeset")
            .field("size_bytes", &pdf.len())
            .field("n_pages", n_pages)
            .field("seal", seal)
            .field("n_warnings", &warnings.len())
            .finish()
    }
}

/// Why a document cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypesetError {
    /// The data do not fit the template.
    #[error("{} fields of the data do not fit the template, first {}", .0.len(), first(.0))]
    Faults(Vec<FieldFault>),
    /// No face has this character.
    #[error("no face has the character U+{:04X} of {}", u32::from(*.character), .field.as_deref().unwrap_or("the template"))]
    NoGlyph {
        /// The character.
        character: char,
        /// The field it stands in, `plaintiff.name`; `None` when it is in the template's own words.
        field: Option<String>,
    },
    /// A mark is no day, or too long for a QR code.
    #[error("the mark {0} cannot be set")]
    Mark(&'static str),
    /// The template is wrong; says where.
    #[error("the template cannot be set: {0}")]
    Template(String),
    /// The typesetter itself gave up.
    #[error("the typesetter broke off")]
    Broken,
}

fn first(faults: &[FieldFault]) -> String {
    faults.first().map(ToString::to_string).unwrap_or_default()
}

/// Sets documents in the faces of a court. Cheap to clone, and usable from many threads.
#[derive(Clone)]
pub struct Typesetter {
    fonts: Fonts,
    faces: Arc<desk::Faces>,
}

impl std::fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typesetter").field("fonts", &self.fonts).finish()
    }
}

impl Typesetter {
    /// With these faces: text in the first one whose name says 仿宋, titles in the first whose name says
    /// 小标宋, everything else in their order.
    #[must_use]
    pub fn new(fonts: &Fonts) -> Self {
        Self { fonts: fonts.clone(), faces: Arc::new(desk::Faces::new(fonts)) }
    }

    /// Sets a document.
    ///
    /// Takes some 10 to 100 ms of the calling thread.
    ///
    /// # Errors
    ///
    /// [`TypesetError::Faults`] with all that [`Template::check`] finds, [`TypesetError::NoGlyph`] for a
    /// character without a face, [`TypesetError::Mark`]; the others are mistakes of ours.
    pub fn set(
        &self,
        template: &Template,
        data: &serde_json::Value,
        marks: &Marks,
    ) -> Result<Typeset, TypesetError> {
        guarded_or(|| TypesetError::Broken, || set::set(&self.fonts, &self.faces, template, data, marks))
    }
}
