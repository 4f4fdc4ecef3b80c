//! Bundles that wait in memory, with an end to how many.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

#[derive(Debug, Default)]
struct Waiting {
    bundles: VecDeque<Vec<u8>>,
    n_bytes: usize,
    n_pushed: u64,
    n_popped: u64,
    n_done: u64,
}

/// A bounded queue of bundles. Waiting for it can be broken off without losing anything.
#[derive(Debug)]
pub(super) struct Queue {
    most_bytes: usize,
    waiting: Mutex<Waiting>,
    news: Notify,
    room: Notify,
    done: Notify,
}

impl Queue {
    /// A queue for `most_bytes`; a single bundle always has room.
    pub(super) fn new(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            waiting: Mutex::default(),
            news: Notify::new(),
            room: Notify::new(),
            done: Notify::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts `bundle` at the end and tells its number; gives it back if there is no room within `patience`.
    pub(super) async fn push(&self, bundle: Vec<u8>, patience: Duration) -> Result<u64, Vec<u8>> {
        let until = tokio::time::Instant::now() + patience;
        loop {
            let mut room = std::pin::pin!(self.room.notified());
            // Listening begins before looking: room made in between is not missed.
            room.as_mut().enable();
            {
                let mut waiting = self.lock();
                if waiting.bundles.is_empty() || waiting.n_bytes + bundle.len() <= self.most_bytes {
                    waiting.n_bytes += bundle.len();
                    waiting.bundles.push_back(bundle);
                    waiting.n_pushed += 1;
                    let number = waiting.n_pushed;
                    drop(waiting);
                    self.news.notify_waiters();
                    return Ok(number);
                }
            }
            if tokio::time::timeout_at(until, room).await.is_err() {
                return Err(bundle);
            }
        }
    }

    /// Returns when the bundle with `number` was popped and the next was asked for: then whoever popped it
    /// is done with it.
    pub(super) async fn is_done(&self, number: u64) {
        loop {
            let mut done = std::pin::pin!(self.done.notified());
            done.as_mut().enable();
            if self.lock().n_done >= number {
                return;
            }
            done.await;
        }
    }

    /// The first bundle, when there is one. Those popped before count as done.
    pub(super) async fn pop(&self) -> Vec<u8> {
        {
            let mut waiting = self.lock();
            waiting.n_done = waiting.n_popped;
        }
        self.done.notify_waiters();
        loop {
            let mut news = std::pin::pin!(self.news.notified());
            news.as_mut().enable();
            let first = {
                let mut waiting = self.lock();
                let first = waiting.bundles.pop_front();
                waiting.n_bytes -= first.as_ref().map_or(0, Vec::len);
                waiting.n_popped += u64::from(first.is_some());
                first
            };
            if let Some(bundle) = first {
                self.room.notify_waiters();
                return bundle;
            }
            news.await;
        }
    }

    /// The first bundles, `most_bytes` in all or a single larger one; empty when nothing waits.
    pub(super) fn take(&self, most_bytes: usize) -> Vec<Vec<u8>> {
        let mut waiting = self.lock();
        let (mut taken, mut n_bytes) = (Vec::new(), 0);
        while let Some(bundle) = waiting.bundles.front() {
            if !taken.is_empty() && n_bytes + bundle.len() > most_bytes {
                break;
            }
            n_bytes += bundle.len();
            taken.extend(waiting.bundles.pop_front());
        }
        waiting.n_bytes -= n_bytes;
        drop(waiting);
        if !taken.is_empty() {
            self.room.notify_waiters();
        }
        taken
    }

    /// Returns when something waits.
    pub(super) async fn any(&self) {
        loop {
            let mut news = std::pin::pin!(self.news.notified());
            news.as_mut().enable();
            if !self.lock().bundles.is_empty() {
                return;
            }
            news.await;
        }
    }
}
