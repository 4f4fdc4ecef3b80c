//! Case types and their codes (类型代字).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A case-type code as it stands in a case number: `民初`, `执恢`, `民诉前调`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "民初"))]
pub struct CaseTypeCode(String);

impl CaseTypeCode {
    /// The code with this spelling. Whether it exists is a question to [`CaseTypeTable`].
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self(code.to_owned())
    }

    /// The code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseTypeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for CaseTypeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A case type of the Supreme People's Court's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseType {
    /// The code in case numbers.
    pub code: CaseTypeCode,
    /// The full name, such as `民事一审案件`.
    pub name: String,
    /// The part of the list it stands in, such as `民事`.
    pub category: String,
}

/// The case types known to this installation.
#[derive(Debug, Clone, Default)]
pub struct CaseTypeTable {
    types: Vec<CaseType>,
}

impl CaseTypeTable {
    /// A table of these types, in this order.
    #[must_use]
    pub fn new(types: Vec<CaseType>) -> Self {
        Self { types }
    }

    /// Every type, in the order of the data file.
    pub fn iter(&self) -> impl Iterator<Item = &CaseType> {
        self.types.iter()
    }

    /// The type with this code.
    #[must_use]
    pub fn get(&self, code: &CaseTypeCode) -> Option<&CaseType> {
        self.types.iter().find(|case_type| case_type.code == *code)
    }
}
