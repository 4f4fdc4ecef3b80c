//! `weicourt demo`: a court to try, with sample people and stand-ins for the outside world.
//!
//! It is the real node: real storage, real keys, real HTTP to an identity register, an SMS gateway and
//! a sign-on, which are stand-ins that run in the same process.

mod seal;

use std::fs;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use weicourt_app::ports::StaffIdentity;
use weicourt_domain::personal_data::Pii;
use weicourt_store::NodeKeys;

use self::seal::SealFiles;
use super::{Exit, say};
use crate::config::{Config, LinkKind, Mail, MailTls, Role, Seal, Secret};
use crate::links;
use crate::log::LogFormat;
use crate::node::{ClockAhead, Node, StartError, listen};
use crate::operate::stop_on_signal;
use crate::standins::crowd;
use crate::standins::people::{People, Staff};
use crate::standins::{self, Running, Setup, credentials, time_stamps};

/// The court that the demo plays.
const COURT_NAME: &str = "宁波市海曙区人民法院";

/// Lies in every directory that the demo made, so that `--fresh` never deletes anything else.
const MARKER: &str = "weicourt-demo";

/// Arguments of `weicourt demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Port of the phones' node; the stand-ins take the three after it, the workbench the fourth. 0 takes
    /// any free ones
    #[arg(long, default_value_t = 8420)]
    port: u16,

    /// Directory of everything the demo keeps
    #[arg(long, default_value = "demo-data")]
    data: PathBuf,

    /// Throw away what an earlier demo kept there
    #[arg(long)]
    fresh: bool,

    /// Sample people the identity register knows besides those it prints, for `weicourt bench`;
    /// limits of rates are lifted with them
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=i64::from(crowd::MOST)))]
    crowd: u32,

    /// One node for both zones instead of a court node and a front node with an exchange directory
    /// between them
    #[arg(long)]
    one_node: bool,

    /// Run one part alone, and the others beside it with the same `--port` and `--data`, so that a node can
    /// be stopped by itself; the stand-ins go first
    #[arg(long, value_enum, conflicts_with_all = ["one_node", "crowd"])]
    part: Option<Part>,

    /// Let the nodes' clock run so many days ahead of the machine's, to see periods come to their end
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=366))]
    days_ahead: u16,

    /// Print where everything listens as one JSON object, for programs
    #[arg(long)]
    addresses: bool,
}

/// What can run in a process of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Identity register, short messages, sign-on
    StandIns,
    /// The court's node
    Court,
    /// The node of the phones
    Front,
}

/// Runs the demo until it is told to stop.
pub(super) fn run(args: &Args, log_format: Option<LogFormat>) -> Exit {
    let levels = std::env::var("WEICOURT__LOG__LEVELS").unwrap_or_else(|_| "warn".to_owned());
    if let Err(reason) = crate::log::start(log_format.unwrap_or(LogFormat::Plain), &levels) {
        return Exit::usage(&reason);
    }
    if let Err(reason) = prepare(&args.data, args.fresh) {
        return Exit::broken(&reason);
    }
    let ran = match super::serve::runtime() {
        Ok(runtime) => runtime.block_on(demo(args)),
        Err(exit) => return exit,
    };
    match ran {
        Ok(()) => Exit::Done,
        Err(StartError::Listen { address, error }) if error.kind() == ErrorKind::AddrInUse => {
            Exit::broken(&format_args!(
                "{address} is taken: another demo may be running; try --port {}",
                args.port.saturating_add(10)
            ))
        }
        Err(error) => Exit::broken(&error),
    }
}

fn prepare(data: &Path, fresh: bool) -> Result<(), String> {
    let marker = data.join(MARKER);
    if fresh && data.exists() {
        if !marker.exists() {
            return Err(format!("{} was not made by the demo and is left alone", data.display()));
        }
        fs::remove_dir_all(data).map_err(|error| format!("remove {}: {error}", data.display()))?;
    }
    let made = fs::create_dir_all(data).and_then(|()| fs::write(&marker, "made by weicourt demo\n"));
    made.map_err(|error| format!("make {}: {error}", data.display()))
}

fn next_port(port: u16, step: u16) -> u16 {
    if port == 0 { 0 } else { port.saturating_add(step) }
}

/// Where the nodes are reached. `localhost`, because passkeys belong to a name and not to a number.
struct Places {
    phones: String,
    workbench: String,
}

