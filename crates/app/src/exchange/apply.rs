//! What comes in. Every answer "applied" is given after the commit.

use weicourt_domain::actor::{Actor, Assurance, Standing};
use weicourt_domain::case::CaseState;
use weicourt_domain::command::{KnownPerson, Zone};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, EntryKind};
use weicourt_domain::front;
use weicourt_domain::id::{CaseId, PersonId};
use weicourt_domain::log::{Entry, Origin, StoredEntry};
use weicourt_exchange::{Item, SentEntry, Verdict};
use weicourt_store::{DeviceState, NewExchangeEvent, NewUpload, Receipted, ReceivedEntry, StoreError};

use super::ControlItem;
use super::load::readable;
use crate::acts;
use crate::court::Court;
use crate::error::AppError;

/// Why an entry of the front chain does not count.
enum Doubt {
    /// The device is not known here, not yet perhaps.
    UnknownDevice,
    /// It never will.
    Forged(String),
}

/// A case in which the next entry of the front has to make sense.
struct Expected {
    state: CaseState,
    /// Highest Lamport number of the case.
    n: u64,
}

impl Expected {
    fn follow(&mut self, entry: &Entry) {
        self.state.evolve(entry);
        self.n = self.n.max(entry.envelope.n);
    }
}

impl Court {
    pub(super) async fn apply(&self, items: Vec<Item>) -> Result<Vec<Verdict>, AppError> {
        let mut verdicts = Vec::with_capacity(items.len());
        for item in items {
            verdicts.push(match item {
                Item::Control { seq, payload } => self.apply_control(seq, &payload).await?,
                Item::Entries { case, origin, entries } => self.apply_entries(case, origin, entries).await?,
                Item::Chunk { case, sha256, total, offset, bytes } => {
                    self.apply_chunk(case, sha256, total, offset, bytes).await?
                }
            });
        }
        Ok(verdicts)
    }

    async fn apply_control(&self, seq: u64, payload: &[u8]) -> Result<Verdict, AppError> {
        let applied = self.store.control_head().await?.applied;
        if seq <= applied {
            return Ok(Verdict::Applied);
        }
        if seq != applied + 1 {
            return Ok(Verdict::Have(applied));
        }
        // An empty item was about a case that was erased before it could be sent.
        if !payload.is_empty() {
            let Ok(item) = serde_json::from_slice::<ControlItem>(payload) else {
                let reason = "a control item of an unknown kind".to_owned();
                return Ok(Verdict::Refused { at: seq, reason });
            };
            if let Err(reason) = self.obey(item).await? {
                tracing::warn!(seq, reason, "an item of the other zone is not followed");
                let event = NewExchangeEvent { case: None, kind: "refused", detail: &reason };
                self.store.keep_exchange_event(event).await?;
            }
        }
        self.store.control_applied(seq).await?;
        Ok(Verdict::Applied)
    }

