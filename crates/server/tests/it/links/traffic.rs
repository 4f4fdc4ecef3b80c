//! Numbered bundles that travel both ways, and what arrived of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use weicourt_server::links::{Link, LinkError};

/// How many bundles travel each way.
pub(crate) const N_BUNDLES: u32 = 1000;
/// After this long without anything new, what is missing counts as lost.
const GIVE_UP: Duration = Duration::from_secs(20);

/// The bundle with `number`: mostly small ones, now and then a large one.
pub(crate) fn bundle(number: u32) -> Vec<u8> {
    let size = match number % 100 {
        99 => 700_000,
        n if n % 10 == 9 => 20_000,
        n => n as usize,
    };
    let mut bundle = number.to_be_bytes().to_vec();
    bundle.extend((0..size).map(|at| (at as u32 ^ number) as u8));
    bundle
}

/// Which bundles arrived, how often, and in which order they came first.
#[derive(Debug, Default)]
pub(crate) struct Arrived {
    pub(crate) times: BTreeMap<u32, u32>,
    pub(crate) order: Vec<u32>,
}

impl Arrived {
    fn note(&mut self, bytes: &[u8]) {
        let number = u32::from_be_bytes(*bytes.first_chunk().expect("a number"));
        assert!(bytes == bundle(number), "bundle {number} was changed on the way");
        let times = self.times.entry(number).or_default();
        if *times == 0 {
            self.order.push(number);
        }
        *times += 1;
    }

    pub(crate) fn lost(&self, numbers: std::ops::Range<u32>) -> Vec<u32> {
        numbers.filter(|number| !self.times.contains_key(number)).collect()
    }

    pub(crate) fn n_repeated(&self) -> u32 {
        self.times.values().map(|times| times - 1).sum()
    }

    pub(crate) fn is_in_order(&self) -> bool {
        self.order.is_sorted()
    }
}

/// Sends bundles; a full or broken link is tried again, as the protocol above does.
pub(crate) async fn send(link: &dyn Link, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let begun = tokio::time::Instant::now();
        loop {
            match link.send(bundle(number)).await {
                Ok(()) => break,
                Err(LinkError::Full(_) | LinkError::Broken(_)) if begun.elapsed() < 2 * GIVE_UP => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

/// Receives until `arrived` has everything below `until` or nothing new comes. Waiting is broken off again
/// and again, which must lose nothing.
pub(crate) async fn receive(link: &dyn Link, until: u32, arrived: &mut Arrived) {
    let mut last_new = tokio::time::Instant::now();
    let mut patience = 0;
    while (arrived.order.len() as u32) < until && last_new.elapsed() < GIVE_UP {
        patience = (patience + 1) % 7;
        let waiting = tokio::time::timeout(Duration::from_millis(patience), link.receive());
        if let Ok(bundle) = waiting.await {
            let n_before = arrived.order.len();
            arrived.note(&bundle.expect("the link is open"));
            if arrived.order.len() > n_before {
                last_new = tokio::time::Instant::now();
            }
        }
    }
    if (arrived.order.len() as u32) < until {
        // The assertion that follows says what is missing; this says why.
        eprintln!("gave up after {}: {:?}", arrived.order.len(), link.condition());
    }
}

/// Everything both ways at once; what arrived at `one` and at `other`.
pub(crate) async fn both_ways(
    one: Arc<dyn Link>,
    other: Arc<dyn Link>,
    numbers: std::ops::Range<u32>,
    arrived: &mut (Arrived, Arrived),
) {
    let until = numbers.end;
    tokio::join!(
        send(&*one, numbers.clone()),
        send(&*other, numbers),
        receive(&*one, until, &mut arrived.0),
        receive(&*other, until, &mut arrived.1),
    );
}
