//! Stand-ins for the outside world: real HTTP servers for a demo, a trial or a test.
//!
//! A node talks to them exactly as it talks to the real thing: over TCP, with tokens, signatures
//! and time limits; nothing in the node knows the difference. Each module documents the format it
//! speaks. They keep everything in memory and know only the sample people of
//! `testdata/people.toml`, so they are of no use, and of no harm, anywhere else.

pub mod crowd;
pub mod identity_register;
pub mod mail;
pub mod people;
pub mod sign_on;
pub mod sms_gateway;
pub mod time_stamps;
pub mod wechat_gateway;

mod html;
mod random;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use people::People;

/// Where the stand-ins listen and who may call them. Port 0 takes any free port.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Address to listen on, one for all of them.
    pub ip: IpAddr,
    /// Port of the identity register.
    pub identity_register_port: u16,
    /// Port of the SMS gateway.
    pub sms_port: u16,
    /// Port of the staff sign-on.
    pub sign_on_port: u16,
    /// Port of the gateway of subscription messages.
    pub wechat_port: u16,
    /// Port at which the mail server takes mail.
    pub mail_port: u16,
    /// Port of the mail server's page.
    pub mail_page_port: u16,
    /// The Maildir in which the mail server puts its reports.
    pub mail_reports: Option<PathBuf>,
    /// Addresses to which the sign-on may send a person back.
    pub redirect_uris: Vec<String>,
    /// How many people of the [`crowd`] the identity register knows besides the sample people.
    pub n_crowd: u32,
    /// Key and certificates (PEM) of the time-stamping authority, which answers at the address of the
    /// identity register under [`time_stamps::PATH`]; without them there is none.
    pub time_stamps: Option<(String, String)>,
}

/// Stand-ins that are listening.
#[derive(Debug, Clone)]
pub struct Running {
    /// Base address of the identity register.
    pub identity_register: String,
    /// Base address of the SMS gateway; its page shows the last messages.
    pub sms: String,
    /// Issuer of the staff sign-on.
    pub sign_on: String,
    /// Base address of the gateway of subscription messages; its page shows the last ones.
    pub wechat: String,
    /// Where the mail server takes mail.
    pub mail: SocketAddr,
    /// Base address of the mail server's page, which shows the last messages.
    pub mail_page: String,
}

/// Credentials the stand-ins accept. They are public, so they protect nothing; they are there so
/// that the node sends real ones.
pub mod credentials {
    /// Bearer token of the identity register.
    pub const IDENTITY_REGISTER_TOKEN: &str = "sample-identity-register-token";
    /// Id of the account at the SMS gateway.
    pub const SMS_ACCESS_KEY: &str = "sample-court";
    /// Signing key of the account at the SMS gateway.
    pub const SMS_SIGNING_KEY: &str = "sample-sms-signing-key";
    /// Client id at the sign-on.
    pub const CLIENT_ID: &str = "weicourt";
    /// Client secret at the sign-on.
    pub const CLIENT_SECRET: &str = "sample-client-secret";
}

/// Starts all of them and returns once they listen. They stop when `stop` is cancelled.
///
/// # Errors
///
/// When an address cannot be listened on.
pub async fn start(setup: &Setup, stop: &CancellationToken) -> io::Result<Running> {
    let mut people = People::sample();
    people.people.extend(crowd::people(setup.n_crowd));
    let register = listen(setup.ip, setup.identity_register_port).await?;
    let sms = listen(setup.ip, setup.sms_port).await?;
    let sign_on = listen(setup.ip, setup.sign_on_port).await?;
    let wechat = listen(setup.ip, setup.wechat_port).await?;
    let mail = listen(setup.ip, setup.mail_port).await?;
    let mail_page = listen(setup.ip, setup.mail_page_port).await?;
    let running = Running {
        identity_register: base(register.local_addr()?),
        sms: base(sms.local_addr()?),
        sign_on: base(sign_on.local_addr()?),
        wechat: base(wechat.local_addr()?),
        mail: mail.local_addr()?,
        mail_page: base(mail_page.local_addr()?),
    };
    let provider =
        sign_on::Provider::new(running.sign_on.clone(), people.staff.clone(), setup.redirect_uris.clone());
    let mut beside = identity_register::router(people.people);
    if let Some((key, certificates)) = &setup.time_stamps {
        let stamps = time_stamps::router(key, certificates).map_err(io::Error::other)?;
        beside = beside.merge(stamps);
    }
    serve(register, beside, stop.clone());
    serve(sms, sms_gateway::router(), stop.clone());
    serve(wechat, wechat_gateway::router(), stop.clone());
    let mail_server = mail::Server::new(setup.mail_reports.clone());
    serve(mail_page, mail_server.router(), stop.clone());
    mail_server.listen(mail, stop.clone());
    serve(sign_on, sign_on::router(provider), stop.clone());
    Ok(running)
}

async fn listen(ip: IpAddr, port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::new(ip, port)).await
}

fn base(address: SocketAddr) -> String {
    format!("http://{address}")
}

fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    tokio::spawn(async move {
        let served = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await;
        if let Err(error) = served {
            tracing::error!(%error, "a stand-in stopped");
        }
    });
}
