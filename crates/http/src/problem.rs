//! Refusals and failures as problem details (RFC 9457): the only place that knows status codes and
//! the words people read. A new refusal does not compile until it has both.

mod agenda;
mod application;
mod documents;
mod evidence;
mod serving;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use weicourt_app::ports::MediaRefusal;
use weicourt_app::{AppError, Denied};
use weicourt_domain::command::Refusal;
use weicourt_domain::entry::Defect;
use weicourt_domain::instant::Instant;
use weicourt_domain::{closing, filing, flagging, floor, membership, permission, space};

/// What a person is told when something is not done, with the next possible step.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// `urn:weicourt:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is, for programs.
    pub code: String,
    /// What it is, in Chinese.
    pub title: String,
    /// Status code.
    pub status: u16,
    /// More about this case of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What the person can do now.
    pub next_step: String,
    /// The article that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Number to quote to the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// Seconds after which another try can help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// Wrong fields, all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Defect>,
}

impl Problem {
    /// A problem with its status, code, title and next step.
    pub fn new(status: StatusCode, code: &str, title: &str, next_step: &str) -> Problem {
        Problem {
            kind: format!("urn:weicourt:problem:{code}"),
            code: code.to_owned(),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: None,
            next_step: next_step.to_owned(),
            article: None,
            incident: None,
            retry_after_s: None,
            fields: Vec::new(),
        }
    }

    fn detail(mut self, detail: impl Into<String>) -> Problem {
        self.detail = Some(detail.into());
        self
    }

    fn article(mut self, article: &str) -> Problem {
        self.article = Some(article.to_owned());
        self
    }

    fn fields(mut self, fields: Vec<Defect>) -> Problem {
        self.fields = fields;
        self
    }

    fn retry_after(mut self, seconds: u64) -> Problem {
        self.retry_after_s = Some(seconds);
        self
    }

    /// A request whose shape is wrong.
    pub fn bad_request(detail: impl Into<String>) -> Problem {
        let problem =
            Problem::new(StatusCode::BAD_REQUEST, "bad_request", "请求的格式不正确", "请刷新页面后重试");
        problem.detail(detail)
    }

    /// A body that is larger than any the operation takes.
    pub(crate) fn body_too_large() -> Problem {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "内容太大", "请减少内容后重试")
    }

    /// An operation that exists, asked in a way that does not.
    pub(crate) fn no_such_method() -> Problem {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Problem::new(status, "no_such_method", "这个接口没有这种操作", "请查看接口文档")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after_s;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const CONFLICT: StatusCode = StatusCode::CONFLICT;
const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

fn clock(at: Instant) -> String {
    let at = at.beijing();
    format!("{}月{}日{:02}:{:02}", at.month(), at.day(), at.hour(), at.minute())
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Problem {
        match error {
            AppError::Refused(refusal) => refused(refusal),
            AppError::Denied(denied) => denied_problem(denied),
            AppError::Conflict => Problem::new(
                CONFLICT,
                "busy",
                "刚才有其他人同时操作了本案",
                "请再点一次，您填写的内容没有丢失",
            ),
            AppError::Broken { what, source } => {
                let mut bytes = [0; 5];
                // Without chance the number is only less distinct.
                let _ = getrandom::fill(&mut bytes);
                let incident = data_encoding::BASE32_NOPAD.encode(&bytes);
                tracing::error!(incident, what, error = %chain(source.as_ref()), "something broke");
                let mut problem = Problem::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "broken",
                    "系统出现故障，本次操作没有完成",
                    "请稍后重试；如仍不行，请把编号告诉法院技术人员",
                );
                problem.incident = Some(incident);
                problem
            }
        }
    }
}

fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}

fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not_found", "没有找到，或者您无权查看", "请返回列表查看您的案件")
}

fn too_long(longest: usize) -> Problem {
    let problem = Problem::new(UNPROCESSABLE, "too_long", "内容太长", "请缩短后再提交");
    problem.detail(format!("每项不超过{longest}个字"))
}

/// A refusal as one line, for a list of what can and cannot be done: what stands against it and what next.
pub(crate) fn told_in_a_line(refusal: Refusal) -> String {
    let problem = refused(refusal);
    match problem.detail {
        Some(detail) => format!("{}（{detail}）。{}", problem.title, problem.next_step),
        None => format!("{}。{}", problem.title, problem.next_step),
    }
}

fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Permission(refusal) => permission_problem(refusal),
        Refusal::Filing(refusal) => filing_problem(refusal),
        Refusal::Membership(refusal) => membership_problem(refusal),
        Refusal::Space(refusal) => space_problem(refusal),
        Refusal::Floor(refusal) => floor_problem(refusal),
        Refusal::Closing(refusal) => closing_problem(refusal),
        Refusal::Flagging(refusal) => flagging_problem(refusal),
        Refusal::Evidence(refusal) => evidence::evidence(refusal),
        Refusal::Promotion(refusal) => evidence::promotion(refusal),
        Refusal::Application(refusal) => application::application(refusal),
        Refusal::Agenda(refusal) => agenda::agenda(refusal),
        Refusal::Document(refusal) => serving::document(refusal),
        Refusal::Serving(refusal) => serving::serving(refusal),
        Refusal::Dossier(refusal) => agenda::dossier(refusal),
    }
}

fn permission_problem(refusal: permission::Refusal) -> Problem {
    use permission::Refusal::*;
    match refusal {
        // Strangers learn nothing, not even that there is such a case.
        NotAMember => not_found(),
        NotAllowed { .. } => Problem::new(
            FORBIDDEN,
            "not_allowed",
            "您在本案中的身份不能进行这项操作",
            "如有需要，请联系书记员",
        ),
        AssuranceTooLow { .. } => {
            Problem::new(FORBIDDEN, "assurance_too_low", "这项操作需要先完成实名认证", "请先完成实名认证")
        }
        WrongStatus { .. } => Problem::new(
            CONFLICT,
            "wrong_status",
            "案件目前的状态不能进行这项操作",
            "请刷新查看案件的最新状态",
        ),
        Muted { until } => {
            let problem = Problem::new(FORBIDDEN, "muted", "法庭已暂停您发言", "请等待解除，或者联系书记员");
            match until {
                Some(until) => problem.detail(format!("至{}", clock(until))),
                None => problem,
            }
        }
        FloorClosed => Problem::new(FORBIDDEN, "floor_closed", "法庭已暂停全体发言", "请等待法庭恢复发言"),
        QuietHours { until } => {
            Problem::new(FORBIDDEN, "quiet_hours", "现在是免打扰时段，暂不能发言", "时段结束后可以重新发送")
                .detail(format!("至{}", clock(until)))
        }
        RecusalPending { since } => Problem::new(
            FORBIDDEN,
            "recusal_pending",
            "当事人申请您回避，决定作出前您应当暂停参与本案的工作",
            "请等待回避申请的决定；需要采取紧急措施的除外",
        )
        .detail(format!("申请于{}提出", clock(since)))
        .article("中华人民共和国民事诉讼法 §48"),
        Recused => Problem::new(
            FORBIDDEN,
            "recused",
            "您已经决定回避，不能再办理本案",
            "请由院长或者庭长另行指定人员",
        )
        .article("中华人民共和国民事诉讼法 §47"),
        CaseClosed => Problem::new(
            CONFLICT,
            "case_closed",
            "案件已经结案，空间只能查看",
            "如需办理其他事项，请重新申请立案",
        ),
    }
}