async fn demo(args: &Args) -> Result<(), StartError> {
    let stop =
        stop_on_signal().map_err(|error| StartError::Unsupported(format!("wait for signals: {error}")))?;
    if let Some(part) = args.part {
        return one_part(part, args, stop).await;
    }
    let front_listener = listen(&format!("127.0.0.1:{}", args.port)).await?;
    let court_listener = match args.one_node {
        true => None,
        false => Some(listen(&format!("127.0.0.1:{}", next_port(args.port, 4))).await?),
    };
    let place = |listener: &TcpListener| {
        format!("http://localhost:{}", listener.local_addr().map_or(args.port, |address| address.port()))
    };
    let phones = place(&front_listener);
    let workbench = court_listener.as_ref().map_or_else(|| phones.clone(), place);
    let places = Places { phones, workbench };
    let outside = stand_ins(args, &places, &stop).await?;
    let people = People::sample();
    let base = config(args, &places, &outside)?;
    let (court, front) = if args.one_node {
        (build(&base, args).await?, None)
    } else {
        let (court, front) = pair(&base, args, &places)?;
        (build(&court, args).await?, Some(build(&front, args).await?))
    };
    know(&court, &people).await?;
    greet(args, &places, &outside, &people);
    match (court_listener, front) {
        (Some(court_listener), Some(front)) => {
            let served =
                tokio::join!(court.serve(court_listener, stop.clone()), front.serve(front_listener, stop));
            served.0.and(served.1)
        }
        _ => court.serve(front_listener, stop).await,
    }
}

async fn build(config: &Config, args: &Args) -> Result<Node, StartError> {
    Node::build_by(config, true, Arc::new(ClockAhead { n_days: args.days_ahead })).await
}

/// Where the stand-in mail server puts its reports.
fn mail_reports(args: &Args) -> PathBuf {
    args.data.join("mail-reports")
}

async fn stand_ins(args: &Args, places: &Places, stop: &CancellationToken) -> Result<Running, StartError> {
    let setup = Setup {
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        identity_register_port: next_port(args.port, 1),
        sms_port: next_port(args.port, 2),
        sign_on_port: next_port(args.port, 3),
        wechat_port: next_port(args.port, 5),
        mail_page_port: next_port(args.port, 6),
        mail_port: next_port(args.port, 7),
        mail_reports: Some(mail_reports(args)),
        redirect_uris: vec![
            format!("{}/api/staff/callback", places.workbench),
            format!("{}/api/staff/callback", places.workbench.replace("localhost", "127.0.0.1")),
        ],
        n_crowd: args.crowd,
        time_stamps: Some(seal_files(args)?.time_stamps().map_err(|error| unsealed(&error))?),
    };
    standins::start(&setup, stop).await.map_err(|error| StartError::Listen {
        address: format!("127.0.0.1:{} to {}", next_port(args.port, 1), next_port(args.port, 7)),
        error,
    })
}

fn unsealed(error: &std::io::Error) -> StartError {
    StartError::Unsupported(format!("make the seal of the demo: {error}"))
}

fn seal_files(args: &Args) -> Result<SealFiles, StartError> {
    SealFiles::make(&args.data, COURT_NAME).map_err(|error| unsealed(&error))
}

async fn know(court: &Node, people: &People) -> Result<(), StartError> {
    for member in &people.staff {
        let known = court.court.know_staff(identity(member)?).await;
        known.map_err(|error| StartError::Unsupported(error.to_string()))?;
    }
    Ok(())
}

fn greet(args: &Args, places: &Places, outside: &Running, people: &People) {
    if args.addresses {
        say(&addresses(places, outside));
    } else {
        say(&welcome(places, outside, people, &args.data));
    }
}

/// One part alone; where the others are follows from the port.
async fn one_part(part: Part, args: &Args, stop: CancellationToken) -> Result<(), StartError> {
    if args.port == 0 {
        return Err(StartError::Unsupported("one part alone needs --port with a number".to_owned()));
    }
    let at = |step| format!("127.0.0.1:{}", next_port(args.port, step));
    let named = |step| format!("http://localhost:{}", next_port(args.port, step));
    let places = Places { phones: named(0), workbench: named(4) };
    let url = |step| format!("http://{}", at(step));
    let outside = Running {
        identity_register: url(1),
        sms: url(2),
        sign_on: url(3),
        wechat: url(5),
        mail_page: url(6),
        mail: SocketAddr::from((Ipv4Addr::LOCALHOST, next_port(args.port, 7))),
    };
    let people = People::sample();
    // The stand-ins go first and alone: what both nodes must know of each other is made once.
    let (court, front) = pair(&config(args, &places, &outside)?, args, &places)?;
    match part {
        Part::StandIns => {
            stand_ins(args, &places, &stop).await?;
            greet(args, &places, &outside, &people);
            stop.cancelled().await;
            Ok(())
        }
        Part::Court => {
            let node = build(&court, args).await?;
            know(&node, &people).await?;
            let listener = listen(&at(4)).await?;
            greet(args, &places, &outside, &people);
            node.serve(listener, stop).await
        }
        Part::Front => {
            let node = build(&front, args).await?;
            let listener = listen(&at(0)).await?;
            greet(args, &places, &outside, &people);
            node.serve(listener, stop).await
        }
    }
}

