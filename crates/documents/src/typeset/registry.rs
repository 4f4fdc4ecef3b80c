//! All documents. A new one is a line here and three files in `templates/`.

use std::sync::LazyLock;

use super::schema::{Blocks, Field, Template};

/// Name, schema, Typst source and sample of each document.
type Files = (&'static str, &'static str, &'static str, &'static str);

macro_rules! documents {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../templates/", $name, ".toml")),
            include_str!(concat!("../../templates/", $name, ".typ")),
            include_str!(concat!("../../templates/samples/", $name, ".json")),
        )),*]
    };
}

/// In the order of the alphabet.
static FILES: &[Files] = documents![
    "acceptance_notice",
    "appeal_petition",
    "assistance_notice",
    "bench_notice",
    "certificate_of_effect",
    "closing_notice",
    "complaint_copy",
    "consumption_order",
    "cost_settlement",
    "cross_examination_record",
    "decision",
    "dishonesty_decision",
    "e_service_certificate",
    "enforcement_acceptance",
    "enforcement_notice",
    "enforcement_ruling",
    "evidence_list",
    "evidence_notice",
    "exchange_record",
    "fee_notice",
    "file_access_slip",
    "file_index",
    "hearing_announcement",
    "hearing_transcript",
    "judgment",
    "mediation_agreement",
    "mediation_record",
    "mediation_statement",
    "notice_extension",
    "notice_to_appear",
    "notice_to_correct",
    "notice_to_respond",
    "online_litigation_notice",
    "payment_order",
    "property_report_order",
    "receipt_of_materials",
    "rights_notice",
    "ruling_confirmation",
    "ruling_jurisdiction",
    "ruling_non_acceptance",
    "ruling_preservation",
    "ruling_procedure_change",
    "ruling_terminate_round",
    "ruling_withdrawal",
    "service_address_form",
    "service_return",
    "small_claims_notice",
    "summons",
    "transfer_letter",
];

/// What all templates import.
pub(super) static COMMON: &str = include_str!("../../templates/common.typ");

// The files are inside the program and every one is read in the tests, so that these two cannot fail in a court.
static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let read = |&(name, schema, source, sample): &Files| {
        let template: Template =
            toml::from_str(schema).unwrap_or_else(|error| panic!("templates/{name}.toml: {error}"));
        assert_eq!(template.id, name, "the id of a template is the name of its files");
        Template { source, sample, ..template }
    };
    FILES.iter().map(read).collect()
});
static BLOCKS: LazyLock<Blocks> = LazyLock::new(|| {
    toml::from_str(include_str!("../../templates/blocks.toml"))
        .unwrap_or_else(|error| panic!("templates/blocks.toml: {error}"))
});

impl Template {
    /// All templates, in the order of their identifiers.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &TEMPLATES
    }

    /// The template with this identifier.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.id == id)
    }

    /// Its own fields, in the order of the form; [`Blocks`] has those that all documents have.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Invented data that fill every field, marked 样本, for trying the template out.
    #[must_use]
    pub fn sample(&self) -> serde_json::Value {
        serde_json::from_str(self.sample).unwrap_or_default()
    }
}

impl Blocks {
    /// The fields that templates do not list.
    #[must_use]
    pub fn get() -> &'static Self {
        &BLOCKS
    }
}
