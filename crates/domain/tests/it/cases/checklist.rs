//! Every defect at once, each at the field where it is mended.

use insta::assert_snapshot;
use weicourt_domain::digest::Digest;
use weicourt_domain::filing::defects;
use weicourt_domain::form::{
    AgentForm, AgentKind, AttachmentKind, CaseStage, FilerCapacity, FilingFeeKind, FilingForm, FilingKind,
    PartyForm, PartyKind,
};
use weicourt_domain::money::Fen;

use super::FACTS;
use super::given::{attachment, form};

const CIVIL: FilingKind = FilingKind::CivilFirstInstance;

fn told(form: &FilingForm) -> String {
    let today = "2026-11-23".parse().expect("a date");
    let defects = defects(form, &FACTS, today);
    defects.iter().map(|defect| format!("{}: {}\n", defect.field, defect.reason)).collect()
}

/// The defects of a good form after one change.
fn after(kind: FilingKind, change: impl FnOnce(&mut FilingForm)) -> String {
    let mut form = form(kind);
    change(&mut form);
    told(&form)
}

#[test]
fn a_form_without_a_fault_has_no_defect() {
    for kind in [CIVIL, FilingKind::AdministrativeFirstInstance, FilingKind::Enforcement] {
        assert_eq!(told(&form(kind)), "", "{kind:?}");
    }
}

