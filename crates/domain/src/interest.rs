//! Interest and compensation, each with its formula and source. For reference: the court decides.
//!
//! Every calculator returns a [`Reckoning`]: the result, the steps with the numbers put in, and the
//! provisions. Sums are exact and rounded once, half up, to the fen.

mod delayed;
mod injury;
mod labour;
mod lpr;
mod reckoning;
mod refusal;
mod work_injury;

pub use self::delayed::{DelayedDebt, PartPayment, StayedSpan, doubled_default_interest};
pub use self::injury::{
    Dependant, compensation_years, death_compensation, dependants_compensation, disability_compensation,
    funeral_compensation,
};
pub use self::labour::{
    LengthOfService, Wage, double_wage_without_contract, economic_compensation, economic_compensation_months,
    unlawful_dismissal_compensation,
};
pub use self::lpr::{
    Lpr, LprLoan, LprTable, RateChoice, Tenor, liquidated_damages, lpr_interest, private_lending_cap,
    private_lending_cap_of_old_contract,
};
pub use self::reckoning::{Outcome, Reckoning};
pub use self::refusal::InterestRefusal;
pub use self::work_injury::{
    NursingNeed, work_injury_base, work_injury_death, work_injury_lump_sum, work_injury_monthly_allowance,
    work_injury_nursing,
};
