//! How the sample people come in: real-name enrolment with a code, and the court's sign-on.

use reqwest::{Method, Url};
use serde_json::{Value, json};
use weicourt_app::acts::SoftKey;
use weicourt_server::standins::people::{People, Person};

use super::Court;
use super::client::{Ask, Client};

/// The sample person of this name.
pub(crate) fn person(name: &str) -> Person {
    let found = People::sample().people.into_iter().find(|person| person.name == name);
    found.unwrap_or_else(|| panic!("no sample person {name}"))
}

/// A member of staff and what they are.
pub(crate) struct Officer {
    pub(crate) client: Client,
    pub(crate) person: String,
}

/// Where people come in: a node, and the gateway that brings its short messages.
pub(crate) struct Door<'a> {
    pub(crate) node: &'a str,
    pub(crate) sms: &'a str,
}

impl Court {
    fn door(&self) -> Door<'_> {
        Door { node: self.node(), sms: self.sms() }
    }

    /// Short messages to `phone`, newest first.
    pub(crate) async fn messages(&self, phone: &str) -> Vec<String> {
        self.door().messages(phone).await
    }

    /// The browser of the sample person `name`, after real-name enrolment.
    pub(crate) async fn enrol(&self, name: &str) -> Client {
        self.door().enrol(name).await
    }

    /// The browser of a member of staff, through the pages of the court's sign-on.
    pub(crate) async fn staff(&self, subject: &str) -> Officer {
        self.door().staff(subject).await
    }

    /// The judge among the sample staff who handles `case`.
    pub(crate) async fn judge_of(&self, case: &str) -> Officer {
        self.door().judge_of(case).await
    }
}

impl Door<'_> {
    /// Short messages to `phone`, newest first.
    pub(crate) async fn messages(&self, phone: &str) -> Vec<String> {
        let client = Client::new(self.sms);
        let messages = client.read(&format!("/messages?phone={phone}")).await;
        let texts = messages.as_array().expect("a list").iter();
        texts.map(|message| message["text"].as_str().expect("words").to_owned()).collect()
    }

    /// Asks for a code and reads it from the phone.
    pub(crate) async fn code(&self, client: &Client, phone: &str) -> String {
        client.act("/api/phone-codes", &json!({ "phone": phone })).await;
        let message = self.messages(phone).await.into_iter().next().expect("a message");
        let digits: String = message
            .split_once("验证码")
            .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect())
            .expect("a code");
        assert_eq!(digits.len(), 6, "{message}");
        digits
    }

    /// The browser of the sample person `name`, after real-name enrolment.
    pub(crate) async fn enrol(&self, name: &str) -> Client {
        let Person { name, id_number, phone, .. } = person(name);
        let client = Client::new(self.node);
        let code = self.code(&client, &phone).await;
        let key = SoftKey::draw().expect("a key");
        let spki = data_encoding::BASE64.encode(&key.public().spki());
        let enrolment = json!({
            "name": name, "id_number": id_number, "phone": phone, "code": code,
            "device": { "spki": spki, "label": "样例手机" },
        });
        let session = client.act("/api/enrolments", &enrolment).await;
        assert_eq!(session["name"], name);
        client.signs(key, text(&session["person"]).parse().expect("a person"));
        client
    }

    /// The browser of a member of staff, through the pages of the court's sign-on.
    pub(crate) async fn staff(&self, subject: &str) -> Officer {
        let client = Client::new(self.node);
        let begun = client.get("/api/staff/sign-on?return_to=/desk").await;
        let base = Url::parse(self.node).expect("an address");
        let (page, at) = client.follow(&begun, &base).await;
        let choice = format!("value=\"{subject}\"");
        assert!(String::from_utf8_lossy(&page.bytes).contains(&choice), "the page offers {subject}");
        // The form of the page sends what stood in its address, and who was picked.
        let mut form: Vec<(String, String)> = at.query_pairs().into_owned().collect();
        form.push(("subject".to_owned(), subject.to_owned()));
        let body = Url::parse_with_params("http://form/", form).expect("a form");
        let target = at.join("/authorize").expect("an address");
        let picked = Ask::new(Method::POST, target.as_str(), None)
            .bytes("application/x-www-form-urlencoded", body.query().expect("fields"));
        let picked = client.ask(picked).await;
        let (back, _) = client.follow(&picked, &at).await;
        assert_eq!(back.status, 303, "back to the desk");
        let session = client.read("/api/session").await;
        assert!(session["staff"].is_object(), "{session}");
        Officer { client, person: text(&session["person"]) }
    }

    /// The judge among the sample staff who handles `case`.
    pub(crate) async fn judge_of(&self, case: &str) -> Officer {
        for subject in ["judge-1", "judge-2", "judge-3", "head-1"] {
            let judge = self.staff(subject).await;
            let seen = judge.client.get(&format!("/api/cases/{case}")).await;
            if seen.status == 200 && seen.json()["handling_judge"]["person"] == judge.person.as_str() {
                return judge;
            }
        }
        panic!("nobody handles {case}")
    }
}

/// The text of a field.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
