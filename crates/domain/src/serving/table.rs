//! Which documents the rules of service treat apart, and which periods run from their service.

use crate::actor::Side;
use crate::entry::{EntryKind, Procedure};
use crate::service::ServedDocument;

/// A line of `served_documents.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedRule {
    /// Name of the template.
    pub template: String,
    /// What the document is called.
    pub name: String,
    /// What it is for the rules of service.
    pub kind: ServedDocument,
    /// The period that runs from its service: a rule of `deadlines.csv`.
    pub clock: Option<String>,
    /// The procedures in which it does; all when empty.
    pub procedures: Vec<Procedure>,
    /// The sides on which it does; all when empty.
    pub sides: Vec<Side>,
    /// Whether everybody in the case sees the period, because it says when something takes effect for them too;
    /// otherwise the recipient and the bench do.
    pub known_to_all: bool,
    /// What a recipient who acts according to the document does: that answers it.
    pub answered_by: Option<EntryKind>,
    /// The provision.
    pub source: String,
}

impl ServedRule {
    /// Whether its period runs for a party on `side` in `procedure`.
    pub fn runs_for(&self, side: Side, procedure: Procedure) -> bool {
        let in_procedure = self.procedures.is_empty() || self.procedures.contains(&procedure);
        in_procedure && (self.sides.is_empty() || self.sides.contains(&side))
    }
}

/// The lines of `served_documents.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedTable {
    rules: Vec<ServedRule>,
}

impl ServedTable {
    pub(crate) fn new(rules: Vec<ServedRule>) -> ServedTable {
        ServedTable { rules }
    }

    /// Every line.
    pub fn rules(&self) -> &[ServedRule] {
        &self.rules
    }

    /// What a document is for the rules of service.
    pub fn kind(&self, template: &str) -> ServedDocument {
        let line = self.rules.iter().find(|rule| rule.template == template);
        line.map_or(ServedDocument::Ordinary, |rule| rule.kind)
    }

    /// The periods that run from the service of a document on a party.
    pub fn clocks(
        &self,
        template: &str,
        side: Side,
        procedure: Procedure,
    ) -> impl Iterator<Item = (&str, &ServedRule)> {
        let lines = self.rules.iter().filter(move |rule| rule.template == template);
        lines
            .filter(move |rule| rule.runs_for(side, procedure))
            .filter_map(|rule| rule.clock.as_deref().map(|clock| (clock, rule)))
    }

    /// What a recipient does who acts according to a document.
    pub fn answered_by(&self, template: &str) -> Option<EntryKind> {
        let mut lines = self.rules.iter().filter(|rule| rule.template == template);
        lines.find_map(|rule| rule.answered_by)
    }

    /// Whether periods of this rule run from service, and from nothing else.
    pub fn begins_with_service(&self, rule: &str) -> bool {
        self.rules.iter().any(|line| line.clock.as_deref() == Some(rule))
    }
}
