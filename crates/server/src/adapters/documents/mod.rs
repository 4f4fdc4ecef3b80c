//! Court documents: typeset in this process, sealed with the court's key.
//!
//! Templates are the program's own and the data are checked before, so that typesetting needs no process of
//! its own; it takes a thread, and only a few at once. The key signs in memory; the time-stamping authority is
//! asked over HTTP (RFC 3161).

mod seal;
mod templates;

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use tokio::sync::Semaphore;
use weicourt_app::ports::{
    self, DocumentBlocks, DocumentError, DocumentTemplate, FieldFault, PortError, SetOrder, SetPaper,
};
use weicourt_documents::Fonts;
use weicourt_documents::typeset::{Marks, Template, TypesetError, Typesetter};
use weicourt_domain::instant::Instant;

pub use self::seal::{Seal, SealFault};
pub use self::templates::fault_in_words;

/// Most documents set at once, whatever the number of processors.
const MOST_AT_ONCE: usize = 4;

/// Makes court documents.
#[derive(Debug)]
pub struct Documents {
    typesetter: Typesetter,
    fonts: Fonts,
    templates: Vec<DocumentTemplate>,
    blocks: DocumentBlocks,
    seal: Option<Seal>,
    turns: Arc<Semaphore>,
}

impl Documents {
    /// In these faces, with this seal; without one nothing is issued that bears a seal.
    #[must_use]
    pub fn new(fonts: &Fonts, seal: Option<Seal>) -> Self {
        let at_once = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_AT_ONCE);
        Self {
            typesetter: Typesetter::new(fonts),
            fonts: fonts.clone(),
            templates: templates::all(),
            blocks: templates::blocks(),
            seal,
            turns: Arc::new(Semaphore::new(at_once)),
        }
    }

    /// Runs what takes a while on a thread of its own.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PortError> {
        let permit = self.turns.clone().acquire_owned().await.map_err(|_| broken("no turn"))?;
        let working = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        working.await.map_err(|_| broken("the work was dropped"))
    }
}

fn broken(what: &str) -> PortError {
    PortError { port: "documents", what: what.to_owned(), passing: false }
}

fn find(name: &str) -> Result<&'static Template, DocumentError> {
    Template::find(name).ok_or(DocumentError::NoSuchTemplate)
}

fn not_in_order(template: &Template, faults: &[weicourt_documents::typeset::FieldFault]) -> DocumentError {
    let faults = faults
        .iter()
        .map(|fault| FieldFault { path: fault.path.clone(), reason: fault_in_words(template, fault) });
    DocumentError::NotInOrder(faults.collect())
}

#[async_trait]
impl ports::CourtDocuments for Documents {
    fn templates(&self) -> &[DocumentTemplate] {
        &self.templates
    }

    fn blocks(&self) -> &DocumentBlocks {
        &self.blocks
    }

    fn has_seal(&self) -> bool {
        self.seal.is_some()
    }

    fn check(&self, template: &str, data: &Value) -> Result<(), DocumentError> {
        let template = find(template)?;
        template.check(data).map_err(|faults| not_in_order(template, &faults))
    }

    async fn set(&self, order: SetOrder) -> Result<SetPaper, DocumentError> {
        let template = find(&order.template)?;
        let typesetter = self.typesetter.clone();
        let set = self.work(move || {
            let marks = Marks {
                document_id: order.document_id,
                issued_on: order.issued_on.to_string(),
                verify_url: order.verify_url,
            };
            typesetter.set(template, &order.data, &marks)
        });
        match set.await? {
            Ok(paper) => Ok(SetPaper {
                pdf: paper.pdf,
                n_pages: paper.n_pages,
                seal: paper.seal.map(|place| ports::SealPlace {
                    page: u32::try_from(place.page).unwrap_or(u32::MAX),
                    x: place.x,
                    y: place.y,
                    width: place.width,
                    height: place.height,
                }),
            }),
            Err(TypesetError::Faults(faults)) => Err(not_in_order(template, &faults)),
            Err(TypesetError::NoGlyph { character, .. }) => Err(DocumentError::NoGlyph { character }),
            // The other messages name a place in a template and no word of a party.
            Err(error) => Err(broken(&error.to_string()).into()),
        }
    }

    async fn seal(&self, paper: SetPaper, at: Instant, reason: &str) -> Result<Vec<u8>, PortError> {
        let Some(place) = paper.seal else { return Ok(paper.pdf) };
        let seal = self.seal.clone().ok_or_else(|| broken("there is no seal"))?;
        let (fonts, reason, stamps) = (self.fonts.clone(), reason.to_owned(), seal.stamps());
        let signed = seal.clone();
        let sealed = self.work(move || signed.prepare(&paper.pdf, place, at, &reason, &fonts));
        let sealed = sealed.await?.map_err(|error| broken(&error.to_string()))?;
        let token = if stamps { Some(seal.stamp(sealed.signature()).await?) } else { None };
        let finished = self.work(move || sealed.finish(token.as_ref())).await?;
        finished.map_err(|error| broken(&error.to_string()))
    }
}
