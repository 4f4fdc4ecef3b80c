//! The adapters talk to the stand-ins over real sockets, in the formats both sides document.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use weicourt_app::ports::{self, IdentityAnswer, SmsText};
use weicourt_domain::actor::Duty;
use weicourt_domain::personal_data::{IdNumber, Pii};
use weicourt_server::adapters::identity_register::IdentityRegister;
use weicourt_server::adapters::sign_on::SignOn;
use weicourt_server::adapters::sms::Sms;
use weicourt_server::config::{self, Secret};
use weicourt_server::standins::people::People;
use weicourt_server::standins::{Running, Setup, credentials, start};

const BACK: &str = "http://127.0.0.1:9/api/staff/callback";

/// Stand-ins on free ports; they stop when the guard is dropped.
async fn outside() -> (Running, tokio_util::sync::DropGuard) {
    let stop = CancellationToken::new();
    let setup = Setup {
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        identity_register_port: 0,
        sms_port: 0,
        sign_on_port: 0,
        wechat_port: 0,
        mail_port: 0,
        mail_page_port: 0,
        mail_reports: None,
        redirect_uris: vec![BACK.to_owned()],
        n_crowd: 0,
        time_stamps: None,
    };
    (start(&setup, &stop).await.expect("free ports"), stop.drop_guard())
}

fn register(base_url: &str, token: &str) -> IdentityRegister {
    IdentityRegister::new(config::IdentityRegister {
        base_url: base_url.into(),
        token: Secret::new(token),
        timeout_ms: 2_000,
    })
}

fn number(text: &str) -> IdNumber {
    let today = "2026-01-05".parse().expect("a date");
    IdNumber::parse(text, today).expect("the sample numbers pass the check")
}

#[tokio::test]
async fn the_register_knows_the_sample_people_and_nobody_else() {
    use ports::IdentityRegister as _;
    let (outside, _running) = outside().await;
    let register = register(&outside.identity_register, credentials::IDENTITY_REGISTER_TOKEN);
    let people = People::sample().people;
    for person in &people {
        let answer = register.check(&Pii::new(person.name.clone()), &number(&person.id_number)).await;
        assert_eq!(answer.expect("an answer"), IdentityAnswer::Match, "{}", person.name);
    }
    let other = register.check(&Pii::new("样例乙".into()), &number(&people[0].id_number)).await;
    assert_eq!(other.expect("an answer"), IdentityAnswer::NameDiffers);
    // A number that passes the check and is not in the register.
    let stranger = register.check(&Pii::new("样例乙".into()), &number("330203190001010013")).await;
    assert_eq!(stranger.expect("an answer"), IdentityAnswer::Unknown);
}

#[tokio::test]
async fn a_wrong_token_or_a_silent_register_is_an_error_without_personal_data() {
    use ports::IdentityRegister as _;
    let (outside, _running) = outside().await;
    let person = People::sample().people.remove(0);
    let (name, id) = (Pii::new(person.name.clone()), number(&person.id_number));
    let refused = register(&outside.identity_register, "wrong").check(&name, &id).await.expect_err("refused");
    assert!(!refused.passing);
    assert!(refused.to_string().contains("401"), "{refused}");
    let silent = register("http://127.0.0.1:9", "any").check(&name, &id).await.expect_err("nobody listens");
    assert!(silent.passing);
    for error in [refused, silent] {
        let told = format!("{error} {error:?}");
        assert!(!told.contains(&person.name) && !told.contains(&person.id_number), "{told}");
    }
}

fn gateway(base_url: &str, key: &str) -> Sms {
    Sms::new(config::Sms {
        base_url: base_url.into(),
        access_key: credentials::SMS_ACCESS_KEY.into(),
        token: Secret::new(key),
        sign: "微法院".into(),
        timeout_ms: 2_000,
    })
}

async fn get(url: &str) -> String {
    let client = weicourt_server::adapters::client(Duration::from_secs(2));
    client.get(url).send().await.expect("an answer").text().await.expect("text")
}

#[tokio::test]
async fn a_code_arrives_once_however_often_it_is_sent() {
    use ports::Sms as _;
    let (outside, _running) = outside().await;
    let sms = gateway(&outside.sms, credentials::SMS_SIGNING_KEY);
    let to = Pii::new("15400000001".to_owned());
    let code = SmsText::Code { code: "135790".into(), minutes: 5 };
    sms.send(&to, &code, "code-1").await.expect("taken");
    sms.send(&to, &code, "code-1").await.expect("taken again");
    let list = get(&format!("{}/messages?phone=15400000001", outside.sms)).await;
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    assert!(list[0]["text"].as_str().expect("text").contains("135790"));
    let other = get(&format!("{}/messages?phone=15400000002", outside.sms)).await;
    assert_eq!(other, "[]");
}

#[tokio::test]
async fn the_page_of_the_gateway_shows_words_as_words() {
    use ports::Sms as _;
    let (outside, _running) = outside().await;
    let sms = gateway(&outside.sms, credentials::SMS_SIGNING_KEY);
    let what = SmsText::Event { court_name: "<script>alert(1)</script>".into(), what: "已立案".into() };
    sms.send(&Pii::new("15400000001".into()), &what, "event-1").await.expect("taken");
    let page = get(&outside.sms).await;
    assert!(page.contains("&lt;script&gt;"), "{page}");
    assert!(!page.contains("<script>"), "{page}");
}

