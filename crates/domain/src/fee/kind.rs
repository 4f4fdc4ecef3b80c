//! The kinds of cases and applications that have a fee of their own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::FeeTermError;

macro_rules! kinds {
    ($($variant:ident $name:literal $chinese:literal,)*) => {
        /// What a court fee is paid for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum FeeKind {
            $(#[doc = $chinese] #[serde(rename = $name)] $variant,)*
        }

        impl FeeKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name used on the command line and in data.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The name people read.
            #[must_use]
            pub fn in_chinese(self) -> &'static str {
                match self { $(Self::$variant => $chinese,)* }
            }
        }
    };
}

kinds! {
    Property "property" "财产案件",
    CounterclaimProperty "counterclaim_property" "财产反诉",
    ThirdPartyClaimProperty "third_party_claim_property" "有独立请求权第三人的财产请求",
    AppealProperty "appeal_property" "财产案件上诉",
    AppealRuling "appeal_ruling" "对裁定上诉",
    DismissedOrNotAccepted "dismissed_or_not_accepted" "不予受理或者驳回起诉",
    RemandedAppeal "remanded_appeal" "发回重审的上诉",
    Divorce "divorce" "离婚案件",
    PersonalityRight "personality_right" "人格权案件",
    OtherNonProperty "other_non_property" "其他非财产案件",
    IpCivil "ip_civil" "知识产权民事案件",
    Labour "labour" "劳动争议案件",
    Administrative "administrative" "行政案件",
    AdministrativeCompensation "administrative_compensation" "行政赔偿案件",
    JurisdictionObjection "jurisdiction_objection" "管辖权异议",
    SpecialProcedure "special_procedure" "特别程序案件",
    Enforcement "enforcement" "申请执行",
    Preservation "preservation" "申请保全",
    PaymentOrder "payment_order" "申请支付令",
    PublicSummons "public_summons" "申请公示催告",
    ArbitrationReview "arbitration_review" "申请撤销仲裁裁决或者认定仲裁协议效力",
    Bankruptcy "bankruptcy" "破产案件",
}

impl FeeKind {
    /// Whether the fee is an acceptance fee (案件受理费) of a first-instance case, the only one that
    /// the simplified procedure halves.
    pub(super) fn is_first_instance(self) -> bool {
        use FeeKind::{
            Administrative, CounterclaimProperty, Divorce, IpCivil, Labour, OtherNonProperty,
            PersonalityRight, Property, ThirdPartyClaimProperty,
        };
        matches!(
            self,
            Property
                | CounterclaimProperty
                | ThirdPartyClaimProperty
                | Divorce
                | PersonalityRight
                | OtherNonProperty
                | IpCivil
                | Labour
                | Administrative
        )
    }

    /// Whether the acceptance fee follows the property table as a whole.
    pub(super) fn is_property(self) -> bool {
        matches!(
            self,
            Self::Property
                | Self::CounterclaimProperty
                | Self::ThirdPartyClaimProperty
                | Self::AppealProperty
        )
    }
}

impl fmt::Display for FeeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for FeeKind {
    type Err = FeeTermError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| FeeTermError::UnknownKind { text: text.to_owned() })
    }
}