fn filing_problem(refusal: filing::Refusal) -> Problem {
    use filing::Refusal::*;
    match refusal {
        Incomplete { defects } => {
            Problem::new(UNPROCESSABLE, "filing_incomplete", "材料还有缺漏，不能提交", "请按提示逐项补充")
                .article("中华人民共和国民事诉讼法 §124")
                .fields(defects)
        }
        NotTheNamedFiler { field } => Problem::new(
            FORBIDDEN,
            "not_the_named_filer",
            "提交人与所填的当事人或者代理人不一致",
            "请以本人身份填写，或者改由代理人提交并上传授权委托书",
        )
        .fields(vec![Defect { field, reason: "与您的实名信息不一致".to_owned() }]),
        CorrectionLapsed { until } => {
            Problem::new(CONFLICT, "correction_lapsed", "补正期限已过", "请重新提交立案申请")
                .detail(format!("期限至{until}"))
        }
        CorrectionOnlyOnce => Problem::new(
            CONFLICT,
            "correction_only_once",
            "补正只能要求一次，并应一次性告知全部内容",
            "请作出立案或者不予受理的决定",
        )
        .article("最高法关于人民法院登记立案若干问题的规定 §7"),
        NoDefects => Problem::new(UNPROCESSABLE, "no_defects", "没有写明需要补正的内容", "请至少写明一项"),
        LastDayInThePast => Problem::new(
            UNPROCESSABLE,
            "last_day_in_the_past",
            "补正期限不能早于今天",
            "请选择今天或者以后的日期",
        ),
        NoReason => Problem::new(UNPROCESSABLE, "no_reason", "没有写明理由和法律依据", "请写明理由和条文"),
        AlreadyOffered => Problem::new(CONFLICT, "already_offered", "已经建议过诉前调解", "请等待当事人答复"),
        NoOpenOffer => Problem::new(CONFLICT, "no_open_offer", "没有待答复的调解建议", "请刷新查看最新状态"),
        CourtChanged => Problem::new(
            CONFLICT,
            "court_changed",
            "审查中的申请不能更换法院或者类型",
            "如需更换，请另行提交申请",
        ),
        TooLong { longest } => too_long(longest),
        UnknownCause => Problem::new(UNPROCESSABLE, "unknown_cause", "没有这个案由", "请重新选择案由"),
        ProcedureDoesNotFit { .. } => Problem::new(
            UNPROCESSABLE,
            "procedure_does_not_fit",
            "这类案件不适用所选程序",
            "请重新选择审理程序",
        ),
    }
}

fn membership_problem(refusal: membership::Refusal) -> Problem {
    use membership::Refusal::*;
    match refusal {
        NoSuchParty => Problem::new(
            StatusCode::NOT_FOUND,
            "no_such_party",
            "本案没有这名当事人或者代理人",
            "请刷新后重试",
        ),
        AlreadyJoined => Problem::new(CONFLICT, "already_joined", "已经加入本案", "请在“我的案件”中查看"),
        NotTheNamedPerson => Problem::new(
            FORBIDDEN,
            "not_the_named_person",
            "您的实名信息与本案当事人不一致，不能加入",
            "请由被邀请人本人登录；如信息有误，请联系书记员",
        ),
        TwoPlaces => {
            Problem::new(UNPROCESSABLE, "two_places", "同一人不能在本案担任两个职务", "请重新选择人员")
        }
        EvenPanel => {
            Problem::new(UNPROCESSABLE, "even_panel", "合议庭成员应当是单数", "请增加或者减少一名成员")
                .article("中华人民共和国民事诉讼法 §40")
        }
    }
}

fn space_problem(refusal: space::Refusal) -> Problem {
    use space::Refusal::*;
    match refusal {
        Empty => Problem::new(UNPROCESSABLE, "empty", "没有内容可以发送", "请输入内容后再发送"),
        TooLong { longest } => {
            Problem::new(UNPROCESSABLE, "too_long", "内容太长", "请分几次发送，或者作为文件发送")
                .detail(format!("每条不超过{longest}个字"))
        }
        VoiceTooLong { longest_ms } => {
            Problem::new(UNPROCESSABLE, "voice_too_long", "语音太长", "请分几段录制")
                .detail(format!("每段不超过{}秒", longest_ms / 1000))
        }
        NotAPlace => Problem::new(UNPROCESSABLE, "not_a_place", "位置不正确", "请重新选择位置"),
        NotSendable => Problem::new(UNPROCESSABLE, "not_sendable", "这种内容不能发送", "请换一种方式发送"),
        NoSuchMessage => {
            Problem::new(StatusCode::NOT_FOUND, "no_such_message", "没有这条消息", "请刷新后重试")
        }
        NotTheAuthor => {
            Problem::new(FORBIDDEN, "not_the_author", "只能撤回自己的消息", "如有需要，请联系书记员")
        }
        TooLateToWithdraw => {
            Problem::new(CONFLICT, "too_late_to_withdraw", "发送超过两分钟的消息不能撤回", "可以再发一条说明")
        }
        AlreadyWithdrawn => Problem::new(CONFLICT, "already_withdrawn", "这条消息已经撤回", "不需要再操作"),
        NoSuchMember => {
            Problem::new(StatusCode::NOT_FOUND, "no_such_member", "本案没有这名成员", "请刷新成员列表")
        }
        CallsSelf => Problem::new(UNPROCESSABLE, "calls_self", "不能呼叫自己", "请选择其他成员"),
        BenchIsAtHome => Problem::new(
            FORBIDDEN,
            "bench_is_at_home",
            "合议内容只能在法院专网内发表",
            "请在法院专网登录工作台发表",
        ),
    }
}

