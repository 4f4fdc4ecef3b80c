//! How people, devices and cases of one zone become known in the other.

use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::command::Zone;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::log::{ActorStamp, Draft, DraftBody, Origin, Position};
use weicourt_domain::personal_data::Pii;
use weicourt_store::{Append, Expected, Person, StoreError};

use super::ControlItem;
use crate::court::Court;
use crate::error::AppError;

/// Cases of one person that go out when they first come.
const MOST_CASES: usize = 200;

impl Court {
    /// A command of the node itself that follows from what it is about, so that doing it twice does it once.
    ///
    /// Nobody else can compute it: whoever wrote an entry under it first would make the node's own act one
    /// that seems to be done.
    pub(crate) fn own_command(&self, what: &str) -> CommandId {
        let mut id = [0; 16];
        id.copy_from_slice(&self.store.keys().own_digest("own command", what.as_bytes()).0[..16]);
        CommandId(id)
    }

    /// Tells the court of a person who proved who they are outside, and which of their cases they want.
    pub(crate) async fn person_came(&self, person: PersonId) -> Result<(), AppError> {
        if self.profile.zone != Zone::Front || self.link().is_none() {
            return Ok(());
        }
        let Some(row) = self.store.person(person).await? else { return Ok(()) };
        self.tell_peer(None, &ControlItem::PersonEnrolled { person: row.into() }).await?;
        self.tell_peer(None, &ControlItem::CasesWanted { person }).await
    }

    /// Tells the front of a member of staff, so that their words have a name there.
    pub(crate) async fn tell_of_staff(&self, person: PersonId) -> Result<(), AppError> {
        if self.profile.zone != Zone::Court || self.link().is_none() {
            return Ok(());
        }
        let Some(staff) = self.store.staff(person).await? else { return Ok(()) };
        let item = ControlItem::StaffKnown {
            person: staff.person,
            subject: staff.subject,
            name: staff.name,
            court_code: staff.court_code.as_str().to_owned(),
            duties: staff.duties.into_iter().collect(),
            title: staff.title,
        };
        self.tell_peer(None, &item).await
    }

    pub(super) async fn know_person(&self, person: Person) -> Result<Result<(), &'static str>, AppError> {
        if person.person == PersonId(0) || self.store.staff(person.person).await?.is_some() {
            return Ok(Err("staff cannot be enrolled outside"));
        }
        match self.store.person(person.person).await? {
            None => match self.store.insert_person(&person).await {
                Ok(()) => Ok(Ok(())),
                Err(StoreError::IdentityTaken) => Ok(Err("the identity belongs to another person already")),
                Err(error) => Err(error.into()),
            },
            Some(known)
                if known.phone == person.phone
                    && known.name == person.name
                    && known.id_digest == person.id_digest =>
            {
                Ok(Ok(()))
            }
            // The court's code for a new device goes to this phone: once somebody acts, it is changed by what
            // they signed and nothing else. A front that has another number learns the right one.
            Some(known) if known.id_digest == person.id_digest && known.name == person.name => {
                if !self.store.devices_of(person.person).await?.is_empty() {
                    let phone = Pii::new(known.phone);
                    self.tell_peer(None, &ControlItem::PhoneKnown { person: known.person, phone }).await?;
                    return Ok(Err("the phone of a person with a device is changed at the court"));
                }
                self.store.set_phone(person.person, &person.phone, person.phone_digest).await?;
                Ok(Ok(()))
            }
            Some(_) => Ok(Err("a person became somebody else")),
        }
    }

    /// Appends what the court's node says by itself; the same command again changes nothing.
    pub(super) async fn append_system(
        &self,
        case: CaseId,
        command: CommandId,
        body: EntryBody,
        class: Class,
        audience: Audience,
    ) -> Result<(), AppError> {
        let actor = ActorStamp { person: PersonId(0), role: Role::System, assurance: Assurance::System };
        let draft = Draft { body: DraftBody::Ready(body), class, audience, actor, origin: Origin::Court };
        let append =
            Append { case, drafts: vec![draft], command, proof: None, expected: Expected::Any, with: vec![] };
        self.store.append(append).await?;
        Ok(())
    }

    /// Lets the cases go out that name a person by identity number.
    pub(super) async fn open_named_cases(&self, person: PersonId) -> Result<(), AppError> {
        let Some(row) = self.store.person(person).await? else { return Ok(()) };
        for case in self.open_imported_of(row.id_digest).await? {
            self.let_case_out(case).await?;
        }
        for named in self.store.cases_by_digest(row.id_digest).await?.into_iter().take(MOST_CASES) {
            let open = self
                .case(named.case)
                .await?
                .read(|state, _| state.decided.registration.is_some() && state.decided.closing.is_none());
            if open {
                self.let_case_out(named.case).await?;
            }
        }
        Ok(())
    }

    /// Lets a case go out that stands at home; does nothing if it is outside.
    pub(crate) async fn let_case_out(&self, case: CaseId) -> Result<(), AppError> {
        if self.profile.zone != Zone::Court
            || self.link().is_none()
            || self.store.outside(case).await?.is_some()
        {
            return Ok(());
        }
        let history = self.store.heads(case).await?.front.seq;
        self.tell_peer(Some(case), &ControlItem::CaseOpened { case, history }).await?;
        self.went_out(case, history).await
    }

    /// Takes over how far somebody has read on the other side.
    pub(super) async fn read_elsewhere(
        &self,
        case: CaseId,
        person: PersonId,
        upto: Position,
    ) -> Result<(), AppError> {
        if self.store.heads(case).await?.n == 0 {
            return Ok(());
        }
        self.note_read(case, person, upto).await
    }
}