/// The configurations of a court node and a front node that know each other's keys and pass bundles
/// through two directories.
fn pair(base: &Config, args: &Args, places: &Places) -> Result<(Config, Config), StartError> {
    let failed = |error: &dyn std::fmt::Display| StartError::Unsupported(format!("pair the nodes: {error}"));
    let (home, away) = (args.data.join("ferry/to-court"), args.data.join("ferry/to-front"));
    let node = |role, dir: &str, url: &str, into: &Path, out: &Path| {
        let mut config = base.clone();
        config.node.role = role;
        config.node.data_dir = args.data.join(dir);
        config.node.public_url = url.to_owned();
        config.node.phone_url = places.phones.clone();
        config.exchange.link = LinkKind::Drop;
        config.exchange.drop_in = into.to_owned();
        config.exchange.drop_out = out.to_owned();
        config.exchange.drop_poll_ms = 10;
        config.exchange.sign_of_life_seconds = sign_of_life_s();
        config
    };
    let mut court = node(Role::Court, "court", &places.workbench, &home, &away);
    let mut front = node(Role::Front, "front", &places.phones, &away, &home);
    // The court's key does not lie on the internet.
    front.seal = Seal::default();
    // The court serves; the node outside has no mail server.
    front.mail = Mail::default();
    for directory in [&home, &away, &court.node.data_dir, &front.node.data_dir] {
        fs::create_dir_all(directory).map_err(|error| failed(&error))?;
    }
    if !court.store.is_embedded() {
        // One server, two databases: the names are the one given, with the role behind it.
        for (config, role) in [(&mut court, "court"), (&mut front, "front")] {
            config.store.url = Secret::new(format!("{}_{role}", base.store.url.reveal()));
        }
    }
    let court_keys = NodeKeys::load_or_create(&court.keys_dir())?;
    let front_keys = NodeKeys::load_or_create(&front.keys_dir())?;
    if !front_keys.shares_pepper(&court_keys.pepper_to_share()) {
        front_keys.take_pepper(&court_keys.pepper_to_share())?;
    }
    for (config, peer) in [(&front, &court_keys), (&court, &front_keys)] {
        let public = links::own_keys(peer)?.public().to_string();
        fs::write(config.keys_dir().join("peer.keys"), public).map_err(|error| failed(&error))?;
    }
    Ok((court, front))
}

/// Signs of life of the link in seconds, from the environment like the store's address.
fn sign_of_life_s() -> u32 {
    let given = std::env::var("WEICOURT__EXCHANGE__SIGN_OF_LIFE_SECONDS").ok();
    given.and_then(|text| text.parse().ok()).unwrap_or(Config::default().exchange.sign_of_life_seconds)
}

fn identity(member: &Staff) -> Result<StaffIdentity, StartError> {
    let wrong = |what: &str| StartError::Unsupported(format!("sample staff {}: {what}", member.subject));
    let duties = member.duties.iter().map(|duty| {
        serde_json::from_value(serde_json::Value::String(duty.clone())).map_err(|_| wrong("no such duty"))
    });
    Ok(StaffIdentity {
        subject: member.subject.clone(),
        name: Pii::new(member.name.clone()),
        duties: duties.collect::<Result<_, _>>()?,
        court_code: member.court_code.parse().map_err(|_| wrong("no such court"))?,
        title: member.title.clone(),
    })
}