fn floor_problem(refusal: floor::Refusal) -> Problem {
    use floor::Refusal::*;
    match refusal {
        NoSuchMember => {
            Problem::new(StatusCode::NOT_FOUND, "no_such_member", "本案没有这名成员", "请刷新成员列表")
        }
        CourtMember => {
            Problem::new(UNPROCESSABLE, "court_member", "不能禁言法庭人员", "请选择当事人或者代理人")
        }
        NotMuted => Problem::new(CONFLICT, "not_muted", "该成员没有被禁言", "不需要再操作"),
        AlreadyClosed => Problem::new(CONFLICT, "already_closed", "已经暂停全体发言", "不需要再操作"),
        AlreadyOpen => Problem::new(CONFLICT, "already_open", "发言没有暂停", "不需要再操作"),
        NoReason => Problem::new(UNPROCESSABLE, "no_reason", "没有写明理由", "请写明理由"),
        EndsInThePast => {
            Problem::new(UNPROCESSABLE, "ends_in_the_past", "结束时间已经过去", "请选择以后的时间")
        }
        ReasonTooLong { longest } => too_long(longest),
        NotTimes => {
            Problem::new(UNPROCESSABLE, "not_times", "时间不正确", "请填写两个不同的时刻，例如22:00和08:00")
        }
        NoQuietHours => Problem::new(CONFLICT, "no_quiet_hours", "没有设置免打扰时段", "不需要再操作"),
    }
}

fn closing_problem(refusal: closing::Refusal) -> Problem {
    match refusal {
        closing::Refusal::OutcomeDoesNotFit { .. } => Problem::new(
            UNPROCESSABLE,
            "outcome_does_not_fit",
            "这类案件不能以此方式结案",
            "请重新选择结案方式",
        ),
        closing::Refusal::NoteTooLong { longest } => too_long(longest),
    }
}

fn flagging_problem(refusal: flagging::Refusal) -> Problem {
    match refusal {
        flagging::Refusal::NothingChanges => {
            Problem::new(CONFLICT, "flags_unchanged", "案件已经是这些标记", "不需要再操作")
        }
        flagging::Refusal::NoReason => {
            Problem::new(UNPROCESSABLE, "no_reason", "没有写明理由", "请写明理由，仅法院内部可见")
        }
        flagging::Refusal::ReasonTooLong { longest } => too_long(longest),
    }
}

