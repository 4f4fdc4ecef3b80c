//! `weicourt fee`.

use serde_json::json;
use weicourt_domain::facts::Facts;
use weicourt_domain::fee::{FeeKind, FeeQuestion, Modifier, court_fee};
use weicourt_domain::money::Fen;

use super::{Exit, Output};

const EXAMPLES: &str = "\
Kinds: property, counterclaim_property, third_party_claim_property, appeal_property, appeal_ruling,
  dismissed_or_not_accepted, remanded_appeal, divorce, personality_right, other_non_property,
  ip_civil, labour, administrative, administrative_compensation, jurisdiction_objection,
  special_procedure, enforcement, preservation, payment_order, public_summons,
  arbitration_review, bankruptcy
Modifiers: simplified, small_claims, mediated, withdrawn, joined, simplified_to_ordinary,
  deemed_withdrawn_after_conversion_unpaid, before_end_of_court_investigation, rejected, upheld,
  no_amount, min, max, stage=supplement|refund|final, increase_from=YUAN, decrease_from=YUAN,
  multiple_property_claims=YUAN+YUAN, with_non_property_claims=N, claims=N, province=浙江,
  class=trademark_patent_maritime|other, rounding=fen|yuan_half_up|yuan_floor, and what a ruling,
  special procedure or review is about (non_acceptance, judicial_confirmation, set_aside, ...)

Examples:
  weicourt fee property --amount 200000
  weicourt fee property --amount 300000 --with increase_from=100000 --with stage=supplement
  weicourt fee divorce --with province=浙江 --with simplified --json";

/// Arguments of `weicourt fee`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What the fee is for
    kind: FeeKind,
    /// The amount in dispute, in yuan
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    amount: Option<Fen>,
    /// What else bears on the fee; may be given more than once
    #[arg(long = "with", value_name = "MODIFIER")]
    modifiers: Vec<Modifier>,
    #[command(flatten)]
    output: Output,
}

/// Computes a court fee.
pub(super) fn run(args: &Args) -> Exit {
    let question = FeeQuestion { kind: args.kind, amount: args.amount, modifiers: args.modifiers.clone() };
    match court_fee(&question, &Facts::embedded().tariff) {
        Ok(fee) => {
            let text = format!(
                "{}：{}元\n  {}\n依据：{}",
                args.kind.in_chinese(),
                fee.fee,
                fee.steps.join("\n  "),
                fee.source.join("；"),
            );
            args.output.print(&fee, &text);
            Exit::Done
        }
        Err(refusal) => {
            let answer = json!({ "fee_fen": null, "reason": refusal.to_string() });
            args.output.print(&answer, &format_args!("不能计算：{}", refusal.in_chinese()));
            Exit::Refused
        }
    }
}
