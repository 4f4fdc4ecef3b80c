//! The facts the law works with: courts, types, causes, holidays, rates, tariffs, time limits.
//!
//! They ship as CSV files in `data/` and are embedded; an installation may replace any file by its
//! own. Reading files is the server's work: this module takes their text.
//!
//! To add a fact file: 1. the CSV with a `source` column in `data/`; 2. a field of [`FactFiles`] and of
//! [`Facts`]; 3. a reader next to the type it fills.

mod application_readers;
mod notice_reader;
mod read;
mod readers;
mod service_readers;

pub use self::read::FactsError;
use crate::application::ApplicationTable;
use crate::calendar::Holidays;
use crate::case_type::CaseTypeTable;
use crate::cause::CauseTable;
use crate::court::CourtTable;
use crate::deadline::DeadlineTable;
use crate::fee::Tariff;
use crate::interest::LprTable;
use crate::notice::NoticeTable;
use crate::parameter::Parameters;
use crate::serving::ServedTable;
use crate::small_claims::SmallClaimsTable;

/// The text of every fact file. Begin with [`FactFiles::embedded`] and replace what differs.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is the file of that name in data/")]
pub struct FactFiles {
    pub courts: String,
    pub case_types: String,
    pub causes: String,
    pub holidays: String,
    pub lpr: String,
    pub fee_bands: String,
    pub fee_amounts: String,
    pub deadlines: String,
    pub applications: String,
    pub application_fields: String,
    pub served_documents: String,
    pub notices: String,
    pub small_claims: String,
    pub parameters: String,
}

impl FactFiles {
    /// The files this program was built with.
    #[must_use]
    pub fn embedded() -> Self {
        Self {
            courts: include_str!("../../../data/courts.csv").to_owned(),
            case_types: include_str!("../../../data/case_types.csv").to_owned(),
            causes: include_str!("../../../data/causes.csv").to_owned(),
            holidays: include_str!("../../../data/holidays.csv").to_owned(),
            lpr: include_str!("../../../data/lpr.csv").to_owned(),
            fee_bands: include_str!("../../../data/fee_bands.csv").to_owned(),
            fee_amounts: include_str!("../../../data/fee_amounts.csv").to_owned(),
            deadlines: include_str!("../../../data/deadlines.csv").to_owned(),
            applications: include_str!("../../../data/applications.csv").to_owned(),
            application_fields: include_str!("../../../data/application_fields.csv").to_owned(),
            served_documents: include_str!("../../../data/served_documents.csv").to_owned(),
            notices: include_str!("../../../data/notices.csv").to_owned(),
            small_claims: include_str!("../../../data/small_claims.csv").to_owned(),
            parameters: include_str!("../../../data/parameters.csv").to_owned(),
        }
    }

    /// The names of the files, as an operator writes them: `courts.csv` and so on.
    pub const NAMES: [&'static str; 14] = [
        "courts.csv",
        "case_types.csv",
        "causes.csv",
        "holidays.csv",
        "lpr.csv",
        "fee_bands.csv",
        "fee_amounts.csv",
        "deadlines.csv",
        "applications.csv",
        "application_fields.csv",
        "served_documents.csv",
        "notices.csv",
        "small_claims.csv",
        "parameters.csv",
    ];

    /// Puts `text` in the place of the file `name`; `false` when there is no file of that name.
    pub fn replace(&mut self, name: &str, text: String) -> bool {
        let file = match name {
            "courts.csv" => &mut self.courts,
            "case_types.csv" => &mut self.case_types,
            "causes.csv" => &mut self.causes,
            "holidays.csv" => &mut self.holidays,
            "lpr.csv" => &mut self.lpr,
            "fee_bands.csv" => &mut self.fee_bands,
            "fee_amounts.csv" => &mut self.fee_amounts,
            "deadlines.csv" => &mut self.deadlines,
            "applications.csv" => &mut self.applications,
            "application_fields.csv" => &mut self.application_fields,
            "served_documents.csv" => &mut self.served_documents,
            "notices.csv" => &mut self.notices,
            "small_claims.csv" => &mut self.small_claims,
            "parameters.csv" => &mut self.parameters,
            _ => return false,
        };
        *file = text;
        true
    }
}

/// The facts, read and checked. Immutable: share it behind an `Arc`.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Courts, with address and telephone number.
    pub courts: CourtTable,
    /// Case types.
    pub case_types: CaseTypeTable,
    /// Civil causes of action.
    pub causes: CauseTable,
    /// Days off and worked weekends.
    pub holidays: Holidays,
    /// The loan prime rate since 2019.
    pub lpr: LprTable,
    /// Court fees.
    pub tariff: Tariff,
    /// Statutory periods.
    pub deadlines: DeadlineTable,
    /// What can be applied for, by whom, and who decides.
    pub applications: ApplicationTable,
    /// Documents that the rules of service treat apart, and the periods that run from their service.
    pub served: ServedTable,
    /// Who is told outside the space of what.
    pub notices: NoticeTable,
    /// Amounts below which the small-claims procedure applies.
    pub small_claims: SmallClaimsTable,
    /// Single values that an installation may have to change.
    pub parameters: Parameters,
}

impl Facts {
    /// The facts this program was built with.
    ///
    /// # Panics
    ///
    /// When an embedded file is bad; a test reads every one of them.
    #[must_use]
    pub fn embedded() -> Self {
        match Self::from_files(&FactFiles::embedded()) {
            Ok(facts) => facts,
            Err(error) => panic!("embedded facts: {error}"),
        }
    }

    /// Reads and checks the files.
    ///
    /// # Errors
    ///
    /// [`FactsError`] names the file, the line and what is wrong there.
    pub fn from_files(files: &FactFiles) -> Result<Self, FactsError> {
        let parameters = readers::parameters(&files.parameters)?;
        let deadlines = readers::deadlines(&files.deadlines)?;
        Ok(Self {
            courts: readers::courts(&files.courts, &parameters)?,
            case_types: readers::case_types(&files.case_types)?,
            causes: readers::causes(&files.causes)?,
            holidays: readers::holidays(&files.holidays)?,
            lpr: readers::lpr(&files.lpr)?,
            tariff: readers::tariff(&files.fee_bands, &files.fee_amounts)?,
            applications: application_readers::applications(
                &files.applications,
                &files.application_fields,
                &deadlines,
            )?,
            served: service_readers::served(&files.served_documents, &deadlines)?,
            notices: notice_reader::notices(&files.notices)?,
            deadlines,
            small_claims: readers::small_claims(&files.small_claims)?,
            parameters,
        })
    }
}
