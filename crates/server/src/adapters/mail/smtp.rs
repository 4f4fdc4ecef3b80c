//! Handing a message to the mail server, with a request for reports (RFC 3461) where the server takes one.

use std::net::IpAddr;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, MailParameter, RcptParameter};
use lettre::transport::smtp::response::Response;
use weicourt_app::ports::{MailTaken, OutgoingMail, PortError};

use super::{lasting, passing};
use crate::config::{self, MailTls};

/// Answers by which a server refuses the sender and not the message: an operator can mend them.
const ABOUT_US: [u16; 5] = [530, 534, 535, 538, 503];

/// Hands `bytes` over. A server that refuses the message or its recipient for good has the last word on it;
/// everything else may pass.
pub(super) async fn hand_over(
    settings: &config::Mail,
    mail: &OutgoingMail,
    return_path: Address,
    to: Address,
    bytes: &[u8],
) -> Result<MailTaken, PortError> {
    let hello = hello(settings);
    let mut connection = connect(settings, &hello).await?;
    let taken = exchange(&mut connection, &hello, mail, return_path, to, bytes).await;
    match &taken {
        // The message is taken whatever the server says to this.
        Ok(_) => drop(connection.quit().await),
        Err(_) => connection.abort().await,
    }
    taken
}

fn hello(settings: &config::Mail) -> ClientId {
    match (settings.hello.as_str(), settings.from.rsplit_once('@')) {
        ("", Some((_, domain))) => ClientId::Domain(domain.to_owned()),
        ("", None) => ClientId::default(),
        (name, _) => match name.parse::<IpAddr>() {
            Ok(IpAddr::V4(ip)) => ClientId::Ipv4(ip),
            Ok(IpAddr::V6(ip)) => ClientId::Ipv6(ip),
            Err(_) => ClientId::Domain(name.to_owned()),
        },
    }
}

async fn connect(settings: &config::Mail, hello: &ClientId) -> Result<AsyncSmtpConnection, PortError> {
    let tls = || TlsParameters::new_rustls(settings.host.clone()).map_err(|error| lasting(told(&error)));
    let implicit = match settings.tls {
        MailTls::Implicit => Some(tls()?),
        MailTls::Starttls | MailTls::None => None,
    };
    let limit = Some(Duration::from_millis(settings.timeout_ms));
    let server = (settings.host.as_str(), settings.port);
    let failed = |error: Error| passing(told(&error));
    let mut connection =
        AsyncSmtpConnection::connect_tokio1(server, limit, hello, implicit, None).await.map_err(failed)?;
    if settings.tls == MailTls::Starttls {
        connection.starttls(tls()?, hello).await.map_err(failed)?;
    }
    if !settings.user.is_empty() {
        let credentials = Credentials::new(settings.user.clone(), settings.password.reveal().to_owned());
        connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(failed)?;
    }
    Ok(connection)
}

async fn exchange(
    connection: &mut AsyncSmtpConnection,
    hello: &ClientId,
    mail: &OutgoingMail,
    return_path: Address,
    to: Address,
    bytes: &[u8],
) -> Result<MailTaken, PortError> {
    let greeted =
        connection.command(Ehlo::new(hello.clone())).await.map_err(|error| passing(told(&error)))?;
    let reports = greeted
        .message()
        .any(|line| line.split(' ').next().is_some_and(|word| word.eq_ignore_ascii_case("DSN")));
    let (mut of_mail, mut of_recipient) = (Vec::new(), Vec::new());
    if reports {
        of_mail.push(other("RET", "HDRS"));
        of_mail.push(other("ENVID", &mail.token));
        for (keyword, value) in [("NOTIFY", "SUCCESS,FAILURE".to_owned()), ("ORCPT", format!("rfc822;{to}"))]
        {
            of_recipient.push(RcptParameter::Other { keyword: keyword.to_owned(), value: Some(value) });
        }
    }
    let steps = [
        Mail::new(Some(return_path), of_mail).to_string(),
        Rcpt::new(to, of_recipient).to_string(),
        Data.to_string(),
    ];
    for step in steps {
        if let Some(refused) = judged(connection.command(step).await)? {
            return Ok(refused);
        }
    }
    match connection.message(bytes).await {
        Ok(response) => Ok(MailTaken::Accepted { line: line(&response) }),
        Err(error) => judged(Err(error))?.ok_or_else(|| passing("the mail server says nothing")),
    }
}

fn other(keyword: &str, value: &str) -> MailParameter {
    MailParameter::Other { keyword: keyword.to_owned(), value: Some(value.to_owned()) }
}

/// What the server said to a step: on with it, refused for good, or an error.
fn judged(answer: Result<Response, Error>) -> Result<Option<MailTaken>, PortError> {
    match answer {
        Ok(_) => Ok(None),
        Err(error) if error.is_permanent() => {
            let code = error.status().map(u16::from).unwrap_or_default();
            if ABOUT_US.contains(&code) {
                return Err(passing(told(&error)));
            }
            let words =
                std::error::Error::source(&error).map_or_else(String::new, |source| source.to_string());
            Ok(Some(MailTaken::Refused { reason: format!("{code} {words}").trim().to_owned() }))
        }
        Err(error) => Err(passing(told(&error))),
    }
}

fn line(response: &Response) -> String {
    response.message().collect::<Vec<_>>().join(" ")
}

/// What can stand in a log: a server may repeat the address, so its words do not.
fn told(error: &Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answers {code}"),
        None if error.is_timeout() => "the mail server does not answer in time".to_owned(),
        None if error.is_tls() => format!("the mail server cannot be spoken to privately: {error}"),
        None if error.is_client() => format!("the mail server lacks what is needed: {error}"),
        None => format!("the mail server cannot be reached: {error}"),
    }
}
