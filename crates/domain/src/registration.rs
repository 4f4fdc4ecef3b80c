//! Registering a case (登记立案): the number is issued in the transaction that records it.

use serde::{Deserialize, Serialize};

use crate::calendar::BeijingDate;
use crate::case_number::CaseSeries;
use crate::entry::{EntryBody, Procedure};
use crate::log::EntryRef;

/// A registration that is complete but for its serial number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingRegistration {
    /// The filing it accepts.
    pub filing: EntryRef,
    /// The series the number comes from.
    pub series: CaseSeries,
    /// Name of the court.
    pub court_name: String,
    /// The cause of action.
    pub cause_code: String,
    /// Its name.
    pub cause_name: String,
    /// The procedure.
    pub procedure: Procedure,
    /// Beijing date of filing.
    pub filed_on: BeijingDate,
    /// What people call the case.
    pub title: String,
}

impl PendingRegistration {
    /// The entry, once the series has given `serial`.
    ///
    /// # Source
    ///
    /// 最高法关于人民法院案件案号的若干规定 §9, §10.
    pub fn numbered(self, serial: u32) -> EntryBody {
        EntryBody::CaseRegistered {
            filing: self.filing,
            case_number: self.series.number(serial),
            court_code: self.series.court,
            court_name: self.court_name,
            case_type: self.series.case_type,
            cause_code: self.cause_code,
            cause_name: self.cause_name,
            procedure: self.procedure,
            filed_on: self.filed_on,
            title: self.title,
        }
    }
}

impl std::fmt::Debug for PendingRegistration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PendingRegistration").field("series", &self.series).finish_non_exhaustive()
    }
}
