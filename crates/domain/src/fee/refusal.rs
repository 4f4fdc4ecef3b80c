//! Why a fee cannot be computed.

use super::{FeeKind, Stage};
use crate::money::Fen;

/// A word of the question that is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeeTermError {
    /// No such kind.
    #[error("'{text}' is not a kind of fee")]
    UnknownKind {
        /// What was given.
        text: String,
    },
    /// No such modifier.
    #[error("'{text}' is not a modifier of a fee")]
    UnknownModifier {
        /// What was given.
        text: String,
    },
    /// The modifier exists, its value does not.
    #[error("the value in '{text}' is not understood")]
    BadValue {
        /// What was given.
        text: String,
    },
}

/// Why the question, though understood, has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeeRefusal {
    /// The kind needs an amount.
    #[error("the fee of {kind} needs an amount")]
    AmountNeeded {
        /// The kind.
        kind: FeeKind,
    },
    /// No amount may be given together with `no_amount`.
    #[error("an amount of {amount} was given together with no_amount")]
    AmountAndNone {
        /// What was given.
        amount: Fen,
    },
    /// Below zero.
    #[error("the amount {amount} is negative")]
    NegativeAmount {
        /// What was given.
        amount: Fen,
    },
    /// Beyond ten thousand billion yuan.
    #[error("the amount {amount} is too large")]
    AmountTooLarge {
        /// What was given.
        amount: Fen,
    },
    /// The modifier means nothing for this kind.
    #[error("{modifier} does not apply to {kind}")]
    NotApplicable {
        /// The kind.
        kind: FeeKind,
        /// The modifier as written.
        modifier: String,
    },
    /// Two modifiers exclude each other.
    #[error("{one} and {other} exclude each other")]
    Contradiction {
        /// The earlier one.
        one: String,
        /// The later one.
        other: String,
    },
    /// The law gives a range; the province's amount is needed.
    #[error("the law gives {least} to {most}: say which province")]
    ProvinceNeeded {
        /// Lower end.
        least: Fen,
        /// Upper end.
        most: Fen,
    },
    /// The law gives a range, and this province's or court's amount is not in the tariff.
    #[error("the law gives {least} to {most}, and no amount is configured for {province}")]
    NotConfigured {
        /// The province.
        province: String,
        /// Lower end.
        least: Fen,
        /// Upper end.
        most: Fen,
    },
    /// The tariff lacks an entry, which only a replaced file can cause.
    #[error("the tariff has no entry {name}")]
    NotInTariff {
        /// The missing entry.
        name: String,
    },
    /// A change of claim or conversion needs its stage.
    #[error("say stage={stage}")]
    StageNeeded {
        /// The stage that fits.
        stage: Stage,
    },
    /// Nothing in the question would lead to a supplement or refund.
    #[error("nothing leads to a {stage}")]
    StageWithoutCause {
        /// The stage given.
        stage: Stage,
    },
    /// The listed claims are not the amount.
    #[error("the claims add up to {sum}, not {amount}")]
    ClaimsDoNotAddUp {
        /// Sum of the claims.
        sum: Fen,
        /// The amount given.
        amount: Fen,
    },
    /// Raised to less or lowered to more.
    #[error("the claim cannot change that way from {from} to {to}")]
    ChangeTheOtherWay {
        /// Before.
        from: Fen,
        /// After.
        to: Fen,
    },
    /// The fee depends on how the objection was decided.
    #[error("say whether the objection was rejected or upheld")]
    OutcomeNeeded,
}

impl FeeRefusal {
    /// The same in Chinese, for the person who asked.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::AmountNeeded { kind } => format!("{}需要填写金额", kind.in_chinese()),
            Self::AmountAndNone { .. } => "已注明没有金额，不应再填写金额".into(),
            Self::NegativeAmount { .. } => "金额不能为负数".into(),
            Self::AmountTooLarge { .. } => "金额过大，请核对".into(),
            Self::NotApplicable { kind, modifier } => format!("“{modifier}”不适用于{}", kind.in_chinese()),
            Self::Contradiction { one, other } => format!("“{one}”与“{other}”不能同时适用"),
            Self::ProvinceNeeded { least, most } => {
                format!("法定幅度为{least}元至{most}元，请选择省份")
            }
            Self::NotConfigured { province, least, most } => {
                format!("法定幅度为{least}元至{most}元，尚未配置{province}的标准")
            }
            Self::NotInTariff { name } => format!("费用标准中缺少{name}"),
            Self::StageNeeded { stage: Stage::Supplement } => "请注明为补交".into(),
            Self::StageNeeded { .. } => "请注明为退还".into(),
            Self::StageWithoutCause { .. } => "没有需要补交或者退还的情形".into(),
            Self::ClaimsDoNotAddUp { sum, amount } => {
                format!("各项请求合计{sum}元，与总额{amount}元不一致")
            }
            Self::ChangeTheOtherWay { from, to } => format!("请求数额由{from}元变更为{to}元，与增减方向不符"),
            Self::OutcomeNeeded => "请注明管辖权异议成立与否".into(),
        }
    }
}