    /// Does what an item says; the inner error says in words why it is not done, and never will be.
    async fn obey(&self, item: ControlItem) -> Result<Result<(), &'static str>, AppError> {
        let at_court = self.profile.zone == Zone::Court;
        match item {
            ControlItem::PersonEnrolled { person } if at_court => self.know_person(person.into()).await,
            ControlItem::Device { news } => {
                for answer in self.take_device_news(news).await? {
                    self.tell_peer(None, &ControlItem::Device { news: answer }).await?;
                }
                Ok(Ok(()))
            }
            ControlItem::StaffDevice { vouched } if at_court => {
                let (news, taken) = self.take_vouched(&vouched).await?;
                if let Some(news) = news {
                    self.tell_peer(None, &ControlItem::Device { news }).await?;
                }
                Ok(taken)
            }
            ControlItem::PhoneAsked { asked } if at_court => self.take_phone(&asked).await,
            ControlItem::PhoneKnown { person, phone } if !at_court => {
                self.phone_known(person, phone.expose()).await?;
                Ok(Ok(()))
            }
            ControlItem::NoticesChosen { person, choice } if at_court => {
                self.store.set_notice_choice(person, &choice).await?;
                Ok(Ok(()))
            }
            ControlItem::CaseBegun { case } if at_court => {
                // Whatever has words here already would go out to whoever names it.
                let at_home = self.store.outside(case).await?.is_none();
                if at_home && self.store.heads(case).await?.n > 0 {
                    return Ok(Err("a case that is at home begins nowhere"));
                }
                self.store.create_case_key(case).await?;
                self.went_out(case, 0).await?;
                Ok(Ok(()))
            }
            ControlItem::CasesWanted { person } if at_court => {
                self.open_named_cases(person).await?;
                Ok(Ok(()))
            }
            ControlItem::CaseOpened { case, history } if !at_court => {
                self.store.create_case_key(case).await?;
                self.went_out(case, history).await?;
                Ok(Ok(()))
            }
            ControlItem::StaffKnown { person, subject, name, court_code, duties, title } if !at_court => {
                let Ok(court_code) = court_code.parse() else { return Ok(Err("staff of an unknown court")) };
                let duties = duties.into_iter().collect();
                let staff = weicourt_store::Staff { person, subject, name, court_code, duties, title };
                self.store.upsert_staff(&staff).await?;
                Ok(Ok(()))
            }
            ControlItem::PasskeyKnown { person, credential_id, spki, label, added_at } if !at_court => {
                let passkey =
                    weicourt_store::Passkey { credential_id, person, spki, sign_count: 0, label, added_at };
                self.store.insert_passkey(&passkey).await?;
                Ok(Ok(()))
            }
            ControlItem::PasskeyGone { person, credential_id } if !at_court => {
                self.store.delete_passkey(person, &credential_id).await?;
                Ok(Ok(()))
            }
            ControlItem::InvitationMade { case, token_digest, party, agent, name, expires_at }
                if !at_court =>
            {
                let made = weicourt_store::NewInvitation { token_digest, party, agent, name, expires_at };
                match self.store.keep_invitation(case, &made).await {
                    // The case is home again.
                    Ok(()) | Err(StoreError::NoCaseKey(_)) => Ok(Ok(())),
                    Err(error) => Err(error.into()),
                }
            }
            ControlItem::BlobComing { case, sha256, size_bytes, media_type, name } => {
                if at_court && self.store.outside(case).await?.is_none() {
                    return Ok(Err("a file for a case that does not stand outside"));
                }
                if size_bytes > self.limits.file_bytes {
                    return Ok(Err("a file larger than this node takes"));
                }
                self.blob_coming(case, sha256, size_bytes, media_type, name).await
            }
            ControlItem::Read { case, person, upto } => {
                if at_court && self.store.outside(case).await?.is_none() {
                    return Ok(Err("a case that does not stand outside was not read there"));
                }
                self.read_elsewhere(case, person, upto).await?;
                Ok(Ok(()))
            }
            ControlItem::ReturnAsked { case } if !at_court => self.return_asked(case).await.map(Ok),
            ControlItem::CaseComplete { case, heads, blobs } if at_court => {
                self.case_complete(case, heads, &blobs).await
            }
            ControlItem::ReturnSigned { receipt } if !at_court => self.return_signed(&receipt).await,
            ControlItem::Withdraw { withdrawal } if !at_court => self.withdraw(&withdrawal).await.map(Ok),
            ControlItem::Shown { case, entries } if !at_court => self.show(case, entries).await.map(Ok),
            ControlItem::Erased { certificate } if at_court => self.erased(&certificate).await,
            _ => Ok(Err("an item that only the other zone may send")),
        }
    }

    async fn apply_entries(
        &self,
        case: CaseId,
        origin: Origin,
        entries: Vec<SentEntry>,
    ) -> Result<Verdict, AppError> {
        let Some(link) = self.link() else { return Ok(Verdict::Have(0)) };
        let Some(outside) = link.outside(case) else { return Ok(Verdict::Have(0)) };
        let own = origin == self.own_origin();
        // One's own chain comes back only as history, to a node that had destroyed it.
        if own && (self.profile.zone == Zone::Court || outside.history == 0) {
            let at = entries.first().map_or(0, SentEntry::seq);
            return Ok(Verdict::Refused { at, reason: "only this node writes that chain".to_owned() });
        }
        let heads = match self.store.heads(case).await {
            Ok(heads) => heads,
            Err(error) => return Err(error.into()),
        };
        let known = heads.of(origin).seq;
        // After a gap nothing can be judged: what is missing may be what an entry builds on.
        if entries.first().is_some_and(|first| first.seq() > known + 1) {
            return Ok(Verdict::Have(known));
        }
        // The case as it stands when each entry comes; only the court's node has to ask.
        let mut expected = match self.profile.zone {
            Zone::Court => Some(self.expected(case, heads.n).await?),
            Zone::Front | Zone::All => None,
        };
        let mut received: Vec<ReceivedEntry> = Vec::with_capacity(entries.len());
        let mut doubt = None;
        for entry in entries {
            if entry.seq() > known
                && let Some(expected) = &mut expected
                && let Err(found) = self.check_front_entry(expected, &entry).await?
            {
                doubt = Some((entry.seq(), found));
                break;
            }
            received.push(receive(entry));
        }
        let n_received = received.len();
        let upto = received.last().map_or(known, ReceivedEntry::seq);
        // Also those that were here before: the node may have stopped before it answered them.
        let requests: Vec<Entry> = match self.profile.zone {
            Zone::Court => received.iter().filter_map(request_of).collect(),
            Zone::Front | Zone::All => Vec::new(),
        };
        let came: Vec<Entry> = match self.profile.zone {
            Zone::Court => received.iter().filter_map(whole_of).collect(),
            Zone::Front | Zone::All => Vec::new(),
        };
        if n_received > 0 {
            let key = self.writer_key(origin);
            match self.store.receive(case, origin, received, key).await {
                Ok(Receipted::Applied) => {}
                Ok(Receipted::Have(seq)) => return Ok(Verdict::Have(seq)),
                Ok(Receipted::Refused { at, reason }) => return self.refused(case, at, reason).await,
                Err(StoreError::NoCaseKey(_)) => return Ok(Verdict::Have(0)),
                Err(error) => return Err(error.into()),
            }
        }
        if !came.is_empty() {
            self.after_front_entries(case, &came).await?;
        }
        for request in requests {
            self.answer_request(&request, link.settings.in_chinese).await?;
        }
        match doubt {
            None => Ok(Verdict::Applied),
            Some((_, Doubt::UnknownDevice)) => Ok(Verdict::Have(upto.max(known))),
            Some((at, Doubt::Forged(reason))) => self.refused(case, at, reason).await,
        }
    }

    async fn refused(&self, case: CaseId, at: u64, reason: String) -> Result<Verdict, AppError> {
        tracing::error!(%case, at, reason, "an entry of the other zone is refused");
        metrics::counter!("weicourt_exchange_refused_total").increment(1);
        let detail = format!("front:{at} {reason}");
        let event = NewExchangeEvent { case: Some(case), kind: "refused", detail: &detail };
        self.store.keep_exchange_event(event).await?;
        Ok(Verdict::Refused { at, reason })
    }

    /// Whether the court counts an entry of the front chain: its author signed it on a device that is
    /// known here, and it says what was signed. Requests of judges are looked at when they are decided.
    async fn check_front_entry(
        &self,
        expected: &mut Expected,
        sent: &SentEntry,
    ) -> Result<Result<(), Doubt>, AppError> {
        let forged = |reason: String| Ok(Err(Doubt::Forged(reason)));
        let SentEntry::Whole { envelope, hash, signature, salt, body, statement } = sent else {
            return forged("the front has nothing to withhold from the court".to_owned());
        };
        if envelope.origin != Origin::Front || envelope.case != expected.state.case {
            return forged("it stands in another chain".to_owned());
        }
        let Ok(decoded) = serde_json::from_slice::<EntryBody>(body) else {
            return forged("its words are of no known kind".to_owned());
        };
        if decoded.kind() != envelope.kind {
            return forged("its words are of another kind".to_owned());
        }
        if let Err(misfit) = front::check_place(envelope, expected.n, self.now()) {
            return forged(misfit.to_string());
        }
        let entry = Entry {
            envelope: (**envelope).clone(),
            hash: *hash,
            signature: *signature,
            salt: *salt,
            body_bytes: body.clone(),
            body: decoded,
        };
        if envelope.kind == EntryKind::ActRequested {
            return match front::check_request(envelope) {
                Ok(()) => {
                    expected.follow(&entry);
                    Ok(Ok(()))
                }
                Err(misfit) => forged(misfit.to_string()),
            };
        }
        let (Some(proof), Some(statement)) = (&envelope.proof, statement) else {
            return forged("nobody signed it".to_owned());
        };
        let Some(device) = self.store.device(envelope.actor.person, proof.device_key).await? else {
            return Ok(Err(Doubt::UnknownDevice));
        };
        let counts = match device.state {
            DeviceState::Active => true,
            DeviceState::AwaitingCourt => return Ok(Err(Doubt::UnknownDevice)),
            DeviceState::Revoked => device.revoked_at.is_some_and(|revoked| envelope.at < revoked),
        };
        if !counts {
            return forged("its device was revoked".to_owned());
        }
        if let Err(fault) = acts::check([&entry], statement, &device.spki) {
            return forged(fault.to_string());
        }
        let called = match &entry.body {
            EntryBody::MemberCalled { person, .. } => self.name_of(*person).await?,
            _ => None,
        };
        let fits = match self.store.staff(envelope.actor.person).await? {
            Some(staff) => {
                let standing = Standing::Staff { court_code: staff.court_code, duties: staff.duties };
                let author = Actor { person: staff.person, standing, assurance: Assurance::Staff };
                let called = called.as_deref();
                front::check_words_of_staff(&expected.state, envelope, &entry.body, &author, called)
            }
            None => {
                let Some(author) = self.store.person(envelope.actor.person).await? else {
                    return Ok(Err(Doubt::UnknownDevice));
                };
                let author = KnownPerson {
                    name: author.name,
                    id_digest: author.id_digest,
                    holds_invited_phone: false,
                };
                let called = called.as_deref();
                front::check(&expected.state, envelope, &entry.body, &author, called, &self.facts)
            }
        };
        match fits {
            Ok(()) => {
                expected.follow(&entry);
                Ok(Ok(()))
            }
            Err(misfit) => forged(misfit.to_string()),
        }
    }

    async fn expected(&self, case: CaseId, n: u64) -> Result<Expected, AppError> {
        if n == 0 {
            // Kept in memory it would be behind as soon as its first entry is written.
            return Ok(Expected { state: CaseState::empty(case), n });
        }
        let loaded = self.case(case).await?;
        self.catch_up(case, &loaded).await?;
        Ok(Expected { state: loaded.read(|state, _| state.clone()), n })
    }

    async fn name_of(&self, person: PersonId) -> Result<Option<String>, AppError> {
        if let Some(staff) = self.store.staff(person).await? {
            return Ok(Some(staff.name));
        }
        Ok(self.store.person(person).await?.map(|person| person.name))
    }

    async fn blob_coming(
        &self,
        case: CaseId,
        sha256: Digest,
        size_bytes: u64,
        media_type: String,
        name: Option<String>,
    ) -> Result<Result<(), &'static str>, AppError> {
        let new = NewUpload { case, person: PersonId(0), size_bytes, media_type, name };
        let id = match self.store.incoming_upload(case, sha256).await {
            Ok(id) => id,
            // The case is not here any more.
            Err(StoreError::NoCaseKey(_)) => return Ok(Ok(())),
            Err(error) => return Err(error.into()),
        };
        if self.store.blob_meta(case, sha256).await?.is_some() {
            return Ok(Ok(()));
        }
        self.store.begin_upload_as(id, new).await?;
        if size_bytes == 0 {
            self.store.finish_upload(id, None).await?;
        }
        Ok(Ok(()))
    }

    async fn apply_chunk(
        &self,
        case: CaseId,
        sha256: Digest,
        total: u64,
        offset: u64,
        bytes: Vec<u8>,
    ) -> Result<Verdict, AppError> {
        if self.store.outside(case).await?.is_none() {
            return Ok(Verdict::Have(0));
        }
        let known = match self.store.blob_meta(case, sha256).await {
            Ok(known) => known,
            Err(StoreError::NoCaseKey(_)) => return Ok(Verdict::Have(0)),
            Err(error) => return Err(error.into()),
        };
        if known.is_some() {
            return Ok(Verdict::Have(total));
        }
        if total > self.limits.file_bytes {
            let reason = "a file larger than this node takes".to_owned();
            return self.refused(case, offset, reason).await;
        }
        let id = self.store.incoming_upload(case, sha256).await?;
        let Some(upload) = self.store.upload(id).await? else {
            // Outside, a file that no entry names was taken back while a piece of it was on its way.
            if self.profile.zone == Zone::Front
                && !self.case(case).await?.read(|state, _| state.blobs.contains_key(&sha256))
            {
                return Ok(Verdict::Have(0));
            }
            // Its announcement was used up by a try that a new key of the case has ended.
            let media_type = "application/octet-stream".to_owned();
            let new = NewUpload { case, person: PersonId(0), size_bytes: total, media_type, name: None };
            self.store.begin_upload_as(id, new).await?;
            return Ok(Verdict::Have(0));
        };
        if upload.size_bytes != total {
            let reason = "the file has another size than announced".to_owned();
            return Ok(Verdict::Refused { at: offset, reason });
        }
        let end = offset + bytes.len() as u64;
        let upto = match self.store.write_chunk(id, offset, bytes).await {
            Ok(upto) => upto,
            // All of it is here: this node stopped after the last byte and before the file was finished.
            Err(StoreError::WrongOffset { expected }) if expected == total => expected,
            Err(StoreError::WrongOffset { expected }) => return Ok(Verdict::Have(expected)),
            Err(error) => return Err(error.into()),
        };
        if upto == total {
            let meta = self.store.finish_upload(id, None).await?;
            if meta.sha256 != sha256 {
                let reason = "the file is not what its name says".to_owned();
                return Ok(Verdict::Refused { at: offset, reason });
            }
            self.hub.tell(case, &crate::hub::StreamFrame::CaseChanged { case }, None);
        }
        Ok(if upto == end { Verdict::Applied } else { Verdict::Have(upto) })
    }

    /// Notes that a case stands open on the other side.
    pub(crate) async fn went_out(&self, case: CaseId, history: u64) -> Result<(), AppError> {
        let Some(link) = self.link() else { return Ok(()) };
        let shape = match self.profile.zone {
            Zone::Court => Some(self.shape_now(case).await?),
            Zone::Front | Zone::All => None,
        };
        self.store.open_outside(case, history, shape).await?;
        self.ask_for_review(case).await?;
        if let Some(outside) = self.store.outside(case).await? {
            link.know(outside);
            link.change(super::Change::Case(case));
        }
        Ok(())
    }
}

fn receive(entry: SentEntry) -> ReceivedEntry {
    match entry {
        SentEntry::Whole { envelope, hash, signature, salt, body, statement } => {
            let entry = StoredEntry { envelope: *envelope, hash, signature, body: Some((salt, body)) };
            ReceivedEntry::Whole { entry, statement }
        }
        SentEntry::Masked { envelope, hash, signature, body } => ReceivedEntry::Masked {
            entry: StoredEntry { envelope: *envelope, hash, signature, body: None },
            body,
        },
        SentEntry::Withheld { seq, n, hash } => ReceivedEntry::Withheld { seq, n, hash },
    }
}

fn whole_of(entry: &ReceivedEntry) -> Option<Entry> {
    match entry {
        ReceivedEntry::Whole { entry, .. } => readable(entry),
        ReceivedEntry::Masked { .. } | ReceivedEntry::Withheld { .. } => None,
    }
}

fn request_of(entry: &ReceivedEntry) -> Option<Entry> {
    match entry {
        ReceivedEntry::Whole { entry, .. } if entry.envelope.kind == EntryKind::ActRequested => {
            readable(entry)
        }
        _ => None,
    }
}