#[tokio::test]
async fn a_message_signed_with_another_key_is_not_sent() {
    use ports::Sms as _;
    let (outside, _running) = outside().await;
    let sms = gateway(&outside.sms, "another key");
    let code = SmsText::Code { code: "135790".into(), minutes: 5 };
    let refused = sms.send(&Pii::new("15400000001".into()), &code, "code-2").await.expect_err("refused");
    assert!(refused.to_string().contains("401") && !refused.to_string().contains("135790"), "{refused}");
    assert_eq!(get(&format!("{}/messages", outside.sms)).await, "[]");
}

fn sign_on(issuer: &str) -> SignOn {
    let settings = config::SignOn {
        issuer: issuer.into(),
        client_secret: Secret::new(credentials::CLIENT_SECRET),
        ..config::SignOn::default()
    };
    SignOn::new(settings, BACK.to_owned(), "浙0281".to_owned())
}

/// Picks `subject` on the provider's page and gives the address the browser is sent back to.
async fn pick(url: &str, subject: &str) -> url::Url {
    let page = url::Url::parse(url).expect("an address");
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(page.query_pairs()).append_pair("subject", subject);
    let mut action = page.clone();
    action.set_query(None);
    let client = weicourt_server::adapters::client(Duration::from_secs(2));
    let request = client.post(action).header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body(form.finish()).send().await.expect("an answer");
    assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap_or_default());
    let back = answer.headers().get("location").expect("a way back").to_str().expect("ASCII");
    url::Url::parse(back).expect("an address")
}

fn parameter(url: &url::Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[tokio::test]
async fn a_judge_signs_on_with_the_courts_own_directory() {
    use ports::SignOn as _;
    let (outside, _running) = outside().await;
    let provider = sign_on(&outside.sign_on);
    let started = provider.begin().await.expect("begins");
    assert!(get(&started.url).await.contains("样例法官一"));
    let back = pick(&started.url, "judge-1").await;
    assert_eq!(parameter(&back, "state"), started.state);
    let staff = provider.finish(&parameter(&back, "code"), &started).await.expect("signs on");
    assert_eq!(staff.subject, "judge-1");
    assert_eq!(staff.name.expose(), "样例法官一");
    assert_eq!(staff.duties, [Duty::Judge].into());
    assert_eq!(staff.court_code.as_str(), "浙0203");
    assert_eq!(staff.title, "审判员");
}

#[tokio::test]
async fn staff_of_whom_no_court_is_told_work_for_the_nodes_own() {
    use ports::SignOn as _;
    let (outside, _running) = outside().await;
    let settings = config::SignOn {
        issuer: outside.sign_on.clone(),
        client_secret: Secret::new(credentials::CLIENT_SECRET),
        court_claim: "department".into(),
        duties: [("judge".to_owned(), "clerk".to_owned())].into(),
        ..config::SignOn::default()
    };
    let provider = SignOn::new(settings, BACK.to_owned(), "浙0281".to_owned());
    let started = provider.begin().await.expect("begins");
    let code = parameter(&pick(&started.url, "judge-1").await, "code");
    let staff = provider.finish(&code, &started).await.expect("signs on");
    assert_eq!(staff.court_code.as_str(), "浙0281");
    assert_eq!(staff.duties, [Duty::Clerk].into(), "the court's own words for duties are translated");
}

#[tokio::test]
async fn a_code_is_good_once_and_only_for_who_began() {
    use ports::SignOn as _;
    let (outside, _running) = outside().await;
    let provider = sign_on(&outside.sign_on);
    let started = provider.begin().await.expect("begins");
    let code = parameter(&pick(&started.url, "clerk-1").await, "code");
    provider.finish(&code, &started).await.expect("signs on");
    provider.finish(&code, &started).await.expect_err("the code was used");
    let other = provider.begin().await.expect("begins");
    let stolen = parameter(&pick(&started.url, "clerk-1").await, "code");
    provider.finish(&stolen, &other).await.expect_err("another verifier");
    let code = parameter(&pick(&started.url, "clerk-1").await, "code");
    let replayed = ports::SignOnStart { nonce: other.nonce.clone(), ..started.clone() };
    provider.finish(&code, &replayed).await.expect_err("signed for another nonce");
}

#[tokio::test]
async fn the_sign_on_survives_a_provider_with_a_new_key() {
    use ports::SignOn as _;
    let stop = CancellationToken::new();
    let mut setup = Setup {
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        identity_register_port: 0,
        sms_port: 0,
        sign_on_port: 0,
        wechat_port: 0,
        mail_port: 0,
        mail_page_port: 0,
        mail_reports: None,
        redirect_uris: vec![BACK.to_owned()],
        n_crowd: 0,
        time_stamps: None,
    };
    let first = start(&setup, &stop).await.expect("free ports");
    let provider = sign_on(&first.sign_on);
    provider.begin().await.expect("the first key is known");
    let port = url::Url::parse(&first.sign_on).expect("an address").port().expect("a port");
    stop.cancel();
    setup.sign_on_port = port;
    let stop = CancellationToken::new();
    let _running = stop.clone().drop_guard();
    let mut again = start(&setup, &stop).await;
    for _ in 0..100 {
        if again.is_ok() {
            break;
        }
        tokio::task::yield_now().await;
        again = start(&setup, &stop).await;
    }
    again.expect("the port is free again");
    let started = provider.begin().await.expect("begins");
    let code = parameter(&pick(&started.url, "head-1").await, "code");
    let staff = provider.finish(&code, &started).await.expect("the new key is fetched");
    assert_eq!(staff.duties, [Duty::Judge, Duty::DivisionHead].into());
}