#[test]
fn an_empty_complaint_lacks_everything_at_once() {
    assert_snapshot!(told(&FilingForm::empty(CIVIL)), @r"
    court_code: 请选择受理法院
    cause_code: 请选择案由
    claimants: 请至少填写一名原告
    respondents: 请至少填写一名被告
    claims: 请至少填写一项诉讼请求
    facts_and_reasons: 请填写事实与理由
    claim_amount_fen: 财产案件请填写标的额
    attachments.identity_proof: 请上传身份证明
    ");
}

#[test]
fn an_empty_administrative_complaint_lacks_the_act_of_the_agency() {
    assert_snapshot!(told(&FilingForm::empty(FilingKind::AdministrativeFirstInstance)), @r"
    court_code: 请选择受理法院
    claimants: 请至少填写一名原告
    respondents: 请至少填写一名被告
    claims: 请至少填写一项诉讼请求
    facts_and_reasons: 请填写事实与理由
    administrative.agency_act: 请填写被诉行政行为
    attachments.identity_proof: 请上传身份证明
    ");
}

#[test]
fn an_empty_application_for_enforcement_lacks_its_title() {
    assert_snapshot!(told(&FilingForm::empty(FilingKind::Enforcement)), @r"
    court_code: 请选择受理法院
    claimants: 请至少填写一名申请执行人
    respondents: 请至少填写一名被执行人
    claims: 请至少填写一项申请事项
    enforcement.title_number: 请填写执行依据文号
    enforcement.title_court: 请填写作出执行依据的机关
    attachments.identity_proof: 请上传身份证明
    attachments.enforcement_title: 请上传执行依据
    ");
}

#[test]
fn empty_parties_lack_what_each_side_owes() {
    let told = after(CIVIL, |form| {
        let both = || {
            let agents = vec![AgentForm {
                kind: AgentKind::Lawyer,
                name: String::new(),
                id_masked: None,
                id_digest: None,
                phone: None,
                licence: None,
                firm: None,
                stages: vec![],
                special: vec![],
                until: "2026-11-22".parse().ok(),
            }];
            let person = PartyForm { agents, ..PartyForm::empty(PartyKind::NaturalPerson) };
            vec![person, PartyForm::empty(PartyKind::Organisation)]
        };
        form.claimants = both();
        form.respondents = both();
        form.third_parties = both();
    });
    assert_snapshot!(told, @r"
    claimants[0].name: 请填写原告的姓名或名称
    claimants[0].id_number: 请填写原告的公民身份号码
    claimants[0].domicile: 请填写原告的住所地
    claimants[0].phone: 请填写手机号码
    claimants[0].agents[0].name: 请填写代理人姓名
    claimants[0].agents[0].phone: 请填写手机号码
    claimants[0].agents[0].licence: 律师执业证号应为17位，现为0位
    claimants[0].agents[0].firm: 请填写律师事务所
    claimants[0].agents[0].stages: 请选择代理阶段
    claimants[0].agents[0].until: 授权期限已经届满
    claimants[1].name: 请填写原告的姓名或名称
    claimants[1].legal_representative: 请填写法定代表人姓名
    claimants[1].uscc: 请填写统一社会信用代码
    claimants[1].domicile: 请填写原告的住所地
    claimants[1].phone: 请填写手机号码
    respondents[0].name: 请填写被告的姓名或名称
    respondents[0].domicile: 请填写被告的住所地
    respondents[0].agents[0].name: 请填写代理人姓名
    respondents[0].agents[0].phone: 请填写手机号码
    respondents[0].agents[0].licence: 律师执业证号应为17位，现为0位
    respondents[0].agents[0].firm: 请填写律师事务所
    respondents[0].agents[0].stages: 请选择代理阶段
    respondents[0].agents[0].until: 授权期限已经届满
    respondents[1].name: 请填写被告的姓名或名称
    respondents[1].legal_representative: 请填写法定代表人姓名
    respondents[1].domicile: 请填写被告的住所地
    third_parties[0].name: 请填写第三人的姓名或名称
    third_parties[0].domicile: 请填写第三人的住所地
    third_parties[0].agents[0].name: 请填写代理人姓名
    third_parties[0].agents[0].phone: 请填写手机号码
    third_parties[0].agents[0].licence: 律师执业证号应为17位，现为0位
    third_parties[0].agents[0].firm: 请填写律师事务所
    third_parties[0].agents[0].stages: 请选择代理阶段
    third_parties[0].agents[0].until: 授权期限已经届满
    third_parties[1].name: 请填写第三人的姓名或名称
    third_parties[1].legal_representative: 请填写法定代表人姓名
    third_parties[1].domicile: 请填写第三人的住所地
    ");
}

#[test]
fn numbers_that_cannot_be_are_told_with_their_rule() {
    let told = after(CIVIL, |form| {
        form.claimants[0].phone = Some("12345".to_owned());
        form.claimants[0].agents[0].licence = Some("23302201010123456".to_owned());
        form.respondents[0].kind = PartyKind::Organisation;
        form.respondents[0].legal_representative = Some("样例辛".to_owned());
        form.respondents[0].uscc = Some("9144030071526726XH".to_owned());
        form.third_parties[0].born_on = "2026-11-24".parse().ok();
    });
    assert_snapshot!(told, @r"
    claimants[0].phone: 手机号应为11位，现为5位
    claimants[0].agents[0].licence: 律师执业证号应以1开头
    respondents[0].uscc: 统一社会信用代码校验位不正确，请核对
    third_parties[0].born_on: 出生日期不能晚于今天
    ");
}

#[test]
fn a_place_that_does_not_exist_is_not_a_court_or_a_cause() {
    let told = after(CIVIL, |form| {
        form.court_code = "浙9999".parse().ok();
        form.cause_code = Some("no such cause".to_owned());
    });
    assert_snapshot!(told, @r"
    court_code: 没有这个法院，请重新选择
    cause_code: 没有这个案由，请重新选择
    ");
}

#[test]
fn the_length_of_each_text_is_bounded_at_its_last_character() {
    let of = |n_name: usize, n_claim: usize, n_facts: usize| {
        after(CIVIL, |form| {
            form.respondents[0].name = "名".repeat(n_name);
            form.claims = vec!["请".repeat(n_claim)];
            form.facts_and_reasons = "实".repeat(n_facts);
        })
    };
    assert_eq!(of(200, 1_000, 20_000), "");
    assert_snapshot!(of(201, 1_001, 20_001), @r"
    respondents[0].name: 被告的姓名或名称不能超过200个字
    claims[0]: 单项诉讼请求不能超过1000个字
    facts_and_reasons: 事实与理由不能超过20000个字
    ");
}

#[test]
fn a_name_has_no_invisible_characters() {
    let told = after(CIVIL, |form| form.respondents[0].name = "样例\u{0}乙".to_owned());
    assert_snapshot!(told, @"respondents[0].name: 被告的姓名或名称含有无法识别的字符");
}

#[test]
fn there_is_an_end_to_parties_agents_claims_and_papers() {
    let many = |n: usize, n_agents: usize, n_papers: usize| {
        after(CIVIL, |form| {
            let agent = form.claimants[0].agents[0].clone();
            form.claimants[0].agents = vec![agent; n_agents];
            form.respondents = vec![form.respondents[0].clone(); n];
            form.claims = vec!["返还借款".to_owned(); n];
            form.attachments = vec![attachment(AttachmentKind::IdentityProof, "身份证明"); n_papers];
        })
    };
    assert_eq!(many(50, 2, 100), "");
    assert_snapshot!(many(51, 3, 101), @r"
    claimants[0].agents: 每名当事人最多委托两名代理人
    respondents: 被告不能超过50名，请到立案窗口办理
    claims: 诉讼请求不能超过50项
    attachments: 材料不能超过100份
    ");
}

#[test]
fn blank_claims_are_no_claims() {
    assert_snapshot!(after(CIVIL, |form| form.claims = vec![" ".to_owned(), String::new()]), @"claims: 请至少填写一项诉讼请求");
}

#[test]
fn a_property_case_says_how_much() {
    assert_snapshot!(after(CIVIL, |form| form.claim_amount_fen = None), @"claim_amount_fen: 财产案件请填写标的额");
    assert_snapshot!(after(CIVIL, |form| form.claim_amount_fen = Some(Fen(-1))), @"claim_amount_fen: 标的额不能为负数");
    let divorce = |form: &mut FilingForm| {
        form.fee_kind = FilingFeeKind::Divorce;
        form.claim_amount_fen = None;
    };
    assert_eq!(after(CIVIL, divorce), "");
}

#[test]
fn a_cheaper_table_of_fees_cannot_be_chosen() {
    let with = |kind, fee_kind| after(kind, |form| form.fee_kind = fee_kind);
    assert_snapshot!(with(CIVIL, FilingFeeKind::Administrative), @"fee_kind: 收费类别与案件类型不符，请重新选择");
    assert_snapshot!(with(CIVIL, FilingFeeKind::Enforcement), @"fee_kind: 收费类别与案件类型不符，请重新选择");
    assert_snapshot!(with(FilingKind::Enforcement, FilingFeeKind::Property), @"fee_kind: 收费类别与案件类型不符，请重新选择");
    assert_eq!(with(FilingKind::AdministrativeFirstInstance, FilingFeeKind::Property), "");
}

fn by_agent(form: &mut FilingForm) {
    form.filed_by.capacity = FilerCapacity::Agent;
    form.filed_by.agent = Some(0);
}

#[test]
fn an_agent_shows_a_power_of_attorney() {
    assert_snapshot!(after(CIVIL, by_agent), @"attachments.power_of_attorney: 代理人立案请上传授权委托书");
}

#[test]
fn an_agent_files_only_at_a_stage_the_power_of_attorney_covers() {
    let at = |kind, stages: Vec<CaseStage>| {
        after(kind, |form| {
            by_agent(form);
            form.attachments.push(attachment(AttachmentKind::PowerOfAttorney, "授权委托书"));
            form.claimants[0].agents[0].stages = stages;
        })
    };
    assert_eq!(at(CIVIL, vec![CaseStage::FirstInstance]), "");
    assert_eq!(at(FilingKind::Enforcement, vec![CaseStage::Enforcement]), "");
    assert_snapshot!(at(CIVIL, vec![CaseStage::Appeal, CaseStage::Enforcement]), @"claimants[0].agents[0].stages: 代理阶段不包括一审");
    assert_snapshot!(at(FilingKind::Enforcement, vec![CaseStage::FirstInstance]), @"claimants[0].agents[0].stages: 代理阶段不包括执行");
    assert_snapshot!(at(CIVIL, vec![]), @"claimants[0].agents[0].stages: 请选择代理阶段");
}

#[test]
fn a_power_of_attorney_holds_on_its_last_day() {
    let until = |day: &str| after(CIVIL, |form| form.claimants[0].agents[0].until = day.parse().ok());
    assert_eq!(until("2026-11-23"), "");
    assert_snapshot!(until("2026-11-22"), @"claimants[0].agents[0].until: 授权期限已经届满");
}

#[test]
fn a_defendant_need_not_be_known_by_number_or_phone() {
    let told = after(CIVIL, |form| {
        form.respondents[0].phone = None;
        form.respondents[0].id_digest = None;
    });
    assert_eq!(told, "");
}

#[test]
fn an_identity_number_is_known_by_its_digest_alone() {
    let told = after(CIVIL, |form| {
        form.claimants[0].id_digest = Some(Digest::of(b"sample"));
        form.claimants[0].id_masked = None;
    });
    assert_eq!(told, "");
}

#[test]
fn what_lies_in_the_future_has_not_happened() {
    let told = after(FilingKind::Enforcement, |form| {
        form.enforcement.as_mut().expect("a title").effective_on = "2026-11-24".parse().ok();
    });
    assert_snapshot!(told, @"enforcement.effective_on: 执行依据生效日期不能晚于今天");
    let told = after(FilingKind::AdministrativeFirstInstance, |form| {
        form.administrative.as_mut().expect("an act").acted_on = "2026-11-24".parse().ok();
    });
    assert_snapshot!(told, @"administrative.acted_on: 行政行为作出日期不能晚于今天");
}
