//! Nonsense on the stream.

use std::sync::Arc;

use serde_json::json;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::kept;
use crate::court::Court;
use crate::court::client::{Client, new_key};
use crate::court::papers::says;
use crate::court::socket::Socket;
use crate::story::Cast;

fn status(opened: Result<Socket, Error>) -> u16 {
    match opened {
        Err(Error::Http(answer)) => answer.status().as_u16(),
        Err(error) => panic!("{error}"),
        Ok(_) => 101,
    }
}

#[tokio::test]
async fn the_stream_opens_for_a_session_from_a_page_of_the_node_only() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let node = cast.court.node();
    assert_eq!(status(Client::new(node).try_stream(node).await), 401);
    assert_eq!(status(cast.plaintiff.try_stream("https://evil.example").await), 403);
    assert_eq!(status(cast.plaintiff.try_stream("null").await), 403);
    assert_eq!(status(cast.plaintiff.try_stream(node).await), 101);
    let no_socket = cast.plaintiff.get("/api/stream").await;
    assert_eq!(no_socket.refusal(), "400 bad_request", "an ordinary request is told so");
}

#[tokio::test]
async fn nonsense_on_the_stream_is_answered_and_the_stream_goes_on() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let stranger = cast.court.enrol("样例己").await;
    let before = kept(&cast.court);
    let mut socket = stranger.stream().await;
    let case = cast.case.as_str();
    let start = json!({ "front": 0, "court": 0 });
    let nonsense = [
        String::new(),
        "hello".to_owned(),
        "{".to_owned(),
        "[]".to_owned(),
        json!({ "type": "dance" }).to_string(),
        json!({ "type": "open", "case": case }).to_string(),
        json!({ "type": "open", "case": case, "after": { "front": -1, "court": 0 } }).to_string(),
        json!({ "type": "open", "case": "x", "after": start }).to_string(),
        json!({ "type": "act", "id": "x", "case": case, "body": says("x") }).to_string(),
        json!({ "type": "act", "id": new_key(), "case": case, "body": { "content": 5 } }).to_string(),
        json!({ "type": "ping", "more": 1 }).to_string(),
        "[".repeat(50_000),
    ];
    for words in nonsense {
        socket.send(Message::text(words.clone())).await.expect("the node listens");
        let answer = socket.try_next().await.expect("the node goes on");
        assert_eq!(
            (&answer["type"], &answer["problem"]["code"]),
            (&json!("problem"), &json!("bad_request")),
            "{words:.80}"
        );
    }
    let of_others = [
        json!({ "type": "open", "case": case, "after": start }),
        json!({ "type": "open", "case": "0F4Z8V2J0001G", "after": start }),
        stranger.act_frame(&new_key(), case, &says("x")),
        json!({ "type": "read", "case": case, "upto": { "front": 1, "court": 1 } }),
    ];
    for request in of_others {
        socket.ask(&request).await;
        let answer = socket.try_next().await.expect("the node goes on");
        assert_eq!(
            (&answer["type"], &answer["problem"]["code"]),
            (&json!("problem"), &json!("not_found")),
            "{request}"
        );
    }
    socket.ask(&json!({ "type": "shut", "case": case })).await;
    socket.ask(&json!({ "type": "ping" })).await;
    assert_eq!(socket.try_next().await.expect("an answer")["type"], "pong");
    // A stranger who stays hears nothing of what is said.
    cast.plaintiff.say(case, "不给外人听").await;
    socket.ask(&json!({ "type": "ping" })).await;
    assert_eq!(socket.try_next().await.expect("an answer")["type"], "pong");
    let mut member = cast.plaintiff.stream().await;
    let far = json!({ "front": u64::MAX, "court": u64::MAX });
    member.ask(&json!({ "type": "open", "case": case, "after": far })).await;
    assert_eq!(member.try_next().await.expect("a page")["entries"], json!([]));
    let after = kept(&cast.court);
    assert_eq!((after.n_entries, after.n_files), (before.n_entries + 1, before.n_files));
}

#[tokio::test]
async fn frames_that_are_too_large_or_not_text_end_the_stream_and_nothing_else() {
    let cast = Cast::gather(Arc::new(Court::start())).await;
    let before = kept(&cast.court);
    for message in [Message::text("x".repeat(70 * 1024)), Message::binary(vec![0xff; 10])] {
        let mut socket = cast.plaintiff.stream().await;
        // The node may hang up before it was all sent.
        let _ = socket.send(message).await;
        assert_eq!(socket.try_next().await, None, "the stream is over");
    }
    let mut socket = cast.plaintiff.stream().await;
    socket.ask(&json!({ "type": "ping" })).await;
    assert_eq!(socket.try_next().await.expect("an answer")["type"], "pong");
    assert_eq!(kept(&cast.court), before);
}
