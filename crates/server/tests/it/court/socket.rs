//! The other end of the stream.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::client::{Client, new_key};
use super::papers::says;

/// How long a test waits for a frame that must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection to the stream.
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    client: Client,
}

impl Client {
    /// Opens the stream as a browser does, from a page at `origin`.
    pub(crate) async fn try_stream(&self, origin: &str) -> Result<Socket, tungstenite::Error> {
        let address = format!("{}/api/stream", self.node().replacen("http", "ws", 1));
        let mut request = address.into_client_request().expect("an address");
        request.headers_mut().insert("cookie", self.cookie().parse().expect("a header"));
        request.headers_mut().insert("origin", origin.parse().expect("a header"));
        let (stream, _) = tokio_tungstenite::connect_async(request).await?;
        Ok(Socket { stream, client: self.clone() })
    }

    /// Opens the stream.
    pub(crate) async fn stream(&self) -> Socket {
        self.try_stream(self.node()).await.expect("the stream opens")
    }
}

impl Socket {
    /// Sends whatever a test wants.
    pub(crate) async fn send(&mut self, message: Message) -> Result<(), tungstenite::Error> {
        self.stream.send(message).await
    }

    /// Sends a request.
    pub(crate) async fn ask(&mut self, request: &Value) {
        self.send(Message::text(request.to_string())).await.expect("the node listens");
    }

    /// Follows a case from a position on; gives the first page.
    pub(crate) async fn open(&mut self, case: &str, after: &Value) -> Value {
        self.ask(&json!({ "type": "open", "case": case, "after": after })).await;
        self.until(|frame| frame["type"] == "entries" && frame["case"] == case && frame["after"] == *after)
            .await
    }

    /// Says something and gives the receipt.
    pub(crate) async fn say(&mut self, case: &str, words: &str) -> Value {
        let id = new_key();
        let act = self.client.act_frame(&id, case, &says(words));
        self.ask(&act).await;
        let answer = self.until(|frame| frame["id"] == id.as_str()).await;
        assert_eq!(answer["type"], "receipt", "{answer}");
        answer["receipt"].clone()
    }

    /// The next frame; nothing when the connection is over.
    pub(crate) async fn try_next(&mut self) -> Option<Value> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("a frame in time");
            match message {
                Some(Ok(Message::Text(text))) => {
                    return Some(serde_json::from_str(&text).expect("frames are JSON"));
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next frame that `wanted` knows; what came before it is let go.
    pub(crate) async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.try_next().await.expect("the node goes on");
            if wanted(&frame) {
                return frame;
            }
        }
    }
}

impl Socket {
    /// The entry that `receipt` is for, when it comes.
    pub(crate) async fn entry(&mut self, receipt: &Value) -> Value {
        loop {
            let frame = self.until(|frame| frame["type"] == "entries").await;
            let entries = frame["entries"].as_array().expect("a list");
            if let Some(entry) = entries.iter().find(|entry| entry["hash"] == receipt["hash"]) {
                return entry.clone();
            }
        }
    }
}
