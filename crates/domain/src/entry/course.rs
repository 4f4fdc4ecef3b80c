//! How a case runs, ends and goes on.

use serde::{Deserialize, Serialize};

/// Procedure the case runs under (审理程序).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Procedure {
    /// 普通程序.
    Ordinary,
    /// 简易程序.
    Simplified,
    /// 小额诉讼程序.
    SmallClaims,
    /// 执行程序.
    Enforcement,
}

/// How a case ends (结案方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// 判决.
    Judgment,
    /// 调解.
    Mediated,
    /// 撤诉.
    Withdrawn,
    /// 按撤诉处理.
    DeemedWithdrawn,
    /// 驳回起诉.
    Dismissed,
    /// 移送.
    Transferred,
    /// 终结.
    Terminated,
    /// 执行完毕.
    Enforced,
    /// 终结本次执行程序.
    RoundTerminated,
}

/// Why a closed case goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReopenCause {
    /// 上诉.
    Appeal,
    /// 发回重审.
    Remand,
    /// 再审.
    Retrial,
    /// 恢复执行.
    EnforcementResumed,
}
