//! Why a text is not a case number.

/// The first thing that is wrong with a case number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseNumberRefusal {
    /// No year in brackets at the beginning.
    #[error("no year in brackets at the beginning")]
    NoYear,
    /// The year does not have four digits.
    #[error("the year must have 4 digits, not {n_digits}")]
    YearDigits {
        /// How many there are.
        n_digits: usize,
    },
    /// The form of numbers changed on 2016-01-01.
    #[error("numbers of {year} do not have this form, which began in 2016")]
    YearBeforeNewForm {
        /// The year given.
        year: i16,
    },
    /// The year has not come yet.
    #[error("the year {year} lies in the future")]
    YearInTheFuture {
        /// The year given.
        year: i16,
    },
    /// Brackets must be full-width.
    #[error("the brackets must be full-width （ ）")]
    HalfWidthBrackets,
    /// The year's bracket is not closed.
    #[error("no closing bracket after the year")]
    NoClosingBracket,
    /// Nothing after the year.
    #[error("no court code after the year")]
    NoCourt,
    /// Digits without the province's character.
    #[error("the court code lacks its province")]
    CourtWithoutProvince,
    /// 最高 instead of 最高法.
    #[error("the Supreme People's Court is written 最高法")]
    IncompleteSupremeCourt,
    /// No such province.
    #[error("no province is written '{province}'")]
    UnknownProvince {
        /// The character found.
        province: char,
    },
    /// A court code has no, two or four digits.
    #[error("a court code has 0, 2 or 4 digits, not {n_digits}")]
    CourtDigits {
        /// How many there are.
        n_digits: usize,
    },
    /// No type code.
    #[error("no case-type code")]
    NoType,
    /// Not in the list of types.
    #[error("'{code}' is not a case-type code")]
    UnknownType {
        /// The code found.
        code: String,
    },
    /// `字第…号`, used until 2015.
    #[error("this is the form used until 2015 (字第…号)")]
    OldForm,
    /// No serial number.
    #[error("no serial number")]
    NoSequence,
    /// Serial numbers begin at 1.
    #[error("the serial number is 0")]
    SequenceZero,
    /// Serial numbers are not padded.
    #[error("the serial number has leading zeros")]
    LeadingZero,
    /// More digits than any series has.
    #[error("the serial number has {n_digits} digits, more than 8")]
    SequenceTooLong {
        /// How many there are.
        n_digits: usize,
    },
    /// A range that does not go up.
    #[error("the range {first}-{last} does not go up")]
    EmptyRange {
        /// Its first number.
        first: u32,
        /// Its last number.
        last: u32,
    },
    /// 号 is missing.
    #[error("号 is missing after the serial number")]
    NoHao,
    /// 之 without a numeral.
    #[error("之 without a numeral after it")]
    EmptySuffix,
    /// Something after the end.
    #[error("'{text}' does not belong to a case number")]
    TrailingText {
        /// What is left over.
        text: String,
    },
}

impl CaseNumberRefusal {
    /// The same in Chinese, for the person who typed it.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::NoYear => "缺少括号内的收案年度".into(),
            Self::YearDigits { n_digits } => format!("收案年度应为4位数字，现为{n_digits}位"),
            Self::YearBeforeNewForm { year } => format!("现行案号格式自2016年起使用，{year}年的案号不适用"),
            Self::YearInTheFuture { year } => format!("收案年度{year}尚未到来"),
            Self::HalfWidthBrackets => "年度应使用全角括号（ ）".into(),
            Self::NoClosingBracket => "年度后缺少右括号".into(),
            Self::NoCourt => "年度后缺少法院代字".into(),
            Self::CourtWithoutProvince => "法院代字缺少省份简称".into(),
            Self::IncompleteSupremeCourt => "最高人民法院的代字为“最高法”".into(),
            Self::UnknownProvince { province } => format!("“{province}”不是法院代字中的省份简称"),
            Self::CourtDigits { n_digits } => format!("法院代字应有0、2或4位数字，现为{n_digits}位"),
            Self::NoType => "缺少类型代字".into(),
            Self::UnknownType { code } => format!("“{code}”不是案件类型代字"),
            Self::OldForm => "“字第…号”是2015年以前的格式".into(),
            Self::NoSequence => "缺少案件编号".into(),
            Self::SequenceZero => "案件编号从1开始".into(),
            Self::LeadingZero => "案件编号前不加0".into(),
            Self::SequenceTooLong { n_digits } => format!("案件编号最多8位，现为{n_digits}位"),
            Self::EmptyRange { first, last } => format!("编号范围{first}-{last}应由小到大"),
            Self::NoHao => "编号后缺少“号”".into(),
            Self::EmptySuffix => "“之”后缺少序号".into(),
            Self::TrailingText { text } => format!("“{text}”不属于案号"),
        }
    }
}