fn denied_problem(denied: Denied) -> Problem {
    match denied {
        Denied::NotSignedOn => {
            Problem::new(StatusCode::UNAUTHORIZED, "not_signed_on", "您还没有登录，或者登录已过期", "请登录")
        }
        Denied::NoSuchTemplate => documents::no_such_template(),
        Denied::DocumentNotInOrder { fields } => documents::not_in_order(fields),
        Denied::NoGlyph { character } => documents::no_glyph(character),
        Denied::PreviewChanged => documents::preview_changed(),
        Denied::NoSeal => documents::no_seal(),
        Denied::NeedsJudge => documents::needs_judge(),
        Denied::NotGenuine => documents::not_genuine(),
        Denied::DocumentVoid => documents::void(),
        Denied::AskTheCourt => documents::ask_the_court(),
        Denied::DeviceUnknown => Problem::new(
            FORBIDDEN,
            "device_unknown",
            "这台设备还没有通过本人核验",
            "新设备需要重新核验身份，请填写姓名和公民身份号码",
        ),
        Denied::DeviceAwaitsCourt => Problem::new(
            FORBIDDEN,
            "device_awaits_court",
            "这台设备正在等待法院确认，目前只能查看",
            "请留意法院发来的短信，输入确认码后即可办理",
        ),
        Denied::DeviceRevoked => Problem::new(
            FORBIDDEN,
            "device_revoked",
            "这台设备的密钥已停用",
            "请清除本网站的数据后重新登录并核验身份",
        ),
        Denied::NoticeTimes => Problem::new(
            UNPROCESSABLE,
            "notice_times",
            "通知时间的格式不对",
            "免打扰时段请填写不同的两个时间，如22:00和08:00；汇总时间为0至23点",
        ),
        Denied::TooManyDevices { most } => Problem::new(
            CONFLICT,
            "too_many_devices",
            "使用中的设备太多",
            "请在“我的设备”中停用不再使用的设备",
        )
        .detail(format!("同时使用的设备不超过{most}台")),
        Denied::CheckTooLate => {
            Problem::new(FORBIDDEN, "check_too_late", "短信验证已过时", "请退出后重新获取验证码登录")
        }
        Denied::PasskeyRefused => Problem::new(
            FORBIDDEN,
            "passkey_refused",
            "通行密钥没有通过验证",
            "请重试；仍不行的，请在法院专网工作台重新登记通行密钥",
        ),
        Denied::UnknownAct => {
            Problem::new(UNPROCESSABLE, "unknown_act", "没有这项操作", "请在法院专网工作台办理")
        }
        Denied::ActNotSigned => Problem::new(
            FORBIDDEN,
            "act_not_signed",
            "这项操作没有本机签名，没有办理",
            "请刷新页面后重试；仍不行的，请重新登录并核验身份",
        ),
        Denied::WrongSignature => Problem::new(
            FORBIDDEN,
            "wrong_signature",
            "本机签名与内容不符，没有办理",
            "请刷新页面后重试；仍不行的，请重新登录并核验身份",
        ),
        Denied::GoingHome => Problem::new(
            CONFLICT,
            "going_home",
            "案件资料正在移回法院专网，暂时只能查看",
            "请稍后再试；急需办理的，请拨打法院电话",
        ),
        Denied::OtherZone => Problem::new(
            FORBIDDEN,
            "other_zone",
            "这项操作不在本节点办理",
            "当事人请打开法院公布的手机地址；工作人员请在法院专网登录工作台",
        ),
        Denied::StaffOnly => {
            Problem::new(FORBIDDEN, "staff_only", "只有法院工作人员可以进行这项操作", "请使用工作台账号登录")
        }
        Denied::PublicOnly => {
            Problem::new(FORBIDDEN, "public_only", "法院工作人员账号不能进行这项操作", "请使用本人手机号登录")
        }
        Denied::NotFound => not_found(),
        Denied::BadFields { fields } => {
            Problem::new(UNPROCESSABLE, "bad_fields", "有内容需要修改", "请按提示修改").fields(fields)
        }
        Denied::TooMany { retry_after_s } => {
            let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many", "操作太频繁", "请稍后再试");
            if retry_after_s == 0 { problem } else { problem.retry_after(retry_after_s) }
        }
        Denied::WrongCode { tries_left: 0 } => {
            Problem::new(UNPROCESSABLE, "wrong_code", "验证码不正确或者已过期", "请重新获取验证码")
        }
        Denied::WrongCode { tries_left } => {
            Problem::new(UNPROCESSABLE, "wrong_code", "验证码不正确", "请核对短信后重新输入")
                .detail(format!("还可以尝试{tries_left}次"))
        }
        Denied::NotEnrolled => Problem::new(
            StatusCode::NOT_FOUND,
            "not_enrolled",
            "这个手机号还没有实名认证",
            "请先完成实名认证",
        ),
        Denied::EnrolledWithOtherPhone => Problem::new(
            CONFLICT,
            "enrolled_with_other_phone",
            "您已用其他手机号完成实名认证",
            "请用原手机号登录后在设置中更换；原号码已停用的，请带身份证到法院立案窗口办理",
        ),
        Denied::IdentityMismatch => Problem::new(
            UNPROCESSABLE,
            "identity_mismatch",
            "姓名与公民身份号码不一致",
            "请核对后重新填写；如确认无误，请到法院立案窗口办理",
        ),
        Denied::InvitationOver => Problem::new(
            StatusCode::GONE,
            "invitation_over",
            "邀请链接已经使用或者已过期",
            "请联系书记员重新发送邀请",
        ),
        Denied::DraftMoved => {
            Problem::new(CONFLICT, "draft_moved", "这份草稿已在其他设备上修改", "请查看最新内容后继续填写")
        }
        Denied::WrongOffset { offset } => {
            Problem::new(CONFLICT, "wrong_offset", "上传的位置不连续", "将从断点继续上传")
                .detail(offset.to_string())
        }
        Denied::TooLarge { most_bytes } => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "文件太大", "请压缩后重新上传")
                .detail(format!("不能超过{}MB", most_bytes / (1024 * 1024)))
        }
        Denied::NotWhatWasAnnounced => {
            Problem::new(UNPROCESSABLE, "not_what_was_announced", "上传的内容不完整或者被改动", "请重新上传")
        }
        Denied::Media(refusal) => media_problem(refusal),
        Denied::UnknownBlob => {
            Problem::new(UNPROCESSABLE, "unknown_blob", "材料没有上传成功", "请重新上传后再提交")
        }
        Denied::NobodyOnDuty => Problem::new(
            CONFLICT,
            "nobody_on_duty",
            "没有可以分配的法官或者书记员",
            "请先在人员目录中登记，或者手动指定",
        ),
        Denied::NotOnDuty => {
            Problem::new(UNPROCESSABLE, "not_on_duty", "所选人员不担任该职务", "请重新选择人员")
        }
        Denied::NotTheRegister => Problem::new(
            StatusCode::UNAUTHORIZED,
            "not_the_register",
            "没有写入案件登记的权限",
            "请在 Authorization 中带上法院配置的令牌",
        ),
        Denied::PreconditionFailed { etag } => {
            let problem = Problem::new(
                StatusCode::PRECONDITION_FAILED,
                "precondition_failed",
                "案件登记已经不是您所依据的版本",
                "请重新读取后再写入",
            );
            match etag {
                Some(etag) => problem.detail(format!("现在的版本是 \"{etag}\"")),
                None => problem.detail("还没有这个案件"),
            }
        }
        Denied::NumberTaken => {
            Problem::new(CONFLICT, "number_taken", "这个案号属于另一个标识的案件", "请核对案号和标识")
        }
        Denied::NoSpaceForOldNumber => Problem::new(
            UNPROCESSABLE,
            "no_space_for_old_number",
            "2016年以前的旧式案号案件不能开通微法院",
            "请联系承办法官，或者到诉讼服务中心办理",
        ),
        Denied::RegisterBusy => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "register_busy",
            "案件登记正在批量导入，还没有完成",
            "请等导入完成后再试；导入中断的，请先用 --resume 完成",
        )
        .retry_after(60),
        Denied::OutsideDown { port, .. } => {
            let what = match port {
                "sms" => "短信暂时发不出去",
                "identity" => "实名核验暂时不可用",
                _ => "外部系统暂时不可用",
            };
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "outside_down", what, "请稍后再试").retry_after(30)
        }
    }
}

fn media_problem(refusal: MediaRefusal) -> Problem {
    match refusal {
        MediaRefusal::NotWhatItClaims { .. } => Problem::new(
            UNPROCESSABLE,
            "not_what_it_claims",
            "文件内容与类型不符",
            "请确认文件没有损坏后重新上传",
        ),
        MediaRefusal::NotTaken { .. } => Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not_taken",
            "不支持这种文件",
            "请上传图片、PDF、Word、音频或者视频",
        ),
        MediaRefusal::Damaged => {
            Problem::new(UNPROCESSABLE, "damaged", "图片无法打开", "请重新拍摄或者换一张")
        }
        MediaRefusal::Swells => Problem::new(
            UNPROCESSABLE,
            "swells",
            "压缩文件解开后过大，不能接收",
            "请解压后分别上传其中的文件",
        ),
        MediaRefusal::TooManyPixels => {
            Problem::new(UNPROCESSABLE, "too_many_pixels", "图片尺寸太大", "请缩小后重新上传")
        }
    }
}