fn config(args: &Args, places: &Places, outside: &Running) -> Result<Config, StartError> {
    let mut config = Config::default();
    config.node.name = format!("{COURT_NAME}（演示）");
    config.node.court_code = "浙0203".to_owned();
    config.node.public_url = places.phones.clone();
    config.passkey.rp_id = "localhost".to_owned();
    config.passkey.origins = vec![places.phones.clone(), places.workbench.clone()];
    config.node.data_dir = args.data.clone();
    config.store.url = Secret::new(std::env::var("WEICOURT__STORE__URL").unwrap_or_default());
    config.register.token = Secret::new(std::env::var("WEICOURT__REGISTER__TOKEN").unwrap_or_default());
    config.identity_register.base_url = outside.identity_register.clone();
    config.identity_register.token = Secret::new(credentials::IDENTITY_REGISTER_TOKEN);
    config.sms.base_url = outside.sms.clone();
    config.sms.access_key = credentials::SMS_ACCESS_KEY.to_owned();
    config.sms.token = Secret::new(credentials::SMS_SIGNING_KEY);
    config.wechat.base_url = outside.wechat.clone();
    config.wechat.access_key = credentials::SMS_ACCESS_KEY.to_owned();
    config.wechat.token = Secret::new(credentials::SMS_SIGNING_KEY);
    config.mail.host = outside.mail.ip().to_string();
    config.mail.port = outside.mail.port();
    config.mail.tls = MailTls::None;
    config.mail.from = "songda@court.invalid".to_owned();
    config.mail.from_name = "宁波市海曙区人民法院（演示）".to_owned();
    config.mail.reports = mail_reports(args);
    config.sign_on.issuer = outside.sign_on.clone();
    config.sign_on.client_id = credentials::CLIENT_ID.to_owned();
    config.sign_on.client_secret = Secret::new(credentials::CLIENT_SECRET);
    // One machine plays everybody, and people try things again.
    config.limits.phone_codes_per_number_per_hour = 100;
    config.limits.phone_codes_per_address_per_hour = 1000;
    config.limits.acts_per_person_per_minute = 1_000_000;
    config.limits.sign_ins_per_address_per_minute = 1_000_000;
    if args.crowd > 0 {
        config.limits.phone_codes_per_address_per_hour = 1_000_000;
        config.limits.acts_per_person_per_minute = 10_000_000;
    }
    let stamps_at = format!("{}{}", outside.identity_register, time_stamps::PATH);
    config.seal = seal_files(args)?.settings(stamps_at);
    Ok(config)
}

/// What a program reads that started the demo.
fn addresses(places: &Places, outside: &Running) -> String {
    let Running { identity_register, sms, sign_on, wechat, mail_page, mail: _ } = outside;
    let Places { phones, workbench } = places;
    json!({ "url": phones, "workbench": workbench, "identity_register": identity_register, "sms": sms, "sign_on": sign_on, "wechat": wechat, "mail": mail_page })
        .to_string()
}

/// What the person at the terminal reads.
fn welcome(places: &Places, outside: &Running, people: &People, data: &Path) -> String {
    let Places { phones, workbench } = places;
    let mut lines = vec![
        String::new(),
        "WeiCourt 微法院 is running. Everybody in it is a sample (样例).".to_owned(),
        String::new(),
        format!("  phone app  当事人手机    {phones}/"),
        format!("  workbench  法院工作台    {workbench}/desk"),
        format!("  SMS        短信验证码    {}/", outside.sms),
        format!("  mail       电子邮件      {}/", outside.mail_page),
        format!("  WeChat     微信订阅消息  {}/", outside.wechat),
        format!("  API        接口文档      {phones}/api/docs"),
        format!("  stand-ins: identity register {}, sign-on {}", outside.identity_register, outside.sign_on),
        String::new(),
    ];
    if let Ok(code) = qrcode::QrCode::new(format!("{phones}/")) {
        let drawn = code.render::<qrcode::render::unicode::Dense1x2>().quiet_zone(true).build();
        lines.extend(drawn.lines().map(|line| format!("  {line}")));
        lines.push(String::new());
    }
    lines.push("People who can enrol (name, ID number, phone; the code is on the SMS page):".to_owned());
    for person in &people.people {
        lines.push(format!("  {}  {}  {}  {}", person.name, person.id_number, person.phone, person.about));
    }
    lines.push(String::new());
    lines.push("Staff (choose them on the sign-on page of the workbench):".to_owned());
    for member in &people.staff {
        lines.push(format!("  {}  {}", member.name, member.title));
    }
    lines.push(String::new());
    lines.push(format!(
        "Data: {}    Stop: Ctrl-C    Check: weicourt verify {}",
        data.display(),
        data.display()
    ));
    lines.push("ready".to_owned());
    lines.join("\n")
}
